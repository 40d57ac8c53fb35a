/** What a lazy record is made of. */
export interface RecordSource<Member> {
  find(name: string): Member | undefined;
  /** Everything that `find` finds, in order. */
  all(): ReadonlyMap<string, Member>;
}

/**
 * An object whose members are looked up when they are read. To those that read it there is no difference to one that has all
 * of them from the beginning; it cannot be changed.
 */
export function lazyRecord<Member>(source: RecordSource<Member>): Record<string, Member> {
  const find = (name: string | symbol): Member | undefined => (typeof name === 'string' ? source.find(name) : undefined);
  return new Proxy(Object.create(null) as Record<string, Member>, {
    get: (_target, name) => find(name),
    has: (_target, name) => find(name) !== undefined,
    ownKeys: () => [...source.all().keys()],
    getOwnPropertyDescriptor: (_target, name) => {
      const value = find(name);
      return value === undefined ? undefined : { value, enumerable: true, configurable: true, writable: false };
    },
    set: () => false,
    defineProperty: () => false,
    deleteProperty: () => false,
  });
}
