import type { ColumnPredicate } from '../../../model/predicate/predicate';
import type { RemoteColumn } from '../../../model/remote-table';
import type { OrderDirection } from '../../../model/selection/row-value';
import { postgresqlIdentifier, postgresqlString } from '../../../sql/postgresql-quoting';
import { joinSql, sql, type Sql } from '../../../sql/sql';
import { COMPARISONS } from '../../relational/comparisons';
import { likePattern } from '../../relational/like-pattern';
import { regexText } from '../../relational/regex-text';
import {
  createRelationalSql,
  type OfColumn,
  type RelationalTerms,
} from '../../relational/relational-sql';
import { postgresqlLiteral } from '../types/literal';
import { outputText } from '../types/output-text';
import { postgresqlAggregate, postgresqlAggregateColumn } from './aggregate';
import { listPredicate } from './list-predicate';

/** Tables, columns and predicates in PostgreSQL's SQL. */
export const postgresqlTerms: RelationalTerms = {
  identifier: postgresqlIdentifier,
  columnPredicate: renderColumnPredicate,
  not: (operand) => sql`NOT (${operand})`,
  aggregate: postgresqlAggregate,
  aggregateColumn: postgresqlAggregateColumn,
  orderTerms,
};
export const postgresqlSql = createRelationalSql(postgresqlTerms);

function renderColumnPredicate(predicate: ColumnPredicate, ref: Sql): Sql {
  switch (predicate.kind) {
    case 'isNull':
      return predicate.column.encoding === 'other'
        ? sql`${ref} IS NOT DISTINCT FROM NULL`
        : sql`${ref} IS NULL`;
    case 'in': {
      const values = predicate.values.map((value) => postgresqlLiteral(predicate.column, value));
      return sql`${equatable(predicate.column, ref)} IN (${joinSql(values, ', ')})`;
    }
    case 'compare': {
      const equality = predicate.operator === 'EQ' || predicate.operator === 'NEQ';
      const left = equality ? equatable(predicate.column, ref) : bytewise(predicate.column, ref);
      return joinSql(
        [
          sql`${left} ${COMPARISONS[predicate.operator]}`,
          sql`${postgresqlLiteral(predicate.column, predicate.value)}`,
        ],
        ' ',
      );
    }
    case 'regex':
      return joinSql(
        [
          sql`${matchable(predicate.column, ref)} ~`,
          sql`${postgresqlString(regexText(predicate.expression, '$'))}`,
        ],
        ' ',
      );
    case 'list':
      return listPredicate(predicate, ref, renderColumnPredicate);
    case 'match': {
      const operator = predicate.operator === 'ILIKE' ? sql`ILIKE` : sql`LIKE`;
      return joinSql(
        [
          sql`${matchable(predicate.column, ref)} ${operator}`,
          sql`${postgresqlString(likePattern(predicate.operator, predicate.text, '\\'))}`,
        ],
        ' ',
      );
    }
  }
}

/**
 * t0."name" COLLATE "C"
 *
 * An expression whose order is that of its bytes, as ClickHouse orders text: pages must not depend
 * on who sorts. A column that is bytewise already stays bare, so that its index serves; enum labels
 * and the like sort as text.
 */
export function bytewise(column: RemoteColumn, ref: Sql): Sql {
  switch (column.encoding) {
    case 'text':
      return sql`${ref} COLLATE "C"`;
    case 'text_declared':
    case 'enum':
      return sql`${ref}::text COLLATE "C"`;
    // The value is compared as it prints: a cast to text takes the padding of a char(n) away.
    case 'text_folded':
    case 'other':
      return sql`${outputText(ref)} COLLATE "C"`;
    default:
      return ref;
  }
}

/**
 * The column as it can be compared with `=`: an unknown enum label in a comparison is an error in
 * PostgreSQL (22P02), and types such as xml have no `=`.
 */
function equatable(column: RemoteColumn, ref: Sql): Sql {
  if (column.encoding === 'other') return outputText(ref);
  return column.encoding === 'enum' || column.encoding === 'text_declared'
    ? sql`${ref}::text`
    : ref;
}

/**
 * The column as it can be matched: before PostgreSQL 18 nondeterministic collations refuse LIKE
 * (0A000).
 */
function matchable(column: RemoteColumn, ref: Sql): Sql {
  if (column.encoding === 'text_folded') return sql`${ref}::text COLLATE "C"`;
  return equatable(column, ref);
}

/**
 * t0."name" COLLATE "C" DESC NULLS LAST
 *
 * The null order is left out where it is PostgreSQL's default or cannot matter: written out, it
 * keeps an index from serving.
 */
function orderTerms(
  column: RemoteColumn,
  ref: (of: OfColumn) => Sql,
  { direction, nulls }: OrderDirection,
): readonly Sql[] {
  const key = sql`${ref(bytewise)}${direction === 'DESC' ? sql` DESC` : sql``}`;
  const isDefault = (direction === 'ASC') === (nulls === 'LAST');
  if (!column.nullable || isDefault) return [key];
  return [sql`${key}${nulls === 'FIRST' ? sql` NULLS FIRST` : sql` NULLS LAST`}`];
}
