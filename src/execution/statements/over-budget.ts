import { placeOverBudget, scanTooLarge } from '../../planning/budget/within-budget';
import { sharesOf, type PlannedStatement } from '../../planning/plan/planned-statement';
import { GatewayError } from '../../errors/gateway-error';

/**
 * The error of a statement that ended because its scan of one service read more than the budget;
 * null for any other error.
 */
export function overBudgetIn(plan: PlannedStatement, error: unknown): GatewayError | null {
  const place =
    error instanceof GatewayError ? placeOverBudget(error.details['clickhouseCode']) : null;
  const share = place === null ? undefined : sharesOf(plan)[place];
  if (share?.bound === undefined) return null;
  const { service, bound } = share;
  const tooLarge = scanTooLarge(
    `From the service "${service}" too much was pulled, because ${bound.reason}`,
    bound.budget,
  );
  return new GatewayError(tooLarge.code, tooLarge.message, {
    details: { ...tooLarge.details, service },
  });
}
