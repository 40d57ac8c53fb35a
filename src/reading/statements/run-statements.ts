import type { AnsweredStatement } from '../../execution/statements/run-statement';
import {
  runWarmOrPlain,
  type ExecutionContext,
} from '../../execution/warm-queries/run-warm-or-plain';
import { sharesOf, type PlannedStatement } from '../../planning/plan/planned-statement';
import type { ReadScope } from '../../planning/plan/read-steps';
import type { RawJson } from '../../model/raw-json';
import { linkSignal } from '../../util/link-signal';
import { reportPlan } from '../request/plan-report';
import type { RequestContext } from '../request/request-context';
import { runWithFallback } from './run-with-fallback';

/**
 * Runs one statement for a field, within what is left of the time of the whole reading.
 * @param keysFrom the fields whose statements found keys for it
 * @param mayStream nobody looks into its answer, of which a rest may be left
 * @throws GatewayError
 */
export type StatementRunner = (
  field: string,
  plan: PlannedStatement,
  keysFrom: readonly string[],
  mayStream?: boolean,
) => Promise<RawJson>;

/**
 * Gives `read` what runs the statements of one reading. All of them end by the time that one may
 * take, with the first that fails, and when nobody waits any more. Each is reported where plans
 * were asked for, and counted in the request's usage.
 * @param contextOf what planning knows of the service of a table
 * @throws GatewayError what `read` throws
 */
export async function runStatements<T>(
  context: RequestContext,
  execution: ExecutionContext,
  contextOf: ReadScope['contextOf'],
  read: (run: StatementRunner) => Promise<T>,
): Promise<T> {
  const linked = linkSignal(context.signal);
  const endsAt = performance.now() + execution.limits.timeoutMs;
  const run: StatementRunner = (field, plan, keysFrom, mayStream) => {
    // Reports stand in the order in which statements start, and a statement that fails has one too.
    const place = context.planRequested
      ? context.plans.push(reportPlan({ field, keysFrom, plan }, null)) - 1
      : null;
    const answered = runWithFallback(plan, contextOf, async (wanted) => {
      const limits = { ...execution.limits, timeoutMs: Math.max(1, endsAt - performance.now()) };
      const ran = await runWarmOrPlain(
        wanted,
        linked.signal,
        { ...execution, limits, contextOf },
        mayStream,
      );
      if (place !== null)
        context.plans[place] = reportPlan({ field, keysFrom, plan: ran.plan }, ran.cost);
      count(ran.plan, ran, context, execution.limits);
      return ran.answer;
    });
    return answered.catch((error: unknown) => {
      linked.abort(error);
      throw error;
    });
  };
  try {
    return await read(run);
  } finally {
    linked.unlink();
  }
}

/**
 * Counts what a statement answered and pulled.
 * @throws GatewayError RESULT_TOO_LARGE, SOURCE_SCAN_TOO_LARGE
 */
function count(
  plan: PlannedStatement,
  { answer, answerBytes, cost }: AnsweredStatement,
  { usage }: RequestContext,
  limits: ExecutionContext['limits'],
): void {
  try {
    usage.addAnswer({ rows: cost.answerRows, bytes: answerBytes }, limits);
    for (const { service, pull } of sharesOf(plan))
      if (pull !== undefined) usage.addPull(service, pull, cost);
  } catch (error) {
    answer.rest?.destroy();
    throw error;
  }
}
