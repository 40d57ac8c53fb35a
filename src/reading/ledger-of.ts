import { AnswerLedger } from './answer-ledger';
import { ScanLedger } from './scan-ledger';
import type { RequestContext } from './request/request-context';

const LEDGERS = new WeakMap<RequestContext, ScanLedger>();
const ANSWERS = new WeakMap<RequestContext, AnswerLedger>();

/** One for all data fields of a request. */
export function ledgerOf(context: RequestContext): ScanLedger {
  return LEDGERS.get(context) ?? opened(LEDGERS, context, new ScanLedger());
}

/** The same for answers. */
export function answerLedgerOf(context: RequestContext): AnswerLedger {
  return ANSWERS.get(context) ?? opened(ANSWERS, context, new AnswerLedger());
}

/** What was read for all counts for each. @throws GatewayError SOURCE_SCAN_TOO_LARGE, RESULT_TOO_LARGE */
export function enterShared(context: RequestContext, shared: RequestContext): void {
  const [pulled, answered] = [LEDGERS.get(shared), ANSWERS.get(shared)];
  if (pulled !== undefined) ledgerOf(context).enterAll(pulled);
  if (answered !== undefined) answerLedgerOf(context).enterAll(answered);
}

function opened<Ledger>(
  ledgers: WeakMap<RequestContext, Ledger>,
  context: RequestContext,
  ledger: Ledger,
): Ledger {
  ledgers.set(context, ledger);
  return ledger;
}
