import { GatewayError } from '../../../errors/gateway-error';
import { errorCodeOf } from '../../../util/error-code-of';
import { isSqlState } from './is-sql-state';

/** The SQLSTATE of a statement that statement_timeout or an administrator ended. */
const QUERY_CANCELED = '57014';

/**
 * Translates an error of a native statement, by its code. The driver's own text only goes to the
 * log, as `cause`.
 */
export function translateQueryError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  const code = errorCodeOf(error);
  if (code === QUERY_CANCELED) {
    return new GatewayError(
      'SERVICE_TIMEOUT',
      'PostgreSQL did not answer a catalog statement in time.',
      { cause: error },
    );
  }
  // Class 08 is connection exception, class 57 operator intervention; without an SQLSTATE the
  // connection itself broke.
  if (code === null || !isSqlState(code) || /^(08|57)/.test(code)) {
    return new GatewayError(
      'SERVICE_UNREACHABLE',
      'The connection to PostgreSQL was lost. Try again.',
      { cause: error },
    );
  }
  return new GatewayError(
    'SERVICE_QUERY_FAILED',
    `PostgreSQL refused a catalog statement (SQLSTATE ${code}).`,
    {
      details: { sqlState: code },
      cause: error,
    },
  );
}
