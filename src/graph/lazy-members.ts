/**
 * Members of many owners by name, such as the root fields of all tables. What one owner has is made when one of its names is
 * asked for, and kept.
 */
export class LazyMembers<Owner, Member> {
  readonly #owners: ReadonlyMap<string, Owner>;
  readonly #made = new Map<Owner, ReadonlyMap<string, Member>>();
  readonly #make: (owner: Owner) => ReadonlyMap<string, Member>;

  /** @param owners by every name that they may have a member of; they need not have all of them */
  constructor(owners: ReadonlyMap<string, Owner>, make: (owner: Owner) => ReadonlyMap<string, Member>) {
    this.#owners = owners;
    this.#make = make;
  }

  isTaken(name: string): boolean {
    return this.#owners.has(name);
  }

  find(name: string): Member | undefined {
    const owner = this.#owners.get(name);
    return owner === undefined ? undefined : this.#of(owner).get(name);
  }

  /** Makes what was not asked for yet. In the order of the owners. */
  all(): ReadonlyMap<string, Member> {
    return new Map([...new Set(this.#owners.values())].flatMap((owner) => [...this.#of(owner)]));
  }

  #of(owner: Owner): ReadonlyMap<string, Member> {
    const known = this.#made.get(owner);
    if (known !== undefined) return known;
    const made = this.#make(owner);
    this.#made.set(owner, made);
    return made;
  }
}
