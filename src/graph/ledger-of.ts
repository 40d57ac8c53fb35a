import { AnswerLedger } from '../execution/answer-ledger';
import { ScanLedger } from '../execution/scan-ledger';
import type { RequestContext } from './request-context';

const LEDGERS = new WeakMap<RequestContext, ScanLedger>();
const ANSWERS = new WeakMap<RequestContext, AnswerLedger>();

/** One for all data fields of a request. */
export function ledgerOf(context: RequestContext): ScanLedger {
  const ledger = LEDGERS.get(context) ?? new ScanLedger();
  LEDGERS.set(context, ledger);
  return ledger;
}

/** The same for answers. */
export function answerLedgerOf(context: RequestContext): AnswerLedger {
  const ledger = ANSWERS.get(context) ?? new AnswerLedger();
  ANSWERS.set(context, ledger);
  return ledger;
}
