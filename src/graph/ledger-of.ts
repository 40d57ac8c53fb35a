import { ScanLedger } from '../execution/scan-ledger';
import type { RequestContext } from './request-context';

const LEDGERS = new WeakMap<RequestContext, ScanLedger>();

/** One for all data fields of a request. */
export function ledgerOf(context: RequestContext): ScanLedger {
  const ledger = LEDGERS.get(context) ?? new ScanLedger();
  LEDGERS.set(context, ledger);
  return ledger;
}
