import type { PlannedStatement } from '../../planning/plan/planned-statement';
import type { ReadScope } from '../../planning/plan/read-steps';
import { planFallback } from '../../planning/strategy/plan-fallback';
import { GatewayError } from '../../errors/gateway-error';

/**
 * Codes of ClickHouse 26.7.2 for a value that it could not take from an engine: BAD_ARGUMENTS
 * (PostgreSQL's engine says so of NaN in a numeric(p, s) and of an array with bounds),
 * TYPE_MISMATCH (inside of arrays), FUNCTION_THROW_IF_VALUE_IS_NON_ZERO (our own checks of a scan's
 * values).
 */
const UNREADABLE_VALUE: ReadonlySet<unknown> = new Set([36, 53, 395]);

/**
 * Runs a statement or, when it meets a value that ClickHouse cannot read, what is planned in its
 * place.
 */
export async function runWithFallback<T>(
  plan: PlannedStatement,
  contextOf: ReadScope['contextOf'],
  run: (plan: PlannedStatement) => Promise<T>,
): Promise<T> {
  try {
    return await run(plan);
  } catch (error) {
    const isUnreadable =
      error instanceof GatewayError && UNREADABLE_VALUE.has(error.details['clickhouseCode']);
    if (!isUnreadable || plan.fallback === undefined) throw error;
    return run(planFallback(plan.fallback, contextOf));
  }
}
