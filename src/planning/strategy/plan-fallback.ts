import type { RemoteTable } from '../../model/remote-table';
import { GatewayError } from '../../errors/gateway-error';
import { pullOfAllKeys } from '../budget/within-budget';
import { planPassthrough } from '../passthrough/plan-passthrough';
import type { Fallback, PlannedStatement } from '../plan/planned-statement';
import type { PlanningContext } from '../plan/planning-context';
import { tableOf } from '../plan/shape';

/**
 * Plans what is run in place of a scan that met a value that ClickHouse cannot hold in the type of
 * its column, or that the scan does not print: a passthrough query, in which the service prints the
 * value itself. A query for all keys has the same budget as the scan had.
 *
 * @throws GatewayError CLICKHOUSE_FEATURE_MISSING where this ClickHouse runs no passthrough queries
 */
export function planFallback(
  fallback: Fallback,
  contextOf: (table: RemoteTable) => PlanningContext,
): PlannedStatement {
  if (fallback.kind === 'REFUSED') throw onlyInPassthrough(fallback.tableName);
  const { shape } = fallback;
  const context = contextOf(tableOf(shape));
  const pull = pullOfAllKeys(shape, context.budget);
  return {
    ...planPassthrough(
      shape,
      context,
      'An engine scan met a value that ClickHouse cannot hold in the type of its column.',
    ),
    ...(pull && { pull }),
  };
}

function onlyInPassthrough(tableName: string): GatewayError {
  return new GatewayError(
    'CLICKHOUSE_FEATURE_MISSING',
    `A value of \`${tableName}\` can only be read by a passthrough query ` +
      '(ClickHouse 26.7 or newer). ' +
      'Leave its column out, or expose the table with the column declared as String.',
  );
}
