import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled, ApolloServerPluginInlineTraceDisabled, ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled, ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLError, OperationTypeNode } from 'graphql';
import { GatewayError } from '../errors/gateway-error';
import type { RequestContext } from '../graph/request-context';
import { ValidationSchema } from '../graph/validation-schema';
import { formatError } from './format-error';
import type { HotGateway } from './hot-gateway';
import type { Log } from './log';
import type { OperationLimits } from './operation-limits';
import type { Settings } from './settings';
import { spliceResponse } from './splice-response';

/** Tokens (words, punctuators, literals) in one document: parsing and validating more would block the others. */
export const MAX_TOKENS = 50_000;
/** Selections in one operation with its fragments put in: 12 levels of fragments that double at each level would be 4,096 joins. */
const MAX_SELECTIONS = 10_000;

/** A response body as Buffers. Apollo Server passes on whatever `stringifyResult` returns without looking at it. */
export class SegmentBody {
  constructor(readonly segments: readonly Buffer[]) {}
}

export interface ApolloOptions {
  readonly gateway: HotGateway;
  readonly settings: Pick<Settings, 'introspection'>;
  readonly limits: OperationLimits;
  readonly log: Log;
}

/**
 * Apollo Server over the hot gateway. Its response bodies are `SegmentBody` in the place of strings.
 * No plugin may have `willResolveField`: Apollo Server would then wrap the resolvers of types that are shared by
 * successive schemas once more with every swap (seen on 5.5.1). Hence cache control and inline traces are off.
 */
export function createApollo({ gateway, settings, limits, log }: ApolloOptions): ApolloServer<RequestContext> {
  const requestIds = new WeakMap<object, string>();
  return new ApolloServer<RequestContext>({
    gateway,
    introspection: settings.introspection,
    hideSchemaDetailsFromClientErrors: !settings.introspection,
    csrfPrevention: true,
    // Apollo Server answers a wrong hash with an error that has no caller's code; clients fall back to whole queries.
    persistedQueries: false,
    cache: 'bounded',
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    logger: log,
    parseOptions: { maxTokens: MAX_TOKENS },
    maxRecursiveSelections: MAX_SELECTIONS,
    validationRules: [...limits.rules],
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      attributeErrors(requestIds),
      ...(settings.introspection ? [suggestTypes] : []),
      refuseOperations,
      refuseCostly(limits),
      showPlans,
    ],
    stringifyResult: (result) => new SegmentBody(spliceResponse(result)) as unknown as string,
    formatError: (formatted, error) => formatError(formatted, error, { requestId: findRequestId(error, requestIds), log }),
  });
}

/** `formatError` is not told which request an error belongs to, so this notes it down. */
function attributeErrors(requestIds: WeakMap<object, string>): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didEncounterErrors: async ({ errors, contextValue }) => {
        for (const error of errors) requestIds.set(error, contextValue.requestId);
      },
    }),
  };
}

const findRequestId = (error: unknown, requestIds: WeakMap<object, string>): string | undefined =>
  typeof error === 'object' && error !== null ? requestIds.get(error) : undefined;

/** Refuses whole operations by their kind; who may use which field is for the resolvers to say. */
const refuseOperations: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation, contextValue }) => {
      // Over plain HTTP, Apollo Server would run a subscription like a query and answer null (seen on 5.5.1).
      if (operation?.operation === OperationTypeNode.SUBSCRIPTION) {
        throw refuse(400, new GatewayError('INVALID_INPUT', 'Subscriptions are not supported. Send a query or a mutation.'));
      }
      // The data API has no mutations.
      if (operation?.operation === OperationTypeNode.MUTATION && contextValue.caller.role !== 'ADMIN') {
        throw refuse(403, new GatewayError('FORBIDDEN', 'Mutations need the admin key. Send it as `Authorization: Bearer <key>`.'));
      }
    },
  }),
};

/** What an operation costs with its variables. */
function refuseCostly(limits: OperationLimits): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ operation, request }) => {
        if (operation === undefined) return;
        try {
          limits.assertCost(operation, request.variables);
        } catch (error) {
          throw error instanceof GatewayError ? refuse(400, error) : error;
        }
      },
    }),
  };
}

const refuse = (status: number, error: GatewayError): GraphQLError =>
  new GraphQLError(error.message, { originalError: error, extensions: { http: { status } } });

/** Names of types are suggested to callers who may know them. */
const suggestTypes: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    validationDidStart: async ({ schema, document }) => {
      const end = schema instanceof ValidationSchema ? schema.listTypesFor(document) : null;
      return async () => { end?.(); };
    },
  }),
};

const showPlans: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ contextValue, response }) => {
      if (!contextValue.planRequested || response.body.kind !== 'single') return;
      const { singleResult } = response.body;
      singleResult.extensions = { ...singleResult.extensions, plan: contextValue.plans };
    },
  }),
};
