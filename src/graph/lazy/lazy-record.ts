/** What a lazy record is made of. */
export interface RecordSource<Member> {
  has(name: string): boolean;
  /** The member with a name; undefined where `has` says that there is none. */
  find(name: string): Member | undefined;
  names(): Iterable<string>;
}

/**
 * An object whose members are looked up when they are read. Readers see no difference to an object
 * that has all of them from the beginning. It cannot be changed.
 */
export function lazyRecord<Member>(source: RecordSource<Member>): Record<string, Member> {
  const has = (name: string | symbol): name is string =>
    typeof name === 'string' && source.has(name);
  return new Proxy(Object.create(null) as Record<string, Member>, {
    get: (_target, name) => (has(name) ? source.find(name) : undefined),
    has: (_target, name) => has(name),
    ownKeys: () => [...source.names()],
    // Object.keys looks at descriptors too: one with a getter leaves the member unmade.
    getOwnPropertyDescriptor: (_target, name) =>
      has(name)
        ? { get: () => source.find(name), enumerable: true, configurable: true }
        : undefined,
    set: () => false,
    defineProperty: () => false,
    deleteProperty: () => false,
  });
}
