/** What a lazy record is made of. */
export interface RecordSource<Member> {
  has(name: string): boolean;
  /** Of the names that it has, all and no others. */
  find(name: string): Member | undefined;
  names(): Iterable<string>;
}

/**
 * An object whose members are looked up when they are read. To those that read it there is no
 * difference to one that has all of them from the beginning; it cannot be changed.
 */
export function lazyRecord<Member>(source: RecordSource<Member>): Record<string, Member> {
  const has = (name: string | symbol): name is string =>
    typeof name === 'string' && source.has(name);
  return new Proxy(Object.create(null) as Record<string, Member>, {
    get: (_target, name) => (has(name) ? source.find(name) : undefined),
    has: (_target, name) => has(name),
    ownKeys: () => [...source.names()],
    // Those who list names look at this too: a value would have to be made.
    getOwnPropertyDescriptor: (_target, name) =>
      has(name)
        ? { get: () => source.find(name), enumerable: true, configurable: true }
        : undefined,
    set: () => false,
    defineProperty: () => false,
    deleteProperty: () => false,
  });
}
