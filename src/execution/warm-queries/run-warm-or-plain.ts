import { planOverWarmTable, type OverWarmTable } from '../../planning/passthrough/warm-query';
import type { PlannedStatement } from '../../planning/plan/planned-statement';
import type { ReadScope } from '../../planning/plan/read-steps';
import { GatewayError } from '../../errors/gateway-error';
import {
  runStatement,
  type AnsweredStatement,
  type StatementContext,
} from '../statements/run-statement';
import type { WarmTables } from './warm-tables';

export interface ExecutionContext extends StatementContext {
  /** Absent: no connection of a passthrough query is kept. */
  readonly warmTables?: WarmTables;
}

/** What a statement is run with that may be run over a warm table. */
export interface WarmContext extends ExecutionContext {
  readonly contextOf: ReadScope['contextOf'];
}

/** An answer, and the plan that was run for it. */
export interface RunPlan extends AnsweredStatement {
  readonly plan: PlannedStatement;
}

/**
 * Codes by which the caller or the gateway's own limits end a statement: it would end the same way
 * without the table.
 */
const OWN_LIMITS: ReadonlySet<unknown> = new Set([
  'RESULT_TOO_LARGE',
  'SERVICE_TIMEOUT',
  'TOO_MANY_REQUESTS',
  'QUERY_TOO_COMPLEX',
]);

/**
 * Runs a statement over a warm table, where there is one for it; else, or when that fails for
 * whatever reason, as it was planned.
 * @param mayStream a rest of a long answer may be left; over a warm table none is
 * @throws GatewayError what `runStatement` throws
 */
export async function runWarmOrPlain(
  plan: PlannedStatement,
  signal: AbortSignal,
  context: WarmContext,
  mayStream = false,
): Promise<RunPlan> {
  const { warmTables, contextOf } = context;
  const table = plan.warm === undefined ? undefined : warmTables?.take(plan.warm, plan.service);
  if (warmTables === undefined || plan.warm === undefined || table === undefined || table === null)
    return { plan, ...(await runStatement(plan, signal, context, { mayStream })) };
  const startedAt = performance.now();
  const inTime = (): StatementContext => ({
    ...context,
    limits: {
      ...context.limits,
      timeoutMs: Math.max(1, context.limits.timeoutMs - (performance.now() - startedAt)),
    },
  });
  try {
    const warm = overTable(
      plan,
      planOverWarmTable(plan.warm, table.mark, contextOf(plan.warm.table)),
    );
    if (!table.isDeclared) {
      const { timeoutMs } = inTime().limits;
      await warmTables.declare(table, warm.declaration, { signal, timeoutMs });
    }
    const answered = await runStatement(warm, signal, inTime(), { session: table.session });
    warmTables.giveBack(table, answered.answer.length);
    return { plan: warm, ...answered };
  } catch (error) {
    warmTables.failed(table, error);
    if (signal.aborted || (error instanceof GatewayError && OWN_LIMITS.has(error.code)))
      throw error;
    return { plan, ...(await runStatement(plan, signal, inTime(), { mayStream })) };
  }
}

function overTable(plan: PlannedStatement, over: OverWarmTable): PlannedStatement & OverWarmTable {
  const why = `${plan.why} It is asked often: its connection is kept.`;
  return { ...plan, ...over, why };
}
