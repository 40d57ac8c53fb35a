import { EMPTY_SQL, sql } from '../../sql/sql';
import { budgetLimit } from '../budget/within-budget';
import type { PlannedStatement } from '../plan/planned-statement';
import type { PlanningContext } from '../plan/planning-context';
import { isOfAllKeys, type Shape } from '../plan/shape';
import { plainScan } from './plain-scan';
import { renderWithinBudget } from './render-within-budget';
import { bodyOf, isTypedShape, renderShape, scanFormat } from './scan-of-shape';

/**
 * SELECT t0.`id` AS `id` FROM `service_shop`.`customer` AS t0 WHERE t0.`id` = 5 FORMAT JSONEachRow
 *
 * Plans a statement in which ClickHouse reads engine tables of one service.
 *
 * @param isForwarded the engine forwards all of it
 * @throws GatewayError SOURCE_SCAN_TOO_LARGE, CLICKHOUSE_FEATURE_MISSING
 */
export function planScan(
  shape: Shape,
  context: PlanningContext,
  why: string,
  isForwarded: boolean,
): PlannedStatement {
  const format = scanFormat(shape);
  const { dialect, settings } =
    isForwarded && isTypedShape(shape)
      ? plainScan(context.queries.dialect)
      : { dialect: context.queries.dialect, settings: {} };
  const limit = isOfAllKeys(shape) ? budgetLimit(context.budget) : EMPTY_SQL;
  const { query, ...account } = renderWithinBudget(context, dialect, (scope) =>
    renderShape(shape, scope, limit),
  );
  return {
    service: context.service.name,
    strategy: 'ENGINE_SCAN',
    why,
    statement: sql`${query} ${format.clause}`,
    // A parent without a match would read an empty text where `row` is null, without
    // join_use_nulls.
    settings: { ...dialect.scan.settings, ...format.settings, ...settings, join_use_nulls: 1 },
    body: bodyOf(shape),
    ...account,
  };
}
