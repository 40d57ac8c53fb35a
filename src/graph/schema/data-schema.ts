import {
  GraphQLObjectType,
  GraphQLSchema,
  isInterfaceType,
  isObjectType,
  type GraphQLAbstractType,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType as ObjectType,
} from 'graphql';
import type { RequestContext } from '../../reading/request/request-context';
import { lazyRecord, type RecordSource } from '../lazy/lazy-record';
import { LazyUnionType } from '../lazy/lazy-union-type';

/** The types of tables, made when they are asked for. */
export interface TableTypeSource extends RecordSource<GraphQLNamedType> {
  /** The types of rows, which may implement interfaces. */
  rows(): Iterable<ObjectType>;
}

export interface DataSchemaConfig {
  readonly management: GraphQLSchema;
  readonly query: GraphQLObjectType<unknown, RequestContext>;
  readonly mutation: GraphQLObjectType<unknown, RequestContext>;
  /** Types of no single table that tables use, and that refer to no type of a table. */
  readonly shared: readonly GraphQLNamedType[];
  /**
   * Types of no single table that refer to types of tables, so that graphql-js must not walk them.
   */
  readonly spanning: readonly GraphQLNamedType[];
  readonly tables: TableTypeSource;
}

export type TypeMap = ReturnType<GraphQLSchema['getTypeMap']>;

/**
 * A schema that makes the types of a table when they are asked for. graphql-js 16.15 would walk all
 * types and all their fields when a schema is made, and once more to validate it: more than a
 * second with a thousand tables, in which nothing is answered. graphql-js reads a schema through
 * the methods below only. test/unit/graph/data-schema.test.ts proves that such a schema is valid,
 * and the same as the one that graphql-js would make of the same parts.
 */
export class DataSchema extends GraphQLSchema {
  readonly #query: ObjectType;
  readonly #fixed: TypeMap;
  readonly #tables: TableTypeSource;
  readonly #all: TypeMap;
  #implementations: ReadonlyMap<string, ReturnType<GraphQLSchema['getImplementations']>> | null =
    null;

  constructor({ management, query, mutation, shared, spanning, tables }: DataSchemaConfig) {
    // graphql-js walks these types: the management API and what it leads to, which is never much.
    super({
      ...management.toConfig(),
      query: management.getQueryType(),
      mutation,
      types: [...shared],
      assumeValid: true,
    });
    this.#query = query;
    this.#fixed = Object.assign(
      Object.create(null) as TypeMap,
      super.getTypeMap(),
      Object.fromEntries([query, ...spanning].map((type) => [type.name, type])),
    );
    this.#tables = tables;
    this.#all = lazyRecord({
      has: (name) => name in this.#fixed || tables.has(name),
      find: (name) => this.getType(name),
      names: () => [...Object.keys(this.#fixed), ...tables.names()],
    });
    for (const name of Object.keys(this.#fixed)) {
      if (tables.has(name))
        throw new Error(`a remote table and the gateway have types of the name ${name}`);
    }
  }

  override getQueryType(): ObjectType {
    return this.#query;
  }

  override getType(name: string): GraphQLNamedType | undefined {
    return this.#fixed[name] ?? this.#tables.find(name);
  }

  override getTypeMap(): TypeMap {
    return this.#all;
  }

  /** The types that belong to no table. */
  protected get fixedTypes(): TypeMap {
    return this.#fixed;
  }

  override getImplementations(
    interfaceType: GraphQLInterfaceType,
  ): ReturnType<GraphQLSchema['getImplementations']> {
    this.#implementations ??= this.#findImplementations();
    return this.#implementations.get(interfaceType.name) ?? { objects: [], interfaces: [] };
  }

  override isSubType(
    abstractType: GraphQLAbstractType,
    maybeSubType: ObjectType | GraphQLInterfaceType,
  ): boolean {
    if (abstractType instanceof LazyUnionType) return abstractType.has(maybeSubType.name);
    return isInterfaceType(abstractType)
      ? maybeSubType.getInterfaces().includes(abstractType)
      : super.isSubType(abstractType, maybeSubType);
  }

  #findImplementations(): ReadonlyMap<string, ReturnType<GraphQLSchema['getImplementations']>> {
    const found = new Map<
      string,
      { readonly objects: ObjectType[]; readonly interfaces: GraphQLInterfaceType[] }
    >();
    for (const type of [...Object.values(this.#fixed), ...this.#tables.rows()]) {
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      for (const { name } of type.getInterfaces()) {
        const of = found.get(name) ?? { objects: [], interfaces: [] };
        if (isObjectType(type)) of.objects.push(type);
        else of.interfaces.push(type);
        found.set(name, of);
      }
    }
    return found;
  }
}
