import type { ScanDialect } from '../../connectors/contract/source-dialect';
import { clickhouseString } from '../../sql/clickhouse-quoting';
import { joinSql, sql, type Sql } from '../../sql/sql';
import { type Aggregate, aggregateResult, COMPUTED } from '../../model/aggregate';
import type { ColumnPredicate, Comparison, Literal } from '../../model/predicate/predicate';
import type { RemoteColumn } from '../../model/remote-table';
import type { Aggregated, AggregatedLeaf } from '../../model/selection/aggregated';
import { foldAggregated } from '../../model/selection/fold-aggregated';
import { onlyInService } from './scan-number';

const COMPARISONS: Readonly<Record<Comparison, Sql>> = {
  EQ: sql`=`,
  NEQ: sql`!=`,
  GT: sql`>`,
  GTE: sql`>=`,
  LT: sql`<`,
  LTE: sql`<=`,
};

/**
 * t1.a0 > toFloat64('1.5')
 *
 * A condition on the value `ref` of an aggregate.
 */
export function evaluateResult(
  aggregate: Aggregate,
  condition: ColumnPredicate,
  ref: Sql,
  scan: ScanDialect,
): Sql {
  const result = aggregateResult(aggregate);
  if (result.encoding !== COMPUTED) return scan.evaluated(condition, ref);
  switch (condition.kind) {
    case 'isNull':
      return sql`${ref} IS NULL`;
    case 'compare':
      return compare(result, condition.operator, ref, condition.value);
    case 'in':
      return joinSql(
        condition.values.map((value) => sql`(${compare(result, 'EQ', ref, value)})`),
        ' OR ',
      );
    default:
      throw new Error('a number matches no pattern');
  }
}

/** toInt256(t1.a0) > toInt256('5') */
function compare(result: RemoteColumn, operator: Comparison, ref: Sql, value: Literal): Sql {
  const text = clickhouseString(String(value));
  if (result.scalar === 'Float') return sql`${ref} ${COMPARISONS[operator]} toFloat64(${text})`;
  if (result.scalar === 'BigInt')
    return sql`toInt256(${ref}) ${COMPARISONS[operator]} toInt256(${text})`;
  return sql`toDecimal256(toString(${ref}), 38) ${COMPARISONS[operator]} toDecimal256(${text}, 38)`;
}

/** Expressions that sort by the value `ref` of an aggregate. */
export function resultOrderKeys(aggregate: Aggregate, ref: Sql, scan: ScanDialect): readonly Sql[] {
  const result = aggregateResult(aggregate);
  return result.encoding === COMPUTED ? [ref] : scan.orderKeys(result, ref);
}

/**
 * ifNull(toJSONString(t1.a0), 'null')
 *
 * The value `ref` of an aggregate as JSON text.
 */
export function printedResult(aggregate: Aggregate, ref: Sql, scan: ScanDialect): Sql {
  const result = aggregateResult(aggregate);
  // A wide number is printed through a text, because a setting of the ClickHouse that runs the
  // statement decides whether 64 bits have quotes.
  if (result.encoding === COMPUTED) return printed(isWide(aggregate) ? sql`toString(${ref})` : ref);
  const isList = aggregate.kind === 'topK' || (aggregate.kind === 'quantiles' && aggregate.list);
  return printed(
    isList
      ? sql`arrayMap(e -> ${valueOf(result, sql`e`, scan)}, ${ref})`
      : valueOf(result, ref, scan),
  );
}

/**
 * Tells whether a result has 64 bits or more in ClickHouse, which it may also where the data API
 * has a Decimal.
 */
function isWide(aggregate: Aggregate): boolean {
  const isSum =
    aggregate.kind === 'simple' &&
    aggregate.function === 'SUM' &&
    aggregate.column.scalar === 'BigInt';
  return isSum || aggregateResult(aggregate).scalar === 'BigInt';
}

/** What an object with these members prints where there are no rows. */
export function printedEmpty(fields: readonly Aggregated[]): string {
  return foldAggregated<string>(fields, {
    typename: (typeName) => JSON.stringify(typeName),
    leaf: emptyValue,
    object: (members) =>
      `{${members.map(({ key, value }) => `${JSON.stringify(key)}:${value}`).join(',')}}`,
  });
}

/** The JSON text of an aggregate of no rows, such as `null`, `[]` or `"0"`. */
function emptyValue(field: AggregatedLeaf): string {
  if (field.kind === 'groupKey') throw new Error('related rows are one group');
  const { aggregate } = field;
  if (aggregate.kind === 'topK') return '[]';
  if (aggregate.kind === 'quantiles' && aggregate.list)
    return JSON.stringify(aggregate.levels.map(() => null));
  const result = aggregateResult(aggregate);
  return result.nullable ? 'null' : '"0"';
}

/**
 * ifNull(toJSONString(t0.`id`), 'null')
 *
 * The value as JSON text, which is `null` where there is none.
 */
export function printed(value: Sql): Sql {
  return sql`ifNull(toJSONString(${value}), 'null')`;
}

/** t0.`id` */
function valueOf(column: RemoteColumn, ref: Sql, scan: ScanDialect): Sql {
  const value = scan.value(column, ref);
  if (value === null) throw onlyInService(column);
  return value;
}
