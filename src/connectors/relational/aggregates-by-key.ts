import { countAliases } from '../../sql/count-aliases';
import { joinSql, sql, type Sql } from '../../sql/sql';
import type { KeyedAggregates } from '../contract/source-dialect';
import type { RelationalSql, RelationalTerms } from './relational-sql';

/** What one database's SQL has of its own. */
export interface AggregatesTerms extends Pick<RelationalTerms, 'identifier' | 'aggregate'> {
  readonly relational: RelationalSql;
  /** Renders the text of a number. */
  readonly text: (number: Sql) => Sql;
}

/**
 * SELECT t0."customer_id" AS "customer_id", (sum(t0."amount"))::text AS "a0" FROM "public"."orders"
 * t0 WHERE (...) GROUP BY t0."customer_id"
 */
export function renderAggregatesByKey(
  { table, columns, aggregates, where }: KeyedAggregates,
  { relational, identifier, aggregate, text }: AggregatesTerms,
): Sql {
  const newAlias = countAliases();
  const alias = newAlias();
  const keys = columns.map((column) => relational.columnRef(alias, column));
  const values = aggregates.map((each, index) => {
    const value =
      each.kind === 'present'
        ? sql`COUNT(${relational.columnRef(alias, each.column)})`
        : aggregate(each, (column) => relational.columnRef(alias, column));
    return sql`${text(value)} AS ${identifier(`a${index}`)}`;
  });
  const members = joinSql(
    [
      ...keys.map((key, index) => sql`${key} AS ${identifier(columns[index]?.name ?? '')}`),
      ...values,
    ],
    ', ',
  );
  const condition =
    where === null
      ? sql``
      : sql` WHERE (${relational.renderPredicate(where, { alias, newAlias })})`;
  return joinSql(
    [
      sql`SELECT ${members} FROM ${relational.tableName(table)} ${alias}${condition}`,
      sql`GROUP BY ${joinSql(keys, ', ')}`,
    ],
    ' ',
  );
}
