import { randomUUID } from 'node:crypto';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { GatewayError } from '../../errors/gateway-error';
import { describeError } from './describe-error';
import type { Log } from './log';
import { redactMessage } from './redact-message';

const CALLER_CODES: ReadonlySet<unknown> = new Set(
  Object.values(ApolloServerErrorCode).filter(
    (code) => code !== ApolloServerErrorCode.INTERNAL_SERVER_ERROR,
  ),
);

/**
 * The request for which an error was logged last: one error may stand in many places of an answer,
 * once for each row that could not be read.
 */
const LOGGED = new WeakMap<GatewayError, string>();

/**
 * Makes what a caller may see of an error. Anything that nobody foresaw becomes INTERNAL with the
 * request id as its only content, and its cause goes to the log under that id.
 * @param formatted where it happened: locations and path
 */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  { requestId = randomUUID(), log }: { readonly requestId?: string; readonly log: Log },
): GraphQLFormattedError {
  const known = findGatewayError(error);
  const place = {
    ...(formatted.locations && { locations: formatted.locations }),
    ...(formatted.path && { path: formatted.path }),
  };
  if (known && known.code !== 'INTERNAL') {
    if (known.category === 'EXTERNAL' && LOGGED.get(known) !== requestId) {
      LOGGED.set(known, requestId);
      log.warn({ requestId, error: describeError(known) }, known.code);
    }
    return { message: known.message, ...place, extensions: describeGatewayError(known) };
  }
  const code = formatted.extensions?.['code'];
  if (!known && CALLER_CODES.has(code)) {
    return {
      message: redactMessage(formatted.message),
      ...place,
      extensions: { code, category: 'USER', retryable: false },
    };
  }
  log.error({ requestId, error: describeError(error) }, 'INTERNAL');
  return {
    message: `Internal error. Request id ${requestId}.`,
    ...place,
    extensions: { code: 'INTERNAL', category: 'INTERNAL', retryable: false },
  };
}

/** The `extensions` of a known error. */
export function describeGatewayError(error: GatewayError): Record<string, unknown> {
  return {
    ...error.details,
    code: error.code,
    category: error.category,
    retryable: error.retryable,
  };
}

/** GraphQL errors wrap what a resolver threw, sometimes more than once. */
export function findGatewayError(error: unknown): GatewayError | undefined {
  if (error instanceof GatewayError) return error;
  return error instanceof GraphQLError ? findGatewayError(error.originalError) : undefined;
}
