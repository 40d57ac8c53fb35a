import { GatewayError } from '../../../errors/gateway-error';
import type { ColumnPredicate, Comparison, Literal } from '../../../model/predicate/predicate';
import type { RemoteColumn } from '../../../model/remote-table';
import { clickhouseString } from '../../../sql/clickhouse-quoting';
import { joinSql, sql, type Sql } from '../../../sql/sql';
import { COMPARISONS } from '../../relational/comparisons';
import { likePattern } from '../../relational/like-pattern';
import { regexText } from '../../relational/regex-text';
import { isCollated, isInteger } from '../types/encodings';
import { plainValue } from './scan-value';

/**
 * Renders the predicate as ClickHouse evaluates it on rows it pulled, with MySQL's meaning.
 * `materialize` keeps the engine from forwarding it. It is used where there is no passthrough query
 * (ClickHouse before 26.7).
 */
export function evaluatedPredicate(predicate: ColumnPredicate, bareRef: Sql): Sql {
  const { column } = predicate;
  const ref = sql`materialize(${bareRef})`;
  switch (predicate.kind) {
    case 'isNull':
      return sql`${ref} IS NULL`;
    case 'compare':
      return compare(column, predicate.operator, ref, predicate.value);
    case 'in':
      return joinSql(
        predicate.values.map((value) => sql`(${compare(column, 'EQ', ref, value)})`),
        ' OR ',
      );
    case 'regex':
      return joinSql(
        [
          sql`match(${plainValue(column, ref)},`,
          sql`${clickhouseString(regexText(predicate.expression, '$'))})`,
        ],
        ' ',
      );
    case 'list':
      throw new Error('MySQL has no lists');
    case 'match': {
      const pattern = clickhouseString(likePattern(predicate.operator, predicate.text, '\\'));
      const text = plainValue(column, ref);
      return predicate.operator === 'ILIKE'
        ? sql`${text} ILIKE ${pattern}`
        : sql`${text} LIKE ${pattern}`;
    }
  }
}

function compare(column: RemoteColumn, operator: Comparison, ref: Sql, value: Literal): Sql {
  const isEquality = operator === 'EQ' || operator === 'NEQ';
  if (column.encoding === 'timestamp' || (isEquality && isCollated(column.encoding)))
    throw onlyInSource(column);
  const symbol = COMPARISONS[operator];
  const text = clickhouseString(String(value));
  if (isInteger(column.encoding) || column.encoding === 'year')
    return sql`toInt256(${ref}) ${symbol} toInt256(${text})`;
  switch (column.encoding) {
    case 'bool':
    case 'bit1':
      return sql`toBool(${ref}) ${symbol} ${value === true ? sql`true` : sql`false`}`;
    case 'decimal':
      return sql`toDecimal256(toString(${ref}), 38) ${symbol} toDecimal256(${text}, 38)`;
    case 'float':
    case 'double':
      return sql`toFloat64(${ref}) ${symbol} toFloat64(${text})`;
    default:
      return sql`${plainValue(column, ref)} ${symbol} ${text}`;
  }
}

/** Renders expressions that sort like the source sorts. */
export function scanOrderKeys(column: RemoteColumn, ref: Sql): readonly Sql[] {
  if (column.encoding === 'timestamp') throw onlyInSource(column);
  return [isInteger(column.encoding) ? ref : plainValue(column, ref)];
}

function onlyInSource(column: RemoteColumn): GatewayError {
  return new GatewayError(
    'CLICKHOUSE_FEATURE_MISSING',
    `A filter on or an order by \`${column.fieldName}\` can only be evaluated by MySQL ` +
      'itself, which needs passthrough queries (ClickHouse 26.7 or newer).',
  );
}
