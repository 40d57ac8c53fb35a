import {
  GraphQLScalarType,
  type GraphQLFieldConfig, type GraphQLFieldConfigArgumentMap, type GraphQLFieldConfigMap, type GraphQLOutputType, type GraphQLResolveInfo,
} from 'graphql';
import type { RawJson } from '../execution/raw-json';
import type { DataRequest } from '../model/query';
import type { DataModel, TableTypes } from './data-model';
import { aggregateField, groupsField } from './group-fields';
import type { RequestContext } from './request-context';
import { byPkField, listField } from './row-fields';
import type { FieldArguments, SelectionScope } from './selection-scope';

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
  toRequest(args: FieldArguments, info: GraphQLResolveInfo): DataRequest;
}

/** The types of a field's table, and how its selection is read. */
export interface FieldScope {
  readonly types: TableTypes;
  readonly selection: (info: GraphQLResolveInfo) => SelectionScope;
}

/** `getPublicSchema` is asked at execution: the fields are parts of it. */
export function buildDataFields(model: DataModel, types: ReadonlyMap<string, TableTypes>, getPublicSchema: () => SelectionScope['schema']): readonly DataField[] {
  return [...model].flatMap(([id, node]) => {
    const tableTypes = types.get(id);
    if (tableTypes === undefined) throw new Error(`no types for table ${id}`);
    const scope: FieldScope = { types: tableTypes, selection: (info) => ({ model, types, schema: getPublicSchema(), operation: info }) };
    return [listField(node, scope), byPkField(node, scope), aggregateField(node, scope), groupsField(node, scope)].filter((field) => field !== null);
  });
}

export function publicFields(fields: readonly DataField[]): GraphQLFieldConfigMap<unknown, RequestContext> {
  return Object.fromEntries(fields.map(({ name, type, description, args }) => [name, { type, description, args }]));
}

export function executionFields(fields: readonly DataField[], read: ReadData): GraphQLFieldConfigMap<unknown, RequestContext> {
  const toConfig = (field: DataField): GraphQLFieldConfig<unknown, RequestContext, FieldArguments> => ({
    type: RAW_JSON,
    args: field.args,
    resolve: (_root, args, context, info) => read(field.toRequest(args, info), context),
  });
  return Object.fromEntries(fields.map((field) => [field.name, toConfig(field)]));
}
