import type { ColumnPredicate, Comparison, Literal } from '../../../model/predicate/predicate';
import type { RemoteColumn } from '../../../model/remote-table';
import type { OrderDirection } from '../../../model/selection/row-value';
import { mysqlIdentifier, mysqlString } from '../../../sql/mysql-quoting';
import { joinSql, sql, type Sql } from '../../../sql/sql';
import { COMPARISONS } from '../../relational/comparisons';
import { likePattern } from '../../relational/like-pattern';
import { regexText } from '../../relational/regex-text';
import {
  createRelationalSql,
  type OfColumn,
  type RelationalTerms,
} from '../../relational/relational-sql';
import { mysqlLiteral } from '../types/literal';
import { printedText } from '../types/printed-text';
import { mysqlAggregate, mysqlAggregateColumn } from './aggregate';
import { sortable } from './sortable';

/**
 * Tables, columns and predicates in MySQL's SQL, valid under every sql_mode. A schema of the model
 * is a database of MySQL.
 */
export const mysqlTerms: RelationalTerms = {
  identifier: mysqlIdentifier,
  columnPredicate: renderColumnPredicate,
  // The outer parentheses are for HIGH_NOT_PRECEDENCE.
  not: (operand) => sql`(NOT (${operand}))`,
  aggregate: mysqlAggregate,
  aggregateColumn: mysqlAggregateColumn,
  orderTerms,
};
export const mysqlSql = createRelationalSql(mysqlTerms);

/**
 * The escape in patterns that MySQL gets: under NO_BACKSLASH_ESCAPES a backslash is none in LIKE.
 */
const LIKE_ESCAPE = '|';

function renderColumnPredicate(predicate: ColumnPredicate, ref: Sql): Sql {
  const { column } = predicate;
  switch (predicate.kind) {
    case 'isNull':
      // MySQL's IS NULL finds zero dates of a NOT NULL column.
      // https://dev.mysql.com/doc/refman/8.4/en/comparison-operators.html#operator_is-null
      return column.nullable ? sql`${ref} IS NULL` : sql`1 = 0`;
    case 'in':
      return oneOf(column, ref, predicate.values);
    case 'compare':
      return compare(column, predicate.operator, ref, predicate.value);
    case 'regex':
      // With (?s) a dot is any character, line breaks included, as everywhere else.
      return joinSql(
        [
          sql`${printedText(column, ref)} COLLATE utf8mb4_bin REGEXP`,
          sql`${mysqlString(`(?s)${regexText(predicate.expression, '\\z')}`)}`,
        ],
        ' ',
      );
    case 'list':
      throw new Error('MySQL has no lists');
    case 'match': {
      const pattern = mysqlString(likePattern(predicate.operator, predicate.text, LIKE_ESCAPE));
      const text = printedText(column, ref);
      if (predicate.operator === 'ILIKE')
        return sql`LOWER(${text}) COLLATE utf8mb4_bin LIKE LOWER(${pattern}) ESCAPE '|'`;
      return sql`${text} COLLATE utf8mb4_bin LIKE ${pattern} ESCAPE '|'`;
    }
  }
}

/**
 * t0.`id` = 5
 *
 * Equality of text is the column's own, by its collation; its order is that of its bytes.
 */
function compare(column: RemoteColumn, operator: Comparison, ref: Sql, value: Literal): Sql {
  const literal = mysqlLiteral(column, value);
  const isEquality = operator === 'EQ' || operator === 'NEQ';
  const left = isEquality ? equatable(column, ref, value) : comparable(column, ref);
  return sql`${left} ${COMPARISONS[operator]} ${literal}`;
}

/**
 * t0.`id` IN (1, 2)
 *
 * MariaDB 10.11 takes 9 s for 10,000 keys as comparisons with OR between them, and 0.1 s as a list.
 */
function oneOf(column: RemoteColumn, ref: Sql, values: readonly Literal[]): Sql {
  const byLeft = new Map<string, { readonly left: Sql; readonly literals: Sql[] }>();
  for (const value of values) {
    const left = equatable(column, ref, value);
    const group = byLeft.get(left.text) ?? { left, literals: [] };
    byLeft.set(left.text, group);
    group.literals.push(mysqlLiteral(column, value));
  }
  const [first, ...others] = [...byLeft.values()].map(
    ({ left, literals }) => sql`${left} IN (${joinSql(literals, ', ')})`,
  );
  return first === undefined || others.length === 0
    ? (first ?? sql`1 = 0`)
    : joinSql(
        [first, ...others].map((part) => sql`(${part})`),
        ' OR ',
      );
}

function equatable(column: RemoteColumn, ref: Sql, value: Literal): Sql {
  switch (column.encoding) {
    case 'text':
    case 'text_c':
    case 'uuid':
      return ref;
    case 'text_foreign':
    case 'enum':
    case 'set':
      // A literal that the column's character set cannot hold is an illegal mix of collations
      // (error 1267).
      return /^[\u0000-\u007f]*$/.test(String(value)) ? ref : printedText(column, ref);
    default:
      return comparable(column, ref);
  }
}

/** An expression whose order is that of the printed value. */
export function comparable(column: RemoteColumn, ref: Sql): Sql {
  return column.encoding === 'timestamp'
    ? sql`UNIX_TIMESTAMP(${ref})`
    : sortable(column, ref).value;
}

/**
 * ISNULL(t0.`name`), CAST(... AS BINARY) DESC
 *
 * MySQL has no NULLS LAST.
 */
function orderTerms(
  column: RemoteColumn,
  ref: (of: OfColumn) => Sql,
  { direction, nulls }: OrderDirection,
): readonly Sql[] {
  const key = sql`${ref(comparable)}${direction === 'DESC' ? sql` DESC` : sql``}`;
  return column.nullable
    ? [sql`ISNULL(${ref((_column, value) => value)})${nulls === 'FIRST' ? sql` DESC` : sql``}`, key]
    : [key];
}
