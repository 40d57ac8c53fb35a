import type { ScanDialect } from '../../connectors/contract/source-dialect';
import { joinSql, sql, Sql } from '../../sql/sql';
import { type Aggregate, averageScale, decimalScale } from '../../model/aggregate';
import type { RemoteColumn } from '../../model/remote-table';
import { columnName } from './names';
import { onlyInService, scanNumber } from './scan-number';

/**
 * The digits that a quotient has more than its answer. One is enough to round by, because
 * divideDecimal cuts off what follows.
 */
const GUARD_DIGITS = 1;

/**
 * sumOrNullIf(toInt64(t0.`quantity`), isNotNull(t0.`quantity`))
 *
 * An aggregate of ClickHouse over the columns of `alias`. A result that is a value of the column
 * comes as the engine reads it, not as it prints. Where there is nothing to aggregate, counts are
 * 0, lists are empty and everything else is null.
 *
 * @param read columns that are read anyway: a count over none would read a column of ClickHouse's
 *   choice
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
      const order = tuple([...scan.orderKeys(aggregate.by, by), ...scan.orderKeys(column, ref)]);
      const both = sql`${isPresent(column, ref)} AND ${isPresent(aggregate.by, by)}`;
      const name = aggregate.function === 'ARG_MIN' ? sql`argMinOrNullIf` : sql`argMaxOrNullIf`;
      return sql`${name}(${ref}, ${order}, ${both})`;
    }
    case 'quantiles': {
      const order = tuple(scan.orderKeys(column, sql`e`));
      const sorted = sql`arraySort(e -> ${order}, groupArrayIf(${ref}, ${isPresent(column, ref)}))`;
      const values = aggregate.levels.map((level) => valueAt(sorted, level));
      return aggregate.list ? sql`[${joinSql(values, ', ')}]` : (values[0] ?? sql`NULL`);
    }
    case 'topK': {
      const present = isPresent(column, ref);
      const counted = sql`sumMapIf([assumeNotNull(${ref})], [toUInt64(1)], ${present})`;
      const rank = tuple([sql`-toInt64(p.2)`, ...scan.orderKeys(column, sql`p.1`)]);
      const ranked = sql`arraySort(p -> ${rank}, arrayZip((${counted}).1, (${counted}).2))`;
      return sql`arrayMap(p -> p.1, arraySlice(${ranked}, 1, ${digits(aggregate.count)}))`;
    }
  }
}

/**
 * sumOrNullIf(toInt64(t0.`quantity`), isNotNull(t0.`quantity`))
 *
 * An aggregate that takes nothing but the column. `ref` may be an aggregate of parts of the rows,
 * where that has the type of the column.
 */
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
      return sql`argMinOrNullIf(${ref}, ${tuple(scan.orderKeys(column, ref))}, ${present})`;
    case 'MAX':
      return sql`argMaxOrNullIf(${ref}, ${tuple(scan.orderKeys(column, ref))}, ${present})`;
    case 'COUNT_DISTINCT':
    case 'UNIQ':
      return sql`uniqExactIf(${scan.value(column, ref) ?? refuse(column)}, ${present})`;
    case 'VARIANCE':
      return finite(sql`varSampStableOrNullIf(toFloat64(${ref}), ${present})`);
    case 'STDDEV':
      return finite(sql`stddevSampStableOrNullIf(toFloat64(${ref}), ${present})`);
  }
}

/** CAST(round(divideDecimal(...), 6), 'Nullable(Decimal(76, 6))') */
function average(column: RemoteColumn, ref: Sql, present: Sql): Sql {
  const number = scanNumber(column, ref);
  if (column.scalar === 'Float') return sql`avgOrNullIf(${number}, ${present})`;
  return averageOf(column, sql`sumOrNullIf(${number}, ${present})`, sql`countIf(${present})`);
}

/**
 * CAST(round(divideDecimal(...), 6), 'Nullable(Decimal(76, 6))')
 *
 * An exact average: the sum divided by the count, and rounded once.
 */
export function averageOf(column: RemoteColumn, sum: Sql, count: Sql): Sql {
  if (column.scalar === 'Float') return sql`${sum} / ${count}`;
  const columnScale = decimalScale(column) ?? refuse(column);
  const scale = averageScale(columnScale);
  const dividend = sql`toDecimal256(toString(${sum}), ${digits(columnScale)})`;
  const divisor = sql`toDecimal256(greatest(${count}, 1), 0)`;
  const quotient = sql`divideDecimal(${dividend}, ${divisor}, ${digits(scale + GUARD_DIGITS)})`;
  return sql`CAST(round(${quotient}, ${digits(scale)}), 'Nullable(Decimal(76, ${digits(scale)}))')`;
}

/**
 * arrayElementOrNull(..., greatest(1, toUInt64(ceil(toFloat64('0.5') * length(...)))))
 *
 * The element that percentile_disc takes: a value of the list, never a value in between.
 */
function valueAt(sorted: Sql, level: number): Sql {
  const share = sql`toFloat64(${Sql.dangerouslyFromText(`'${level}'`)})`;
  const place = sql`greatest(1, toUInt64(ceil(${share} * length(${sorted}))))`;
  return sql`arrayElementOrNull(${sorted}, ${place})`;
}

/**
 * if(isFinite(...), ..., NULL)
 *
 * Turns NaN into null: the variance of one value is NaN in ClickHouse, and null in SQL.
 */
function finite(value: Sql): Sql {
  return sql`if(isFinite(${value}), ${value}, NULL)`;
}

/**
 * isNotNull(t0.`name`)
 *
 * Tells which values an aggregate takes. NaN and infinity are null to callers, so that aggregates
 * leave them out.
 */
export function isPresent(column: RemoteColumn, ref: Sql): Sql {
  return column.scalar === 'Float'
    ? sql`ifNull(isFinite(toFloat64(${ref})), 0)`
    : sql`isNotNull(${ref})`;
}

/** tuple(t0.`name`, t0.`id`) */
function tuple(elements: readonly Sql[]): Sql {
  return sql`tuple(${joinSql(elements, ', ')})`;
}

function digits(count: number): Sql {
  return Sql.dangerouslyFromText(String(count));
}

function refuse(column: RemoteColumn): never {
  throw onlyInService(column);
}
