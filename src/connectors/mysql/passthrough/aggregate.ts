import {
  type Aggregate,
  aggregateResult,
  averageScale,
  COMPUTED,
  decimalScale,
} from '../../../model/aggregate';
import type { RemoteColumn, ScalarName } from '../../../model/remote-table';
import { sql, Sql, joinSql } from '../../../sql/sql';
import type { Encoding } from '../types/encodings';
import { sortable } from './sortable';

const COMPUTED_ENCODINGS: Partial<Readonly<Record<ScalarName, Encoding>>> = {
  BigInt: 'bigint',
  Decimal: 'decimal',
  Float: 'double',
};
/**
 * How many digits a quotient has more than its answer, before it is rounded. MySQL's DECIMAL has 30
 * behind the point at most.
 */
const GUARD_DIGITS = 14;
const MAX_SCALE = 30;

/** COUNT(*) | SUM(t0.`amount`) | COUNT(DISTINCT CAST(... AS BINARY)) */
export function mysqlAggregate(aggregate: Aggregate, ref: (column: RemoteColumn) => Sql): Sql {
  if (aggregate.kind === 'count') return sql`COUNT(*)`;
  if (!isNative(aggregate)) throw new Error('MySQL has no such aggregate');
  const { column } = aggregate;
  const { value } = sortable(column, ref(column));
  switch (aggregate.function) {
    case 'SUM':
      return sql`SUM(${value})`;
    case 'AVG':
      return average(column, value);
    case 'ANY':
    case 'MIN':
      return sql`MIN(${value})`;
    case 'MAX':
      return sql`MAX(${value})`;
    case 'COUNT_DISTINCT':
    case 'UNIQ':
      return sql`COUNT(DISTINCT ${value})`;
    // MariaDB 10.11 takes `VAR_SAMP(x) IS NULL` for true whatever the value, but not where
    // something is added to it.
    case 'VARIANCE':
      return sql`(VAR_SAMP(${value} + 0e0) + 0e0)`;
    case 'STDDEV':
      return sql`(STDDEV_SAMP(${value} + 0e0) + 0e0)`;
  }
}

/**
 * True for an aggregate that MySQL and MariaDB have alike. MySQL has no quantiles, no ordered
 * aggregates and no arrays; MariaDB has some of them, and others that MySQL has not.
 */
export function isNative(
  aggregate: Aggregate,
): aggregate is Extract<Aggregate, { kind: 'count' | 'simple' }> {
  return aggregate.kind === 'count' || aggregate.kind === 'simple';
}

/**
 * An average. The quotient has as many digits behind the point as its dividend, and
 * div_precision_increment more.
 */
function average(column: RemoteColumn, value: Sql): Sql {
  const scale = decimalScale(column);
  if (column.scalar === 'Float' || scale === null) return sql`AVG(${value})`;
  const digits = averageScale(scale);
  const guarded = Sql.dangerouslyFromText(String(Math.min(MAX_SCALE, digits + GUARD_DIGITS)));
  return joinSql(
    [
      sql`ROUND(CAST(SUM(${value}) AS DECIMAL(65, ${guarded})) / COUNT(${value}),`,
      sql`${Sql.dangerouslyFromText(String(digits))})`,
    ],
    ' ',
  );
}

/** The result of an aggregate as a column in MySQL's encodings. */
export function mysqlAggregateColumn(aggregate: Aggregate): RemoteColumn {
  const result = aggregateResult(aggregate);
  if (result.encoding !== COMPUTED)
    return { ...result, encoding: sortable(result, sql``).encoding };
  return { ...result, encoding: COMPUTED_ENCODINGS[result.scalar] ?? 'other' };
}
