import { GatewayError } from '../../../errors/gateway-error';
import type { ColumnPredicate, Comparison, Literal } from '../../../model/predicate/predicate';
import type { RemoteColumn } from '../../../model/remote-table';
import { clickhouseString } from '../../../sql/clickhouse-quoting';
import { joinSql, sql, Sql } from '../../../sql/sql';
import { COMPARISONS } from '../../relational/comparisons';
import { likePattern } from '../../relational/like-pattern';
import { listCondition } from '../../relational/list-condition';
import { regexText } from '../../relational/regex-text';
import { elementColumn } from '../types/element-column';
import { floatValue, scanOrderKeys, temporalKey } from './scan-value';

/**
 * Renders the predicate as ClickHouse evaluates it on rows it pulled, with PostgreSQL's meaning.
 * `materialize` keeps the engine from forwarding it. It is used where there is no passthrough query
 * (ClickHouse before 26.7).
 */
export function evaluatedPredicate(predicate: ColumnPredicate, bareRef: Sql): Sql {
  const { column } = predicate;
  const ref = sql`materialize(${bareRef})`;
  if (predicate.kind === 'isNull') {
    // A null list is read as an empty one.
    if (column.list && column.nullable) throw onlyInSource(column);
    return column.list ? sql`0` : sql`${ref} IS NULL`;
  }
  if (column.encoding === 'text_folded') throw onlyInSource(column);
  switch (predicate.kind) {
    case 'compare':
      return compare(column, predicate.operator, ref, predicate.value);
    case 'in':
      return joinSql(
        predicate.values.map((value) => sql`(${compare(column, 'EQ', ref, value)})`),
        ' OR ',
      );
    case 'regex':
      return sql`match(${ref}, ${clickhouseString(regexText(predicate.expression, '$'))})`;
    case 'list':
      if (column.nullable) throw onlyInSource(column);
      return listCondition(predicate, ref, (value, element) =>
        evaluatedPredicate(
          { kind: 'compare', column: elementColumn(column), operator: 'EQ', value },
          element,
        ),
      );
    case 'match': {
      const pattern = clickhouseString(likePattern(predicate.operator, predicate.text, '\\'));
      return predicate.operator === 'ILIKE'
        ? sql`${ref} ILIKE ${pattern}`
        : sql`${ref} LIKE ${pattern}`;
    }
  }
}

function compare(column: RemoteColumn, operator: Comparison, ref: Sql, value: Literal): Sql {
  const symbol = COMPARISONS[operator];
  const text = clickhouseString(String(value));
  switch (column.encoding) {
    case 'bool':
      return sql`${ref} ${symbol} ${value === true ? sql`true` : sql`false`}`;
    case 'int2':
    case 'int4':
    case 'int8':
    case 'oid':
      return sql`toInt256(${ref}) ${symbol} toInt256(${text})`;
    case 'numeric':
    case 'numeric_text':
      return sql`toDecimal256(toString(${ref}), 38) ${symbol} toDecimal256(${text}, 38)`;
    case 'float4':
    case 'float8': {
      const number = floatValue(column, ref);
      const comparison = sql`${number} ${symbol} toFloat64(${text})`;
      return operator === 'GT' || operator === 'GTE'
        ? sql`(${comparison} OR isNaN(${number}))`
        : comparison;
    }
    case 'timestamptz':
      return sql`${temporalKey(column, ref)} ${symbol} trimRight(${text}, 'Z')`;
    case 'timestamp':
    case 'date':
      return sql`${temporalKey(column, ref)} ${symbol} ${text}`;
    case 'uuid':
      return sql`${joinSql(scanOrderKeys(column, ref), ', ')} ${symbol} ${text}`;
    default:
      return sql`${ref} ${symbol} ${text}`;
  }
}

function onlyInSource(column: RemoteColumn): GatewayError {
  return new GatewayError(
    'CLICKHOUSE_FEATURE_MISSING',
    `A filter on \`${column.fieldName}\` can only be evaluated by PostgreSQL itself, which ` +
      'needs passthrough queries (ClickHouse 26.7 or newer).',
  );
}
