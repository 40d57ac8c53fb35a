import type { RemoteTable } from '../../model/remote-table';
import { assertAffordable, pullOfAllKeys } from '../budget/within-budget';
import { planInSource } from '../passthrough/plan-in-source';
import { planPassthrough } from '../passthrough/plan-passthrough';
import type { Fallback, PlannedStatement } from '../plan/planned-statement';
import type { PlanningContext } from '../plan/planning-context';
import { tableOf, whyAllKeys, type Shape } from '../plan/shape';
import { planScan } from '../scan/plan-scan';
import { chooseStrategy, type StrategyChoice } from './choose-strategy';
import { inUtcSessions } from './in-utc-sessions';
import { planSpanning } from './plan-spanning';
import { shapeFacts } from './shape-facts';

/**
 * Plans the one statement that answers a shape. The same input gives the same plan.
 *
 * @throws GatewayError SOURCE_SCAN_TOO_LARGE, CLICKHOUSE_FEATURE_MISSING
 */
export function planStatement(
  shape: Shape,
  contextOf: (table: RemoteTable) => PlanningContext,
): PlannedStatement {
  const context = contextOf(tableOf(shape));
  const choice = chooseStrategy(shapeFacts(shape, context));
  if (choice.kind === 'SPANNING') return planSpanning(shape, contextOf);
  const whyAll = whyAllKeys(shape);
  if (whyAll === undefined) return planInService(shape, choice, context);
  const { budget } = context;
  if (budget !== undefined && shape.kind === 'keyedRows' && shape.rows.where === null)
    assertAffordable(shape.rows.table, budget, whyAll);
  const pull = pullOfAllKeys(shape, budget);
  return { ...planInService(shape, choice, context), why: whyAll, ...(pull && { pull }) };
}

function planInService(
  shape: Shape,
  choice: Exclude<StrategyChoice, { kind: 'SPANNING' }>,
  context: PlanningContext,
): PlannedStatement {
  switch (choice.kind) {
    case 'IN_SOURCE': {
      const { inSource } = context.queries.dialect;
      if (inSource === undefined)
        throw new Error('the service does not speak the SQL of ClickHouse');
      return planInSource(shape, context, inSource);
    }
    case 'PASSTHROUGH':
      return planPassthrough(shape, context, choice.why);
    case 'ENGINE_SCAN': {
      const { why, isForwarded, fallback } = choice;
      if (fallback === 'NONE') return planScan(shape, context, why, isForwarded);
      return {
        ...planScan(shape, inUtcSessions(context), why, isForwarded),
        fallback: fallbackTo(fallback, shape),
      };
    }
  }
}

function fallbackTo(kind: Fallback['kind'], shape: Shape): Fallback {
  return kind === 'PASSTHROUGH' ? { kind, shape } : { kind, tableName: tableOf(shape).fieldName };
}
