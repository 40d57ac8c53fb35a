import type { GraphQLFieldConfig, GraphQLFieldConfigMap, GraphQLResolveInfo } from 'graphql';
import type { ReadData } from '../../reading/request/read-data';
import type { RequestContext } from '../../reading/request/request-context';
import { mayShareReading } from '../../reading/sharing/shared-context';
import type { RawJson } from '../../model/raw-json';
import type { DataRequest } from '../../model/selection/data-request';
import type { FieldArguments } from '../request/selection-scope';
import { RAW_JSON, type DataField, type FieldCall } from './data-field';
import { FieldNodeIds } from './field-node-ids';
import { SingleFlight } from './single-flight';
import { hasGlobalIds, withGlobalIds } from './with-global-ids';

type CallInfo = FieldCall['info'];

/**
 * The fields as they are executed: leaves with resolvers. Requests that ask for the same field of
 * the same operation, with the same variables, while it is being read, share the next reading.
 */
export function executionFields(
  fields: readonly DataField[],
  read: ReadData,
  newMark: () => string,
): GraphQLFieldConfigMap<unknown, RequestContext> {
  const flight = new SingleFlight();
  const ids = new FieldNodeIds();
  const toConfig = (
    field: DataField,
  ): GraphQLFieldConfig<unknown, RequestContext, FieldArguments> => ({
    type: field.executionType ?? RAW_JSON,
    args: field.args,
    resolve: (_root, args, caller, info) => {
      const ask = (context: RequestContext, isShared: boolean): Promise<unknown> =>
        field.answer(args, fieldCall({ info, mark: newMark(), context, read, isShared }));
      const question = questionOf(info, caller, ids);
      return question === null ? ask(caller, false) : flight.answer(question, caller, ask);
    },
  });
  return Object.fromEntries(fields.map((field) => [field.name, toConfig(field)]));
}

/**
 * The same text for calls that may have the same answer; null for a call that is answered by
 * itself.
 */
function questionOf(
  { fieldNodes, variableValues }: Pick<GraphQLResolveInfo, 'fieldNodes' | 'variableValues'>,
  context: RequestContext,
  ids: FieldNodeIds,
): string | null {
  const [node] = fieldNodes;
  if (node === undefined || fieldNodes.length > 1 || !mayShareReading(context)) return null;
  return `${ids.of(node)} ${context.caller.role} ${JSON.stringify(variableValues)}`;
}

interface CallParts {
  readonly info: CallInfo;
  readonly mark: string;
  readonly context: RequestContext;
  readonly read: ReadData;
  /** Several requests wait for the answer: all of it is read at once. */
  readonly isShared: boolean;
}

function fieldCall({ info, mark, context, read, isShared }: CallParts): FieldCall {
  const readWith = async (
    of: RequestContext,
    request: DataRequest,
    mayStream: boolean,
  ): Promise<RawJson> => {
    const hasIds = hasGlobalIds(request, mark);
    const answer = await read(request, of, mayStream && !hasIds);
    return hasIds ? withGlobalIds(answer, mark) : answer;
  };
  return {
    info,
    mark,
    context,
    read: (request) => readWith(context, request, false),
    forward: (request) => readWith(context, request, !isShared),
    readFor: (of, request) => readWith(of, request, false),
  };
}
