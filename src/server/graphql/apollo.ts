import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { RequestContext } from '../../reading/request/request-context';
import { formatError } from '../errors/format-error';
import type { Log } from '../errors/log';
import type { BodyPart } from '../reply/reply';
import { spliceResponse } from '../reply/splice-response';
import type { Settings } from '../settings/settings';
import { createApolloPlugin } from './apollo-plugin';
import type { HotGateway } from './hot-gateway';
import type { OperationLimits } from './operation-limits';

/**
 * Tokens (words, punctuators, literals) in one document: parsing and validating more would block
 * the others.
 */
export const MAX_TOKENS = 50_000;
/**
 * Selections in one operation with its fragments put in: 12 levels of fragments that double at each
 * level would be 4,096 joins.
 */
const MAX_SELECTIONS = 10_000;

/**
 * A response body in parts. Apollo Server passes on whatever `stringifyResult` returns without
 * looking at it.
 */
export class PartedBody {
  constructor(readonly parts: readonly BodyPart[]) {}
}

export interface ApolloOptions {
  readonly gateway: HotGateway;
  readonly settings: Pick<Settings, 'introspection'>;
  readonly limits: OperationLimits;
  readonly log: Log;
}

/**
 * Apollo Server over the hot gateway. Its response bodies are `PartedBody` in the place of strings.
 * No plugin may have `willResolveField`: Apollo Server would then wrap the resolvers of types that
 * are shared by successive schemas once more with every swap (seen on 5.5.1). Hence cache control
 * and inline traces are off.
 */
export function createApollo({
  gateway,
  settings,
  limits,
  log,
}: ApolloOptions): ApolloServer<RequestContext> {
  const requestIds = new WeakMap<object, string>();
  return new ApolloServer<RequestContext>({
    gateway,
    introspection: settings.introspection,
    hideSchemaDetailsFromClientErrors: !settings.introspection,
    csrfPrevention: true,
    // Apollo Server answers a wrong hash with an error that has no caller's code; clients fall back
    // to whole queries.
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
      createApolloPlugin({ limits, requestIds, suggestsTypes: settings.introspection }),
    ],
    stringifyResult: (result) => new PartedBody(spliceResponse(result)) as unknown as string,
    formatError: (formatted, error) =>
      formatError(formatted, error, { requestId: findRequestId(error, requestIds), log }),
  });
}

const findRequestId = (error: unknown, requestIds: WeakMap<object, string>): string | undefined =>
  typeof error === 'object' && error !== null ? requestIds.get(error) : undefined;
