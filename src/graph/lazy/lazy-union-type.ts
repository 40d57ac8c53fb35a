import { GraphQLUnionType, type GraphQLUnionTypeConfig } from 'graphql';

export interface LazyUnionTypeConfig extends GraphQLUnionTypeConfig<unknown, unknown> {
  /** The names of all its types. */
  readonly names: ReadonlySet<string>;
}

/** A union that knows the names of its types before these are made. */
export class LazyUnionType extends GraphQLUnionType {
  readonly #names: ReadonlySet<string>;

  constructor({ names, ...config }: LazyUnionTypeConfig) {
    super(config);
    this.#names = names;
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }
}
