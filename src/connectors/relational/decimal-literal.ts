import { clickhouseString } from '../../sql/clickhouse-quoting';
import { sql, type Sql, joinSql } from '../../sql/sql';
import type { RemoteColumn } from '../../model/remote-table';

/**
 * CAST('1.5', 'Decimal(10, 2)')
 *
 * An engine forwards it as '1.5', digit for digit. It is null when the column's declared type
 * cannot hold the number exactly, or has more than `maxPrecision` digits.
 */
export function decimalLiteral(
  column: RemoteColumn,
  text: string,
  maxPrecision = Infinity,
): Sql | null {
  const type = /Decimal\((\d+), (\d+)\)/.exec(column.clickhouseType);
  const digits = /^-?(\d+)(?:\.(\d+))?$/.exec(text);
  if (type === null || digits === null) return null;
  const [precision, scale] = [Number(type[1]), Number(type[2])];
  const [whole = '', fraction = ''] = [digits[1], digits[2]];
  if (
    precision > maxPrecision ||
    fraction.length > scale ||
    whole.replace(/^0+/, '').length > precision - scale
  )
    return null;
  return joinSql(
    [
      sql`CAST(${clickhouseString(text)},`,
      sql`${clickhouseString(`Decimal(${precision}, ${scale})`)})`,
    ],
    ' ',
  );
}
