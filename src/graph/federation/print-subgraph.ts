import { setImmediate as breathe } from 'node:timers/promises';
import {
  GraphQLObjectType, GraphQLScalarType, GraphQLSchema, isIntrospectionType, isObjectType, isSpecifiedScalarType, printType,
  type GraphQLFieldConfigMap, type GraphQLNamedType,
} from 'graphql';
import type { RemoteTable } from '../../model/remote-table';
import { NODE } from '../node-field';
import type { RequestContext } from '../request-context';

/** What a subgraph is printed of. */
export interface SubgraphParts {
  readonly tables: readonly RemoteTable[];
  /** Types of no single table. */
  readonly shared: readonly GraphQLNamedType[];
  /** Those of one table, the type of its rows first. */
  readonly typesOf: (table: RemoteTable) => readonly GraphQLNamedType[];
  readonly rootFieldsOf: (table: RemoteTable) => GraphQLFieldConfigMap<unknown, RequestContext>;
  /** The fields of each of its keys, e.g. `order line` and `nodeId`. */
  readonly keysOf: (table: RemoteTable) => readonly string[];
}

/** After so many tables their types may be forgotten. */
const TABLES_PER_PARTS = 250;

const HEADER = 'extend schema\n  @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])';

/**
 * The data API in SDL, as a subgraph. Without `node`, and without the interface that its answers have: other subgraphs have their own of that name,
 * with other ids. Of a thousand tables printing takes half a second, so others are answered between two tables.
 * @param newParts with the same types each time
 */
export async function printSubgraph(newParts: () => SubgraphParts): Promise<string> {
  let parts = newParts();
  const { tables } = parts;
  const [rootFields, types]: [string[], string[]] = [[], []];
  for (const [index, table] of tables.entries()) {
    if (index > 0 && index % TABLES_PER_PARTS === 0) parts = newParts();
    rootFields.push(printMembers(new GraphQLObjectType({ name: 'Query', fields: parts.rootFieldsOf(table) })));
    const keys = parts.keysOf(table).map((fields) => `@key(fields: ${JSON.stringify(fields)})`);
    const [row, ...others] = parts.typesOf(table);
    if (isObjectType(row)) types.push(printObjectType(row, keys));
    types.push(...others.map((type) => printType(type)));
    await breathe();
  }
  const query = rootFields.length === 0 ? [] : [`type Query {\n${rootFields.join('\n\n')}\n}`];
  return `${[HEADER, ...query, ...types, ...printShared(parts.shared)].join('\n\n')}\n`;
}

/** Subgraphs share values of these types: all that a gateway makes are alike. */
function printShared(shared: readonly GraphQLNamedType[]): readonly string[] {
  const types = Object.values(new GraphQLSchema({ types: shared, assumeValid: true }).getTypeMap());
  return types
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type) && type !== NODE)
    .map((type) => (isObjectType(type) ? printObjectType(type, ['@shareable']) : printType(type)));
}

/** graphql-js prints no directives of ours. */
function printObjectType(type: GraphQLObjectType, directives: readonly string[]): string {
  return `${printDescription(type)}type ${[type.name, ...directives].join(' ')} {\n${printMembers(type)}\n}`;
}

/** With nothing before them whose length is not known. */
function printMembers(type: GraphQLObjectType): string {
  const { name } = type;
  const bare = new GraphQLObjectType({ name, fields: {} });
  bare.getFields = () => type.getFields();
  return printType(bare).slice(`type ${name} {\n`.length, -'\n}'.length);
}

function printDescription({ name, description }: GraphQLNamedType): string {
  return printType(new GraphQLScalarType({ name, description })).slice(0, -`scalar ${name}`.length);
}
