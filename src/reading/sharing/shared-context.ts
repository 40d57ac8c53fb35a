import type { ErrorCode } from '../../errors/catalogue';
import { GatewayError } from '../../errors/gateway-error';
import type { RequestContext } from '../request/request-context';
import { RequestUsage } from '../request/request-usage';

/** One at a time makes the largest batcher; a slow one holds nobody back for long. */
export const ONE_AT_A_TIME = { running: 1, maxWaitMs: 25 } as const;

/** Data is read alike for whoever may read it, unless the request asks for more than the data. */
export function mayShareReading({
  planRequested,
  dangerouslyAllowFullScan,
  isExplained,
}: RequestContext): boolean {
  return !planRequested && dangerouslyAllowFullScan !== true && isExplained !== true;
}

/** The context of what is read for several requests: that of one of them, with a signal and an account of its own. */
export function sharedContext(one: RequestContext, signal: AbortSignal): RequestContext {
  const { caller, requestId } = one;
  return { caller, requestId, signal, planRequested: false, plans: [], usage: new RequestUsage() };
}

/** What one of the questions, or one row, can be the cause of. */
const OF_ONE: ReadonlySet<ErrorCode> = new Set([
  'CLICKHOUSE_QUERY_FAILED',
  'SERVICE_QUERY_FAILED',
  'RESULT_TOO_LARGE',
  'SOURCE_SCAN_TOO_LARGE',
  'CLICKHOUSE_FEATURE_MISSING',
]);

/** Whether others that were read together with the one that failed may have an answer: then each is read alone. */
export function mayBeCausedByOne(error: unknown): boolean {
  return error instanceof GatewayError && OF_ONE.has(error.code);
}
