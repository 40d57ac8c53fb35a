import { type Aggregate, averageScale, decimalScale } from '../../model/aggregate';
import type { RemoteColumn } from '../../model/remote-table';
import { joinSql, sql, Sql } from '../../sql/sql';
import { onlyInService, scanNumber } from './scan-number';
import type { ScanDialect } from '../../connectors/contract/source-dialect';
import { columnName } from './names';

/** Digits that a quotient has more than its answer: divideDecimal cuts off what follows, so that one is enough to round by. */
const GUARD_DIGITS = 1;

/**
 * An aggregate function of ClickHouse over the columns of `alias`. What is a value of the column comes as the engine reads
 * it, not as it prints. Null where there is nothing to aggregate, but for counts and lists.
 * @param read columns that are read anyway: a count over none would read a column of ClickHouse's choice
 */
export function scanAggregate(
  aggregate: Aggregate,
  alias: Sql,
  read: readonly RemoteColumn[],
  scan: ScanDialect,
): Sql {
  if (aggregate.kind === 'count') {
    const [column] = read;
    if (column === undefined) throw new Error('a count needs a column to read');
    return sql`count(tuple(${columnName(alias, column)}))`;
  }
  const { column } = aggregate;
  const ref = columnName(alias, column);
  switch (aggregate.kind) {
    case 'simple':
      return scanSimple(aggregate.function, column, ref, scan);
    case 'argument': {
      const by = columnName(alias, aggregate.by);
      const order = sql`tuple(${joinSql([...orderKeys(aggregate.by, by, scan), ...orderKeys(column, ref, scan)], ', ')})`;
      const both = sql`${isPresent(column, ref)} AND ${isPresent(aggregate.by, by)}`;
      return sql`${aggregate.function === 'ARG_MIN' ? sql`argMin` : sql`argMax`}OrNullIf(${ref}, ${order}, ${both})`;
    }
    case 'quantiles': {
      const sorted = sql`arraySort(e -> tuple(${joinSql(orderKeys(column, sql`e`, scan), ', ')}), groupArrayIf(${ref}, ${isPresent(column, ref)}))`;
      const values = aggregate.levels.map((level) => valueAt(sorted, level));
      return aggregate.list ? sql`[${joinSql(values, ', ')}]` : (values[0] ?? sql`NULL`);
    }
    case 'topK': {
      const counted = sql`sumMapIf([assumeNotNull(${ref})], [toUInt64(1)], ${isPresent(column, ref)})`;
      const ranked = sql`arraySort(p -> tuple(-toInt64(p.2), ${joinSql(orderKeys(column, sql`p.1`, scan), ', ')}), arrayZip((${counted}).1, (${counted}).2))`;
      return sql`arrayMap(p -> p.1, arraySlice(${ranked}, 1, ${Sql.dangerouslyFromText(String(aggregate.count))}))`;
    }
  }
}

/** One of the functions that have no arguments but the column; `ref` may be an aggregate of parts where that is of the same kind. */
export function scanSimple(
  name: Extract<Aggregate, { kind: 'simple' }>['function'],
  column: RemoteColumn,
  ref: Sql,
  scan: ScanDialect,
): Sql {
  const present = isPresent(column, ref);
  switch (name) {
    case 'SUM':
      return sql`sumOrNullIf(${scanNumber(column, ref)}, ${present})`;
    case 'AVG':
      return average(column, ref, present);
    case 'MIN':
    case 'ANY':
      return sql`argMinOrNullIf(${ref}, tuple(${joinSql(orderKeys(column, ref, scan), ', ')}), ${present})`;
    case 'MAX':
      return sql`argMaxOrNullIf(${ref}, tuple(${joinSql(orderKeys(column, ref, scan), ', ')}), ${present})`;
    case 'COUNT_DISTINCT':
    case 'UNIQ':
      return sql`uniqExactIf(${scan.value(column, ref) ?? refuse(column)}, ${present})`;
    case 'VARIANCE':
      return finite(sql`varSampStableOrNullIf(toFloat64(${ref}), ${present})`);
    case 'STDDEV':
      return finite(sql`stddevSampStableOrNullIf(toFloat64(${ref}), ${present})`);
  }
}

function average(column: RemoteColumn, ref: Sql, present: Sql): Sql {
  const number = scanNumber(column, ref);
  if (column.scalar === 'Float') return sql`avgOrNullIf(${number}, ${present})`;
  return averageOf(column, sql`sumOrNullIf(${number}, ${present})`, sql`countIf(${present})`);
}

/** Exact: the sum divided by the count, and rounded once. */
export function averageOf(column: RemoteColumn, sum: Sql, count: Sql): Sql {
  if (column.scalar === 'Float') return sql`${sum} / ${count}`;
  const scale = averageScale(decimalScale(column) ?? refuse(column));
  const dividend = sql`toDecimal256(toString(${sum}), ${digits(decimalScale(column) ?? 0)})`;
  const quotient = sql`divideDecimal(${dividend}, toDecimal256(greatest(${count}, 1), 0), ${digits(scale + GUARD_DIGITS)})`;
  return sql`CAST(round(${quotient}, ${digits(scale)}), 'Nullable(Decimal(76, ${digits(scale)}))')`;
}

/** The place of percentile_disc: a value of the list, never one in between. */
function valueAt(sorted: Sql, level: number): Sql {
  return sql`arrayElementOrNull(${sorted}, greatest(1, toUInt64(ceil(toFloat64(${Sql.dangerouslyFromText(`'${level}'`)}) * length(${sorted})))))`;
}

/** One value has no variance: NaN in ClickHouse, null in SQL. */
function finite(value: Sql): Sql {
  return sql`if(isFinite(${value}), ${value}, NULL)`;
}

/** NaN and infinity are null to callers, so they are to aggregates. */
export function isPresent(column: RemoteColumn, ref: Sql): Sql {
  return column.scalar === 'Float'
    ? sql`ifNull(isFinite(toFloat64(${ref})), 0)`
    : sql`isNotNull(${ref})`;
}

function orderKeys(column: RemoteColumn, ref: Sql, scan: ScanDialect): readonly Sql[] {
  return scan.orderKeys(column, ref);
}

function digits(count: number): Sql {
  return Sql.dangerouslyFromText(String(count));
}

function refuse(column: RemoteColumn): never {
  throw onlyInService(column);
}
