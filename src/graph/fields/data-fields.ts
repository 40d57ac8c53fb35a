import {
  GraphQLScalarType,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLFieldConfigMap,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
} from 'graphql';
import type { RawJson } from '../../execution/statements/raw-json';
import type { DataRequest } from '../../model/query';
import { connectionField } from './connection-field';
import type { TableNode, TableTypes } from '../model/data-model';
import { aggregateField, groupsField } from './group-fields';
import { hasGlobalIds, withGlobalIds } from './with-global-ids';
import type { ReadData } from '../../reading/read-data';
import type { RequestContext } from '../../reading/request-context';
import { byPkField, listField } from './row-fields';
import type { FieldArguments, SelectionScope } from '../request/selection-scope';
import { SharedAnswers } from './shared-answers';

/** In the execution schema a data field is a leaf: its whole answer was printed by ClickHouse. */
export const RAW_JSON = new GraphQLScalarType<unknown, unknown>({
  name: 'RawJson',
  serialize: (value) => value,
});

/** One root field, for the public schema and, as a leaf with a resolver, for the execution schema. */
export interface DataField {
  readonly name: string;
  readonly type: GraphQLOutputType;
  readonly description: string;
  readonly args: GraphQLFieldConfigArgumentMap;
  /** In the execution schema. Left out: one leaf. */
  readonly executionType?: GraphQLOutputType;
  /** Bytes as they were printed, or an object with such bytes in it. @throws GatewayError */
  answer(args: FieldArguments, call: FieldCall): Promise<unknown>;
}

/** One execution of a field. */
export interface FieldCall {
  readonly info: Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'path' | 'variableValues'>;
  /** Begins the marks of slots that the field has in its rows: random, so that no text of a service holds it. */
  readonly mark: string;
  readonly context: RequestContext;
  readonly read: ReadRequest;
  /** The same for what goes out as it was printed: the field does not look into it. */
  readonly forward: ReadRequest;
  /** The same for a context that several requests share. */
  readonly readFor: (context: RequestContext, request: DataRequest) => Promise<RawJson>;
}

/** Reads for the operation that a field belongs to. */
export type ReadRequest = (request: DataRequest) => Promise<RawJson>;

/** The types of a field's table, and how its selection is read. */
export interface FieldScope {
  readonly types: TableTypes;
  readonly selection: (call: FieldCall) => SelectionScope;
}

/** The root fields of a table. */
export function tableFields(node: TableNode, scope: FieldScope): readonly DataField[] {
  return [
    listField(node, scope),
    byPkField(node, scope),
    aggregateField(node, scope),
    groupsField(node, scope),
    connectionField(node, scope),
  ].filter((field) => field !== null);
}

export function publicFields(
  fields: readonly DataField[],
): GraphQLFieldConfigMap<unknown, RequestContext> {
  return Object.fromEntries(
    fields.map(({ name, type, description, args }) => [name, { type, description, args }]),
  );
}

export function executionFields(
  fields: readonly DataField[],
  read: ReadData,
  newMark: () => string,
): GraphQLFieldConfigMap<unknown, RequestContext> {
  const shared = new SharedAnswers();
  const toConfig = (
    field: DataField,
  ): GraphQLFieldConfig<unknown, RequestContext, FieldArguments> => ({
    type: field.executionType ?? RAW_JSON,
    args: field.args,
    resolve: (_root, args, caller, info) =>
      shared.answer(info, caller, (context, isShared) => {
        const mark = newMark();
        const readWith = async (
          of: RequestContext,
          request: DataRequest,
          mayStream: boolean,
        ): Promise<RawJson> => {
          const hasIds = hasGlobalIds(request, mark);
          const answer = await read(request, of, mayStream && !hasIds);
          return hasIds ? withGlobalIds(answer, mark) : answer;
        };
        const readFor: FieldCall['readFor'] = (of, request) => readWith(of, request, false);
        return field.answer(args, {
          info,
          mark,
          context,
          read: (request) => readFor(context, request),
          forward: (request) => readWith(context, request, !isShared),
          readFor,
        });
      }),
  });
  return Object.fromEntries(fields.map((field) => [field.name, toConfig(field)]));
}
