import type { ErrorCode } from '../../errors/catalogue';
import { GatewayError } from '../../errors/gateway-error';
import type { RequestContext } from '../request/request-context';
import { RequestUsage } from '../request/request-usage';

/** One batch at a time makes the largest batches, and nobody waits long for a slow one. */
export const ONE_AT_A_TIME = { running: 1, maxWaitMs: 25 } as const;

/**
 * Whether a request may share what is read: data is the same for all who may read it, but a plan or
 * a full scan is asked for by one.
 */
export function mayShareReading({
  planRequested,
  dangerouslyAllowFullScan,
  isExplained,
}: RequestContext): boolean {
  return !planRequested && dangerouslyAllowFullScan !== true && isExplained !== true;
}

/**
 * The context of what is read for several requests: that of one of them, with a signal and a usage
 * of its own.
 */
export function sharedContext(one: RequestContext, signal: AbortSignal): RequestContext {
  const { caller, requestId } = one;
  return { caller, requestId, signal, planRequested: false, plans: [], usage: new RequestUsage() };
}

/** Codes of failures that one of several requests, or one row, can be the cause of. */
const CAUSED_BY_ONE: ReadonlySet<ErrorCode> = new Set([
  'CLICKHOUSE_QUERY_FAILED',
  'SERVICE_QUERY_FAILED',
  'RESULT_TOO_LARGE',
  'SOURCE_SCAN_TOO_LARGE',
  'CLICKHOUSE_FEATURE_MISSING',
]);

/** Whether requests that failed together may have answers when each of them is read by itself. */
export function mayBeCausedByOne(error: unknown): boolean {
  return error instanceof GatewayError && CAUSED_BY_ONE.has(error.code);
}
