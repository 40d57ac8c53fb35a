import {
  type Aggregate,
  aggregateResult,
  averageScale,
  COMPUTED,
  decimalScale,
} from '../../../model/aggregate';
import type { RemoteColumn } from '../../../model/remote-table';
import { joinSql, sql, Sql } from '../../../sql/sql';
import type { Encoding } from '../types/encodings';
import { jsonValue } from '../types/json-value';
import { sortable } from './sortable';

type Ref = (column: RemoteColumn) => Sql;

/**
 * How many digits a quotient has more than its answer, before it is rounded: enough that it is
 * rounded right.
 */
const GUARD_DIGITS = 14;

/** count(*) | sum(t0."amount") | percentile_disc(0.5) WITHIN GROUP (ORDER BY t0."amount") */
export function postgresqlAggregate(aggregate: Aggregate, ref: Ref): Sql {
  if (aggregate.kind === 'count') return sql`count(*)`;
  const { column } = aggregate;
  const { value } = sortable(column, ref(column));
  switch (aggregate.kind) {
    case 'simple':
      return simple(aggregate.function, column, ref(column), value);
    case 'argument': {
      const by = sortable(aggregate.by, ref(aggregate.by)).value;
      const direction = aggregate.function === 'ARG_MIN' ? sql`` : sql` DESC`;
      return joinSql(
        [
          sql`(array_agg(${ref(column)} ORDER BY ${by}${direction},`,
          sql`${value}${direction}) FILTER (WHERE ${by} IS NOT NULL`,
          sql`AND ${value} IS NOT NULL))[1]`,
        ],
        ' ',
      );
    }
    case 'quantiles': {
      const levels = aggregate.levels.map((level) => Sql.dangerouslyFromText(`'${level}'::float8`));
      const asked = aggregate.list
        ? sql`ARRAY[${joinSql(levels, ', ')}]`
        : (levels[0] ?? sql`NULL`);
      return sql`percentile_disc(${asked}) WITHIN GROUP (ORDER BY ${value})`;
    }
    case 'topK':
      throw new Error('the most frequent values are printed, not compared');
  }
}

function simple(
  name: Extract<Aggregate, { kind: 'simple' }>['function'],
  column: RemoteColumn,
  ref: Sql,
  value: Sql,
): Sql {
  switch (name) {
    case 'SUM':
      return column.scalar === 'Float' ? sql`sum(${value}::float8)` : sql`sum(${ref})`;
    case 'AVG':
      return average(column, value);
    case 'ANY':
    case 'MIN':
      return extreme(sql`min`, sql`bool_and`, column, value);
    case 'MAX':
      return extreme(sql`max`, sql`bool_or`, column, value);
    case 'COUNT_DISTINCT':
    case 'UNIQ':
      return sql`count(DISTINCT ${value})`;
    case 'VARIANCE':
      return sql`var_samp(${value})::float8`;
    case 'STDDEV':
      return sql`stddev_samp(${value})::float8`;
  }
}

/**
 * The least or the greatest value. Before version 18 PostgreSQL has no min(uuid); the text of a
 * uuid sorts alike.
 */
function extreme(name: Sql, ofBoolean: Sql, column: RemoteColumn, value: Sql): Sql {
  if (column.encoding === 'uuid') return sql`${name}(${value}::text COLLATE "C")::uuid`;
  return column.encoding === 'bool' ? sql`${ofBoolean}(${value})` : sql`${name}(${value})`;
}

/**
 * An average. The quotient of numeric has 16 significant digits only; where values differ in their
 * scales it is as good as any.
 */
function average(column: RemoteColumn, value: Sql): Sql {
  if (column.scalar === 'Float') return sql`avg(${value}::float8)`;
  const scale = decimalScale(column);
  if (scale === null) return sql`avg(${value})`;
  const digits = averageScale(scale);
  const one = Sql.dangerouslyFromText(`1.${'0'.repeat(digits + GUARD_DIGITS)}`);
  return joinSql(
    [
      sql`round(sum(${value}) * ${one} / nullif(count(${value}), 0),`,
      sql`${Sql.dangerouslyFromText(String(digits))})`,
    ],
    ' ',
  );
}

/** The result of an aggregate as a column in PostgreSQL's encodings. */
export function postgresqlAggregateColumn(aggregate: Aggregate): RemoteColumn {
  const result = aggregateResult(aggregate);
  if (result.encoding === COMPUTED)
    return {
      ...result,
      encoding: (result.scalar === 'Float' ? 'float8' : 'numeric_text') satisfies Encoding,
    };
  return aggregate.kind === 'argument'
    ? result
    : { ...result, encoding: sortable(result, sql``).encoding };
}

/** The aggregate as JSON. */
export function printedAggregate(aggregate: Aggregate, ref: Ref): Sql {
  const column = postgresqlAggregateColumn(aggregate);
  if (aggregate.kind === 'topK') return mostFrequent(aggregate, column, ref);
  const value = postgresqlAggregate(aggregate, ref);
  const isList = aggregate.kind === 'quantiles' && aggregate.list;
  if (!isList) return jsonValue(column, value);
  const list = jsonValue({ ...column, encoding: `array:${column.encoding}` }, sql`(${value})`);
  return joinSql(
    [
      sql`coalesce(${list},`,
      sql`array_to_json(array_fill(NULL::text,`,
      sql`ARRAY[${Sql.dangerouslyFromText(String(aggregate.levels.length))}])))`,
    ],
    ' ',
  );
}

/**
 * (SELECT json_agg(v ORDER BY n DESC, v) FROM (SELECT v, count(*) AS n FROM
 * unnest(array_agg(t0."city")) AS v ... LIMIT 3) u)
 *
 * The array is the outer row's.
 */
function mostFrequent(
  aggregate: Extract<Aggregate, { kind: 'topK' }>,
  column: RemoteColumn,
  ref: Ref,
): Sql {
  const { value } = sortable(aggregate.column, ref(aggregate.column));
  const counted = joinSql(
    [
      sql`SELECT v, count(*) AS n FROM unnest(array_agg(${value})) AS v WHERE v IS NOT NULL`,
      sql`GROUP BY v ORDER BY count(*) DESC, v`,
      sql`LIMIT ${Sql.dangerouslyFromText(String(aggregate.count))}`,
    ],
    ' ',
  );
  return joinSql(
    [
      sql`(SELECT coalesce(json_agg(${jsonValue(column, sql`v`)} ORDER BY n DESC, v),`,
      sql`'[]'::json) FROM (${counted}) u)`,
    ],
    ' ',
  );
}
