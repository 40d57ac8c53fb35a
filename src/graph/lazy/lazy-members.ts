/**
 * Members of many owners by name, such as the root fields of all tables. All members of an owner
 * are made when one of them is first asked for, and kept.
 */
export class LazyMembers<Owner, Member> {
  readonly #owners: ReadonlyMap<string, Owner>;
  readonly #made = new Map<Owner, ReadonlyMap<string, Member>>();
  readonly #make: (owner: Owner) => ReadonlyMap<string, Member>;

  /**
   * @param owners the owner of each member, by the member's name
   * @param make all members of an owner, by name
   */
  constructor(
    owners: ReadonlyMap<string, Owner>,
    make: (owner: Owner) => ReadonlyMap<string, Member>,
  ) {
    this.#owners = owners;
    this.#make = make;
  }

  has(name: string): boolean {
    return this.#owners.has(name);
  }

  names(): Iterable<string> {
    return this.#owners.keys();
  }

  find(name: string): Member | undefined {
    const owner = this.#owners.get(name);
    if (owner === undefined) return undefined;
    const made = this.#made.get(owner) ?? this.#make(owner);
    this.#made.set(owner, made);
    return made.get(name);
  }
}
