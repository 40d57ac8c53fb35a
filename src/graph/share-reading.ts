import { answerLedgerOf, ledgerOf } from './ledger-of';
import type { RequestContext } from './request-context';

/** Data is read alike for whoever may read it, unless the request asks for more than the data. */
export function mayShareReading({ planRequested, dangerouslyAllowFullScan, isExplained }: RequestContext): boolean {
  return !planRequested && dangerouslyAllowFullScan !== true && isExplained !== true;
}

/** The context of what is read for several requests: that of one of them, with a signal and an account of its own. */
export function sharedContext(one: RequestContext, signal: AbortSignal): RequestContext {
  return { ...one, signal, plans: [] };
}

/** What was read for all counts for each. @throws GatewayError SOURCE_SCAN_TOO_LARGE */
export function enterShared(context: RequestContext, shared: RequestContext): void {
  ledgerOf(context).enterAll(ledgerOf(shared));
  answerLedgerOf(context).enterAll(answerLedgerOf(shared));
}
