import { plainDecimal } from '../../connectors/contract/plain-decimal';
import type { Sql } from '../../sql/sql';
import type { RemoteColumn } from '../../model/remote-table';

/**
 * t0.`customer_id`
 *
 * A key as ClickHouse compares it. A decimal without a fixed scale is a text to ClickHouse, and
 * only its plain form makes one key of `1.5` and `1.50`.
 */
export function scanKey(column: RemoteColumn, ref: Sql): Sql {
  return column.scalar === 'Decimal' && column.clickhouseType.includes('String')
    ? plainDecimal(ref)
    : ref;
}
