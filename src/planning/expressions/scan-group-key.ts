import type { ScanDialect } from '../../connectors/contract/source-dialect';
import { clickhouseString } from '../../sql/clickhouse-quoting';
import { sql, Sql } from '../../sql/sql';
import { decimalScale } from '../../model/aggregate';
import type { RemoteColumn } from '../../model/remote-table';
import { groupColumn, type GroupKey } from '../../model/selection/group-set';
import { scanBucket } from './scan-bucket';
import { onlyInService, scanNumber } from './scan-number';
import { printed } from './scan-result';

/**
 * t0.`city`
 *
 * The key of a row's group, as it prints; `ref` is the column at the end of the key's path.
 */
export function scanGroupKey(
  key: GroupKey,
  column: RemoteColumn,
  ref: Sql,
  scan: ScanDialect,
): Sql {
  if (key.kind === 'bin') return lowerEnd(column, ref, key.width);
  const value = scan.value(column, ref);
  if (value === null || (column.scalar === 'Decimal' && decimalScale(column) === null))
    throw onlyInService(column);
  if (key.kind === 'bucket') return scanBucket(key, column, value);
  // NaN and infinity are null to callers; -0 and 0 are one value.
  return column.scalar === 'Float'
    ? sql`if(isFinite(${value}), if(${value} = 0, abs(${value}), ${value}), NULL)`
    : value;
}

/** True for keys that do not sort by what they print, but by their column. */
export function sortsByColumn(key: GroupKey): boolean {
  return key.kind === 'value' && groupColumn(key).scalar !== 'Float';
}

/**
 * ifNull(toJSONString(t1.k0), 'null')
 *
 * A group key as JSON text.
 */
export function printedGroupKey(key: GroupKey, ref: Sql): Sql {
  if (key.kind !== 'bin') return printed(ref);
  // Bins of Int and of BigInt are whole numbers in a wide type: the data API has an Int as a
  // number, and a BigInt as a text.
  const { scalar } = groupColumn(key);
  if (scalar === 'Int') return sql`ifNull(toString(${ref}), 'null')`;
  return printed(scalar === 'BigInt' ? sql`toString(${ref})` : ref);
}

/**
 * toInt256(t0.`amount`) - positiveModulo(toInt256(t0.`amount`), toInt256('10'))
 *
 * The greatest multiple of `width` that is not greater than the value. It is exact for whole
 * numbers and decimals.
 */
function lowerEnd(column: RemoteColumn, ref: Sql, width: string): Sql {
  if (column.scalar === 'Float') {
    const [number, step] = [sql`toFloat64(${ref})`, sql`toFloat64(${clickhouseString(width)})`];
    return sql`if(isFinite(${number}), floor(${number} / ${step}) * ${step} + 0., NULL)`;
  }
  const number = scanNumber(column, ref);
  const scale = Math.max(decimalScale(column) ?? 0, fractionDigits(width));
  const unit = `1${'0'.repeat(scale)}`;
  const whole =
    column.scalar === 'Decimal'
      ? sql`toInt256(${number} * toDecimal256(${clickhouseString(unit)}, 0))`
      : sql`toInt256(${number})`;
  const step = sql`toInt256(${clickhouseString(unscaled(width, scale))})`;
  const floored = sql`${whole} - positiveModulo(${whole}, ${step})`;
  if (column.scalar !== 'Decimal') return floored;
  const dividend = sql`toDecimal256(toString(${floored}), 0)`;
  const divisor = sql`toDecimal256(${clickhouseString(unit)}, 0)`;
  return sql`divideDecimal(${dividend}, ${divisor}, ${Sql.dangerouslyFromText(String(scale))})`;
}

function fractionDigits(decimal: string): number {
  return decimal.split('.')[1]?.length ?? 0;
}

function unscaled(decimal: string, scale: number): string {
  const [whole = '', fraction = ''] = decimal.split('.');
  return whole + fraction.padEnd(scale, '0');
}
