import { clickhouseString } from '../../sql/clickhouse-quoting';
import { joinSql, sql, type Sql } from '../../sql/sql';
import type { ColumnPredicate, Comparison, Literal } from '../../model/predicate/predicate';
import type { RemoteColumn } from '../../model/remote-table';
import { COMPARISONS } from '../relational/comparisons';
import { likePattern } from '../relational/like-pattern';
import { listCondition } from '../relational/list-condition';
import { regexText } from '../relational/regex-text';
import { columnTypeOf, type ColumnType } from './column-type';
import { compareOnGrid, isOnGrid } from './grid-comparison';
import { valueGrid } from './value-grid';

/**
 * t0.`name` ILIKE '%nina%'
 *
 * The predicate in ClickHouse's SQL. Text compares and orders by its bytes, as ClickHouse has it.
 */
export function columnPredicate(predicate: ColumnPredicate, ref: Sql): Sql {
  const { column } = predicate;
  if (predicate.kind === 'isNull') return sql`${ref} IS NULL`;
  const type = columnTypeOf(column);
  switch (predicate.kind) {
    case 'compare':
      return compare(predicate, type, ref);
    case 'in': {
      const grid = valueGrid(type.value);
      if (grid !== null)
        return isOnGrid(grid, { ref, nullable: column.nullable }, predicate.values.map(String));
      return sql`${comparable(type, 'EQ', ref)} IN (${joinSql(
        predicate.values.map((value) => literal(type, 'EQ', value)),
        ', ',
      )})`;
    }
    case 'regex':
      return joinSql(
        [
          sql`match(${type.encoding === 'text' ? ref : sql`toString(${ref})`},`,
          sql`${clickhouseString(regexText(predicate.expression, '$'))})`,
        ],
        ' ',
      );
    case 'list':
      return listCondition(predicate, ref, (value, element) =>
        compare({ column: { ...column, nullable: true }, operator: 'EQ', value }, type, element),
      );
    case 'match': {
      const operator = predicate.operator === 'ILIKE' ? sql`ILIKE` : sql`LIKE`;
      const text = type.encoding === 'text' ? ref : sql`toString(${ref})`;
      return joinSql(
        [
          sql`${text} ${operator}`,
          sql`${clickhouseString(likePattern(predicate.operator, predicate.text, '\\'))}`,
        ],
        ' ',
      );
    }
  }
}

/** What a column is compared with, and how. */
interface Compared {
  readonly column: RemoteColumn;
  readonly operator: Comparison;
  readonly value: Literal;
}

/** t0.`name` = 'Nina' */
function compare({ column, operator, value }: Compared, type: ColumnType, ref: Sql): Sql {
  const grid = valueGrid(type.value);
  if (grid !== null)
    return compareOnGrid(grid, { ref, nullable: column.nullable }, operator, String(value));
  const comparison = joinSql(
    [
      sql`${comparable(type, operator, ref)} ${COMPARISONS[operator]}`,
      sql`${literal(type, operator, value)}`,
    ],
    ' ',
  );
  // NaN is greater than all numbers, as PostgreSQL has it; ClickHouse compares it to nothing.
  const isAboveNumbers =
    type.encoding.startsWith('float') && (operator === 'GT' || operator === 'GTE');
  return isAboveNumbers ? sql`(${comparison} OR isNaN(${ref}))` : comparison;
}

/**
 * toString(t0.`mood`)
 *
 * The column as it can be compared: ClickHouse refuses to compare an enum with a text that is none
 * of its labels, and orders uuids by their halves.
 */
function comparable(type: ColumnType, operator: Comparison, ref: Sql): Sql {
  switch (type.encoding) {
    case 'enum':
    case 'printed':
      return sql`toString(${ref})`;
    case 'uuid':
      return isEquality(operator) ? ref : sql`toString(${ref})`;
    default:
      return ref;
  }
}

/** toUUID('0190c3a5-0000-7000-8000-000000000001') */
function literal(type: ColumnType, operator: Comparison, value: Literal): Sql {
  const text = clickhouseString(String(value));
  switch (type.encoding) {
    case 'bool':
      return value === true ? sql`true` : sql`false`;
    case 'float32':
      return type.value.name === 'BFloat16'
        ? sql`toBFloat16(toFloat32(${text}))`
        : sql`toFloat32(${text})`;
    case 'float64':
      return sql`toFloat64(${text})`;
    case 'uuid':
      return isEquality(operator) ? sql`toUUID(${text})` : text;
    default:
      return text;
  }
}

function isEquality(operator: Comparison): boolean {
  return operator === 'EQ' || operator === 'NEQ';
}
