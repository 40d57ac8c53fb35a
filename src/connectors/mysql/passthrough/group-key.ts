import { GatewayError } from '../../../errors/gateway-error';
import { decimalScale } from '../../../model/aggregate';
import type { RemoteColumn } from '../../../model/remote-table';
import type { GroupKey, TimeBucket } from '../../../model/selection/group-set';
import { mysqlString } from '../../../sql/mysql-quoting';
import { sql, Sql, joinSql } from '../../../sql/sql';
import type { KeyExpression } from '../../relational/group-query';
import type { Encoding } from '../types/encodings';
import { printedText } from '../types/printed-text';
import { sortable } from './sortable';

/**
 * How much of a moment such as `2024-02-29T12:34:56` a bucket keeps, and what stands for the rest.
 */
const KEPT: Readonly<
  Record<Exclude<TimeBucket, 'WEEK' | 'QUARTER'>, readonly [digits: number, rest: string]>
> = {
  YEAR: [4, '-01-01T00:00:00'],
  MONTH: [7, '-01T00:00:00'],
  DAY: [10, 'T00:00:00'],
  HOUR: [13, ':00:00'],
  MINUTE: [16, ':00'],
  SECOND: [19, ''],
};

/** The key of a row's group, and the column that it is a value of. */
export function mysqlGroupKey(key: GroupKey, column: RemoteColumn, ref: Sql): KeyExpression {
  const encoded = (encoding: Encoding): RemoteColumn => ({ ...column, encoding, nullable: true });
  if (key.kind === 'bucket')
    return { column: encoded('text_c'), value: sql`CAST(${bucket(key, column, ref)} AS BINARY)` };
  const { encoding, value } = sortable(column, ref);
  if (key.kind === 'value')
    return {
      column: encoded(encoding),
      value: column.scalar === 'Float' ? sql`(${value} + 0e0)` : value,
    };
  if (column.scalar === 'Float') {
    const step = Sql.dangerouslyFromText(Number(key.width).toExponential());
    return { column: encoded('double'), value: sql`(FLOOR(${value} / ${step}) * ${step} + 0e0)` };
  }
  return {
    column: encoded(column.scalar === 'Decimal' ? 'decimal' : (column.encoding as Encoding)),
    value: lowerEnd(column, value, key.width),
  };
}

/**
 * The greatest multiple of the width that is not greater than the value. MOD() of DECIMAL is exact,
 * and has the sign of its first operand.
 */
function lowerEnd(column: RemoteColumn, value: Sql, width: string): Sql {
  const scale = Math.max(decimalScale(column) ?? 0, width.split('.')[1]?.length ?? 0);
  const number = sql`CAST(${value} AS DECIMAL(65, ${Sql.dangerouslyFromText(String(scale))}))`;
  const step = Sql.dangerouslyFromText(width);
  return sql`(${number} - MOD(MOD(${number}, ${step}) + ${step}, ${step}))`;
}

/**
 * CONCAT(CONCAT(LEFT(CONCAT(...), 7), '-01T00:00:00'), 'Z')
 *
 * The bucket of a moment. Text is cut as ClickHouse cuts it, also of zero dates, and whatever the
 * session's time zone.
 */
function bucket(key: Extract<GroupKey, { kind: 'bucket' }>, column: RemoteColumn, ref: Sql): Sql {
  if (column.scalar === 'DateTime' && key.zone !== 'UTC') {
    throw new GatewayError(
      'INVALID_INPUT',
      'MySQL knows time zones by name only where its operator loaded them: buckets of ' +
        `\`${column.fieldName}\` are in UTC.`,
    );
  }
  const text = sql`CONCAT(${printedText(column, ref)})`;
  if (column.scalar === 'Date') return sql`LEFT(${cut(key.bucket, text)}, 10)`;
  return column.scalar === 'DateTime'
    ? sql`CONCAT(${cut(key.bucket, text)}, 'Z')`
    : cut(key.bucket, text);
}

function cut(unit: TimeBucket, text: Sql): Sql {
  if (unit === 'WEEK') {
    const day = sql`LEFT(${text}, 10)`;
    return sql`DATE_FORMAT(DATE_SUB(${day}, INTERVAL WEEKDAY(${day}) DAY), '%Y-%m-%dT00:00:00')`;
  }
  if (unit === 'QUARTER') {
    return joinSql(
      [
        sql`CONCAT(LEFT(${text}, 5),`,
        sql`LPAD((SUBSTRING(${text}, 6, 2) - 1) DIV 3 * 3 + 1, 2, '0'), '-01T00:00:00')`,
      ],
      ' ',
    );
  }
  const [digits, rest] = KEPT[unit];
  return joinSql(
    [
      sql`CONCAT(LEFT(${text}, ${Sql.dangerouslyFromText(String(digits))}),`,
      sql`${mysqlString(rest)})`,
    ],
    ' ',
  );
}
