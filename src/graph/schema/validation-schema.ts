import { visit, type DocumentNode } from 'graphql';
import { DataSchema, type DataSchemaConfig, type TypeMap } from './data-schema';

/**
 * The schema that documents are validated against. Its type map finds every type by name, but lists
 * those of tables only while it is told to: graphql-js 16.15 lists the names of all types for each
 * document that it validates (KnownTypeNamesRule), for what it may have to suggest. Of a thousand
 * tables that took 1.7 ms of 2.1, and it grows with their number.
 */
export class ValidationSchema extends DataSchema {
  readonly #found: TypeMap;
  #listings = 0;

  constructor(config: DataSchemaConfig) {
    super(config);
    this.#found = new Proxy(this.fixedTypes, {
      get: (_fixed, name) => (typeof name === 'string' ? this.getType(name) : undefined),
    });
  }

  override getTypeMap(): TypeMap {
    return this.#listings > 0 ? super.getTypeMap() : this.#found;
  }

  /**
   * Lists all types until the returned function is called, where the document names a type that
   * does not exist: the one case in which a rule of graphql-js looks at the list.
   */
  listTypesFor(document: DocumentNode): () => void {
    if (!this.#namesUnknownType(document)) return () => undefined;
    this.#listings += 1;
    return () => {
      this.#listings -= 1;
    };
  }

  #namesUnknownType(document: DocumentNode): boolean {
    let isUnknown = false;
    visit(document, {
      NamedType: ({ name }) => {
        isUnknown ||= this.getType(name.value) === undefined;
      },
    });
    return isUnknown;
  }
}
