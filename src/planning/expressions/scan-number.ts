import { sql, Sql } from '../../sql/sql';
import { decimalScale } from '../../model/aggregate';
import type { RemoteColumn } from '../../model/remote-table';
import { GatewayError } from '../../errors/gateway-error';

/**
 * toInt64(t0.`quantity`)
 *
 * A numeric column in a ClickHouse type whose sum does not overflow.
 *
 * @throws GatewayError CLICKHOUSE_FEATURE_MISSING where no type of ClickHouse holds it exactly
 */
export function scanNumber(column: RemoteColumn, ref: Sql): Sql {
  if (column.scalar === 'Float') return sql`toFloat64(${ref})`;
  if (column.scalar === 'Int') return sql`toInt64(${ref})`;
  if (column.scalar === 'BigInt') return sql`toInt256(${ref})`;
  const scale = decimalScale(column);
  if (scale === null) throw onlyInService(column);
  return sql`CAST(${ref}, 'Nullable(Decimal(76, ${Sql.dangerouslyFromText(String(scale))}))')`;
}

/** The error for a column whose values ClickHouse cannot compute with exactly. */
export function onlyInService(column: RemoteColumn): GatewayError {
  return new GatewayError(
    'CLICKHOUSE_FEATURE_MISSING',
    `Only the service can aggregate or group by \`${column.fieldName}\` exactly, ` +
      'which needs passthrough queries (ClickHouse 26.7 or newer).',
  );
}
