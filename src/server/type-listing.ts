/** The JSON of a list of types that are told in slices. */
export class TypeListing {
  readonly #fieldKeys: ReadonlySet<string>;
  readonly #types: Buffer[] = [];
  #open: OpenType | null = null;

  /** @param fieldKeys the response keys under which the fields of a type are selected */
  constructor(fieldKeys: ReadonlySet<string>) {
    this.#fieldKeys = fieldKeys;
  }

  /** @param continues the one type given is the last of those given before, with more of its fields */
  add(types: readonly TypeEntry[], continues: boolean): void {
    if (!continues) this.#close();
    for (const type of types) {
      if (!continues) this.#close();
      this.#open ??= { type, fields: new Map([...this.#fieldKeys].map((key) => [key, []])) };
      for (const [key, texts] of this.#open.fields) texts.push(printMembers(type[key]));
    }
  }

  /** `[{...},{...}]` */
  end(): Buffer {
    this.#close();
    const parts = this.#types.flatMap((type, index) => (index === 0 ? [type] : [COMMA, type]));
    return Buffer.concat([Buffer.from('['), ...parts, Buffer.from(']')]);
  }

  #close(): void {
    if (this.#open !== null) this.#types.push(printType(this.#open));
    this.#open = null;
  }
}

/** What introspection tells of a type, by response key. */
export type TypeEntry = Readonly<Record<string, unknown>>;

interface OpenType {
  readonly type: TypeEntry;
  readonly fields: ReadonlyMap<string, string[]>;
}

const COMMA = Buffer.from(',');

/** Without brackets; null where a type has no such list. */
function printMembers(list: unknown): string {
  return Array.isArray(list) ? JSON.stringify(list).slice(1, -1) : 'null';
}

function printType({ type, fields }: OpenType): Buffer {
  const members = Object.entries(type).map(([key, value]) => {
    const texts = fields.get(key);
    const isList = texts !== undefined && Array.isArray(value);
    return `${JSON.stringify(key)}:${isList ? `[${texts.filter((text) => text !== '').join(',')}]` : JSON.stringify(value)}`;
  });
  return Buffer.from(`{${members.join(',')}}`);
}
