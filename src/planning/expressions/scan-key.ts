import { plainDecimal } from '../../connectors/contract/plain-decimal';
import type { RemoteColumn } from '../../model/remote-table';
import type { Sql } from '../../sql/sql';

/** A key as ClickHouse compares it. Decimals without a fixed scale are texts to it, of which `1.5` and `1.50` are one key. */
export function scanKey(column: RemoteColumn, ref: Sql): Sql {
  return column.scalar === 'Decimal' && column.clickhouseType.includes('String')
    ? plainDecimal(ref)
    : ref;
}
