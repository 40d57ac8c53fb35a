import { GatewayError } from '../../errors/gateway-error';

/** Codes of ClickHouse 26.7.2. */
const ACCESS_DENIED = 497;
const INVALID_SESSION_TIMEOUT = 374;
const SESSION_NOT_FOUND = 372;

/**
 * Whether ClickHouse would refuse each session, or each table that the gateway declares in one, in
 * the same way.
 */
export function isRefusal(error: unknown): boolean {
  return [ACCESS_DENIED, INVALID_SESSION_TIMEOUT].includes(codeOf(error));
}

/** Whether ClickHouse does not know the session (any more). */
export function isSessionLost(error: unknown): boolean {
  return codeOf(error) === SESSION_NOT_FOUND;
}

function codeOf(error: unknown): number {
  return error instanceof GatewayError ? Number(error.details['clickhouseCode']) : 0;
}
