import {
  GraphQLScalarType,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
} from 'graphql';
import type { RequestContext } from '../../reading/request/request-context';
import type { RawJson } from '../../model/raw-json';
import type { DataRequest } from '../../model/selection/data-request';
import type { FieldArguments, SelectionScope } from '../request/selection-scope';
import type { TableTypes } from '../types/table-types';

/** In the execution schema a data field is a leaf: its whole answer was printed by ClickHouse. */
export const RAW_JSON = new GraphQLScalarType<unknown, unknown>({
  name: 'RawJson',
  serialize: (value) => value,
});

/**
 * One root field, for the public schema and, as a leaf with a resolver, for the execution schema.
 */
export interface DataField {
  readonly name: string;
  readonly type: GraphQLOutputType;
  readonly description: string;
  readonly args: GraphQLFieldConfigArgumentMap;
  /** The type in the execution schema. Left out: one leaf. */
  readonly executionType?: GraphQLOutputType;
  /** Gives bytes as they were printed, or an object with such bytes in it. @throws GatewayError */
  answer(args: FieldArguments, call: FieldCall): Promise<unknown>;
}

/** One execution of a field. */
export interface FieldCall {
  readonly info: Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'path' | 'variableValues'>;
  /**
   * Begins the marks of slots that the field has in its rows: random, so that no text of a service
   * holds it.
   */
  readonly mark: string;
  readonly context: RequestContext;
  /** Reads what the field looks into. */
  readonly read: ReadRequest;
  /**
   * Reads what goes out as it was printed, of which a rest may be left for the response to read.
   */
  readonly forward: ReadRequest;
  /** Reads for a context that several requests share. */
  readonly readFor: (context: RequestContext, request: DataRequest) => Promise<RawJson>;
}

/** Reads for the operation that a field belongs to. */
type ReadRequest = (request: DataRequest) => Promise<RawJson>;

/** The types of a field's table, and how its selection is read. */
export interface FieldScope {
  readonly types: TableTypes;
  readonly selection: (call: FieldCall) => SelectionScope;
}
