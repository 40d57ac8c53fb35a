import { GatewayError } from '../../errors/gateway-error';
import type { PlannedStatement } from '../../planning/plan/planned-statement';
import {
  runStatement,
  type AnsweredStatement,
  type ExecutionContext,
} from '../statements/run-statement';

/** What ends a statement because of the caller or the gateway's own limits: it would end the same way without the table. */
const OWN_LIMITS: ReadonlySet<unknown> = new Set([
  'RESULT_TOO_LARGE',
  'SERVICE_TIMEOUT',
  'TOO_MANY_REQUESTS',
  'QUERY_TOO_COMPLEX',
]);

/** An answer, and the plan that was run for it. */
export interface RunPlan extends AnsweredStatement {
  readonly plan: PlannedStatement;
}

/**
 * Runs a statement over a connection that is kept for it, where there is one; else, or when that fails for whatever reason, as it was
 * planned. @throws GatewayError what `runStatement` throws
 */
export async function runWarmOrPlain(
  plan: PlannedStatement,
  signal: AbortSignal,
  context: ExecutionContext,
  mayStream = false,
): Promise<RunPlan> {
  const { warmTables } = context;
  const table = plan.warm === undefined ? undefined : warmTables?.take(plan.warm, plan.service);
  if (warmTables === undefined || plan.warm === undefined || table === undefined || table === null)
    return { plan, ...(await runStatement(plan, signal, context, { mayStream })) };
  const startedAt = performance.now();
  const inTime = (): ExecutionContext => ({
    ...context,
    limits: {
      ...context.limits,
      timeoutMs: Math.max(1, context.limits.timeoutMs - (performance.now() - startedAt)),
    },
  });
  try {
    const over = plan.warm.over(table.mark);
    const kept: PlannedStatement = {
      ...plan,
      ...over,
      why: `${plan.why} It is asked often: its connection is kept.`,
    };
    if (!table.isDeclared)
      await warmTables.declare(table, over.declaration, {
        signal,
        timeoutMs: inTime().limits.timeoutMs,
      });
    const answered = await runStatement(kept, signal, inTime(), { session: table.session });
    warmTables.giveBack(table, answered.answer.length);
    return { plan: kept, ...answered };
  } catch (error) {
    warmTables.failed(table, error);
    if (signal.aborted || (error instanceof GatewayError && OWN_LIMITS.has(error.code)))
      throw error;
    return { plan, ...(await runStatement(plan, signal, inTime(), { mayStream })) };
  }
}
