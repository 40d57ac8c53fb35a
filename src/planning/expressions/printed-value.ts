import type { ScanDialect } from '../../connectors/contract/source-dialect';
import { sql, type Sql } from '../../sql/sql';
import type { RemoteColumn } from '../../model/remote-table';
import { GatewayError } from '../../errors/gateway-error';

/**
 * ifNull(toJSONString(t0.`id`), 'null')
 *
 * A value as JSON text.
 *
 * @throws GatewayError CLICKHOUSE_FEATURE_MISSING where only the service can print it
 */
export function printedValue(column: RemoteColumn, ref: Sql, scan: ScanDialect): Sql {
  const value = exactValue(column, ref, scan);
  const text =
    column.scalar === 'JSON' && !column.list
      ? sql`toString(${value})`
      : sql`toJSONString(${value})`;
  return sql`ifNull(${text}, 'null')`;
}

/**
 * t0.`id`
 *
 * A value as the data API has it.
 *
 * @throws GatewayError CLICKHOUSE_FEATURE_MISSING where only the service can print it
 */
export function exactValue(column: RemoteColumn, ref: Sql, scan: ScanDialect): Sql {
  const value = scan.value(column, ref);
  if (value !== null) return value;
  throw new GatewayError(
    'CLICKHOUSE_FEATURE_MISSING',
    `The field \`${column.fieldName}\` can only be printed by its service, ` +
      'which needs passthrough queries (ClickHouse 26.7 or newer).',
  );
}
