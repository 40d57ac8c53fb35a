import { GatewayError } from '../../../errors/gateway-error';
import { errorCodeOf } from '../../../util/error-code-of';
import { errorNumberOf } from './error-number-of';

/**
 * Numbers of a statement that was ended: ER_STATEMENT_TIMEOUT of MariaDB, ER_QUERY_TIMEOUT of
 * MySQL, ER_QUERY_INTERRUPTED of both.
 */
const INTERRUPTED: ReadonlySet<number> = new Set([1969, 3024, 1317]);

/**
 * Translates an error of a native statement, by its number. The driver's own text only goes to the
 * log, as `cause`.
 */
export function translateQueryError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  const number = errorNumberOf(error);
  if (
    errorCodeOf(error) === 'PROTOCOL_SEQUENCE_TIMEOUT' ||
    (number !== null && INTERRUPTED.has(number))
  ) {
    return new GatewayError(
      'SERVICE_TIMEOUT',
      'MySQL did not answer a catalog statement in time.',
      { cause: error },
    );
  }
  if (number === null)
    return new GatewayError('SERVICE_UNREACHABLE', 'The connection to MySQL was lost. Try again.', {
      cause: error,
    });
  return new GatewayError(
    'SERVICE_QUERY_FAILED',
    `MySQL refused a catalog statement (error ${number}).`,
    { details: { errorNumber: number }, cause: error },
  );
}
