import { setImmediate as breathe } from 'node:timers/promises';
import {
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  printType,
  type GraphQLFieldConfigMap,
  type GraphQLNamedType,
} from 'graphql';
import type { RequestContext } from '../../reading/request/request-context';
import type { RemoteTable } from '../../model/remote-table';
import { NODE_TYPE } from '../types/node-type';

/** What a subgraph is printed of. */
export interface SubgraphParts {
  readonly tables: readonly RemoteTable[];
  /** Types of no single table. */
  readonly shared: readonly GraphQLNamedType[];
  /** The types of one table, that of its rows first. */
  readonly typesOf: (table: RemoteTable) => readonly GraphQLNamedType[];
  readonly rootFieldsOf: (table: RemoteTable) => GraphQLFieldConfigMap<unknown, RequestContext>;
  /** The fields of each of its keys, e.g. `order line` and `nodeId`. */
  readonly keysOf: (table: RemoteTable) => readonly string[];
}

/**
 * After so many tables the parts are made anew, so that the types of those before can be forgotten.
 */
const TABLES_PER_PARTS = 250;

const HEADER = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])
`;

/**
 * Prints the data API in SDL, as a subgraph, piece by piece. The field `node` and its interface are
 * left out: other subgraphs have a `node` of their own, with other ids. A thousand tables take 0.7
 * s to print, so that others are answered between two tables.
 * @param newParts gives the same types each time
 */
export async function* printSubgraph(newParts: () => SubgraphParts): AsyncGenerator<string> {
  yield HEADER;
  const { tables, shared } = newParts();
  if (tables.length > 0) {
    yield '\ntype Query {\n';
    yield* eachTable(newParts, (table, parts) => {
      const fields = parts.rootFieldsOf(table);
      return `${printMembers(new GraphQLObjectType({ name: 'Query', fields }))}\n`;
    });
    yield '}\n';
  }
  yield* eachTable(newParts, (table, parts) => {
    const [row, ...others] = parts.typesOf(table);
    const keys = parts.keysOf(table).map((fields) => `@key(fields: ${JSON.stringify(fields)})`);
    return [
      isObjectType(row) ? printObjectType(row, keys) : '',
      ...others.map((type) => printType(type)),
    ]
      .map(asPiece)
      .join('');
  });
  for (const text of printShared(shared)) yield asPiece(text);
}

async function* eachTable(
  newParts: () => SubgraphParts,
  print: (table: RemoteTable, parts: SubgraphParts) => string,
): AsyncGenerator<string> {
  let parts = newParts();
  for (const [index, table] of parts.tables.entries()) {
    if (index > 0 && index % TABLES_PER_PARTS === 0) parts = newParts();
    yield print(table, parts);
    await breathe();
  }
}

const asPiece = (text: string): string => `\n${text}\n`;

/**
 * Types of no single table, `@shareable`: all gateways make the same types, so that subgraphs can
 * share their values.
 */
function printShared(shared: readonly GraphQLNamedType[]): readonly string[] {
  const types = Object.values(new GraphQLSchema({ types: shared, assumeValid: true }).getTypeMap());
  return types
    .filter(
      (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type) && type !== NODE_TYPE,
    )
    .map((type) => (isObjectType(type) ? printObjectType(type, ['@shareable']) : printType(type)));
}

/** The type in SDL with directives: `printType` of graphql-js prints none. */
function printObjectType(type: GraphQLObjectType, directives: readonly string[]): string {
  const head = `type ${[type.name, ...directives].join(' ')}`;
  return `${printDescription(type)}${head} {\n${printMembers(type)}\n}`;
}

/**
 * The members of a type in SDL, cut out of a print of the type without its description, whose
 * length is not known.
 */
function printMembers(type: GraphQLObjectType): string {
  const { name } = type;
  const bare = new GraphQLObjectType({ name, fields: {} });
  bare.getFields = () => type.getFields();
  return printType(bare).slice(`type ${name} {\n`.length, -'\n}'.length);
}

function printDescription({ name, description }: GraphQLNamedType): string {
  return printType(new GraphQLScalarType({ name, description })).slice(0, -`scalar ${name}`.length);
}
