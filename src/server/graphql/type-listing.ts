/** The JSON of a list of types that are told in slices. */
export class TypeListing {
  readonly #fieldKeys: ReadonlySet<string>;
  /** Few and long: thousands of short ones took 0.4 s to put together. */
  readonly #parts: Buffer[] = [];
  #text = '[';
  #isEmpty = true;
  #open: OpenType | null = null;

  /** @param fieldKeys the response keys under which the fields of a type are selected */
  constructor(fieldKeys: ReadonlySet<string>) {
    this.#fieldKeys = fieldKeys;
  }

  /**
   * @param continues the one type given is the last of those given before, with more of its fields
   */
  add(types: readonly TypeEntry[], continues: boolean): void {
    for (const type of types) {
      if (!continues) this.#close();
      this.#open ??= { type, fields: new Map([...this.#fieldKeys].map((key) => [key, []])) };
      for (const [key, texts] of this.#open.fields) texts.push(printMembers(type[key]));
    }
  }

  /** `[{...},{...}]` */
  end(): readonly Buffer[] {
    this.#close();
    return [...this.#parts, Buffer.from(`${this.#text}]`)];
  }

  #close(): void {
    if (this.#open === null) return;
    this.#text += `${this.#isEmpty ? '' : ','}${printType(this.#open)}`;
    this.#isEmpty = false;
    this.#open = null;
    if (this.#text.length < PART_LENGTH) return;
    this.#parts.push(Buffer.from(this.#text));
    this.#text = '';
  }
}

const PART_LENGTH = 64 * 1024;

/** What introspection tells of a type, by response key. */
export type TypeEntry = Readonly<Record<string, unknown>>;

interface OpenType {
  readonly type: TypeEntry;
  readonly fields: ReadonlyMap<string, string[]>;
}

/** Prints the members of a list without its brackets; `null` where the type has no such list. */
function printMembers(list: unknown): string {
  return Array.isArray(list) ? JSON.stringify(list).slice(1, -1) : 'null';
}

function printType({ type, fields }: OpenType): string {
  const members = Object.entries(type).map(([key, value]) => {
    const texts = fields.get(key);
    const isList = texts !== undefined && Array.isArray(value);
    const text = isList
      ? `[${texts.filter((each) => each !== '').join(',')}]`
      : JSON.stringify(value);
    return `${JSON.stringify(key)}:${text}`;
  });
  return `{${members.join(',')}}`;
}
