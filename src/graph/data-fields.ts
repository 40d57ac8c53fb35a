import {
  GraphQLList, GraphQLNonNull, GraphQLScalarType,
  type GraphQLFieldConfig, type GraphQLFieldConfigArgumentMap, type GraphQLFieldConfigMap, type GraphQLOutputType, type GraphQLResolveInfo,
} from 'graphql';
import type { RawJson } from '../execution/raw-json';
import type { DataRequest, Predicate } from '../model/query';
import type { RemoteColumn } from '../model/remote-table';
import type { DataModel, TableNode, TableTypes } from './data-model';
import type { RequestContext } from './request-context';
import { SCALARS } from './scalars/scalars';
import { isOrderable, listArguments } from './table-types';
import { toLiteral } from './to-predicate';
import { toRowSet, type ListArguments, type SelectionScope } from './to-row-set';

/** Reads what a data field asks for. @throws GatewayError */
export type ReadData = (request: DataRequest, context: RequestContext) => Promise<RawJson>;

/** In the execution schema a data field is a leaf: its whole answer was printed by ClickHouse. */
export const RAW_JSON = new GraphQLScalarType<RawJson, RawJson>({ name: 'RawJson', serialize: (value) => value as RawJson });

/** One root field, for the public schema and, as a leaf with a resolver, for the execution schema. */
export interface DataField {
  readonly name: string;
  readonly type: GraphQLOutputType;
  readonly description: string;
  readonly args: GraphQLFieldConfigArgumentMap;
  toRequest(args: ListArguments, info: GraphQLResolveInfo): DataRequest;
}

/** `getPublicSchema` is asked at execution: the fields are parts of it. */
export function buildDataFields(model: DataModel, types: ReadonlyMap<string, TableTypes>, getPublicSchema: () => SelectionScope['schema']): readonly DataField[] {
  return [...model].flatMap(([id, node]) => {
    const tableTypes = types.get(id);
    if (tableTypes === undefined) throw new Error(`no types for table ${id}`);
    const scopeOf = (info: GraphQLResolveInfo): SelectionScope => ({ model, types, schema: getPublicSchema(), operation: info });
    const byPk = byPkField(node, tableTypes, scopeOf);
    return [listField(node, tableTypes, scopeOf), ...(byPk === null ? [] : [byPk])];
  });
}

/** A null list with an error says that the source could not be read; the other fields of the operation still answer. */
function listField(node: TableNode, types: TableTypes, scopeOf: (info: GraphQLResolveInfo) => SelectionScope): DataField {
  return {
    name: node.table.fieldName,
    type: new GraphQLList(new GraphQLNonNull(types.row)),
    description: node.table.description ?? `Rows of \`${node.table.remote.schema}.${node.table.remote.table}\`.`,
    args: listArguments(types),
    toRequest: (args, info) => ({ field: String(info.path.key), rows: toRowSet(node, args, info.fieldNodes, scopeOf(info)), result: 'LIST' }),
  };
}

/** Null when the table has no primary key that arguments can name. */
function byPkField(node: TableNode, types: TableTypes, scopeOf: (info: GraphQLResolveInfo) => SelectionScope): DataField | null {
  const key = node.table.primaryKey.map((name) => node.table.columns.find((column) => column.name === name));
  if (key.length === 0 || !key.every((column): column is RemoteColumn => column !== undefined && isOrderable(column))) return null;
  return {
    name: `${node.table.fieldName}ByPk`,
    type: types.row,
    description: `The row of \`${node.table.remote.schema}.${node.table.remote.table}\` with this primary key; null when there is none.`,
    args: Object.fromEntries(key.map((column) => [column.fieldName, { type: new GraphQLNonNull(SCALARS[column.scalar]) }])),
    toRequest: (args, info) => {
      const operands = key.map((column): Predicate => ({ kind: 'compare', column, operator: 'EQ', value: toLiteral(column, args[column.fieldName]) }));
      const where: Predicate = operands.length === 1 && operands[0] !== undefined ? operands[0] : { kind: 'and', operands };
      return { field: String(info.path.key), rows: { ...toRowSet(node, {}, info.fieldNodes, scopeOf(info)), where }, result: 'ONE' };
    },
  };
}

export function publicFields(fields: readonly DataField[]): GraphQLFieldConfigMap<unknown, RequestContext> {
  return Object.fromEntries(fields.map(({ name, type, description, args }) => [name, { type, description, args }]));
}

export function executionFields(fields: readonly DataField[], read: ReadData): GraphQLFieldConfigMap<unknown, RequestContext> {
  const toConfig = (field: DataField): GraphQLFieldConfig<unknown, RequestContext, ListArguments> => ({
    type: RAW_JSON,
    args: field.args,
    resolve: (_root, args, context, info) => read(field.toRequest(args, info), context),
  });
  return Object.fromEntries(fields.map((field) => [field.name, toConfig(field)]));
}
