import type { RemoteColumn } from '../../../model/remote-table';
import type { RowSet } from '../../../model/selection/row-set';
import { countAliases, type NewAlias } from '../../../sql/count-aliases';
import { postgresqlIdentifier } from '../../../sql/postgresql-quoting';
import { joinSql, sql, Sql } from '../../../sql/sql';
import type { KeyedDialect } from '../../contract/source-dialect';
import { renderGroupQuery } from '../../relational/group-query';
import { freeName } from '../../relational/relational-sql';
import { jsonValue } from '../types/json-value';
import { jsonObject, neededColumns, postgresqlGroupTerms } from './passthrough-dialect';
import { postgresqlSql } from './predicate';

const { columnRef, orderClause, renderPredicate, tableName } = postgresqlSql;

export const postgresqlKeyedDialect: KeyedDialect = {
  // SELECT json_build_array(t0."customer_id")::text AS "key", json_build_object(...)::text AS "row"
  // FROM "public"."orders" t0 WHERE t0."customer_id" IN (1, 2)
  rows: (rows, keys) => {
    const newAlias = countAliases();
    const alias = newAlias();
    const source =
      rows.limit === null && rows.offset === 0
        ? wholeTable(rows, alias, newAlias)
        : pageOfEachKey(rows, keys, alias, newAlias);
    return joinSql(
      [
        sql`SELECT ${printedKey(keys, alias)} AS "key",`,
        sql`${jsonObject(rows.fields, { alias, newAlias })}::text AS "row" FROM ${source}`,
      ],
      ' ',
    );
  },
  // SELECT json_build_array(t0."id")::text AS "key" FROM (SELECT DISTINCT t0."id" FROM
  // "public"."customer" t0 WHERE ... LIMIT 10001) t0
  keys: (rows, keys) => {
    const newAlias = countAliases();
    const alias = newAlias();
    const columns = joinSql(
      keys.map((column) => columnRef(alias, column)),
      ', ',
    );
    const limit = Sql.dangerouslyFromText(rows.limit === null ? '' : ` LIMIT ${rows.limit}`);
    const distinct = joinSql(
      [
        sql`SELECT DISTINCT ${columns}`,
        sql`FROM ${tableName(rows.table)} ${alias}${where(rows, alias, newAlias)}${limit}`,
      ],
      ' ',
    );
    return sql`SELECT ${printedKey(keys, alias)} AS "key" FROM (${distinct}) ${alias}`;
  },
  // SELECT json_build_array(t1."k0")::text AS "key", json_build_object('_count',
  // count(*)::text)::text AS "row" FROM (SELECT ...) t1 GROUP BY t1."k0"
  groups: (groups) =>
    renderGroupQuery(groups, { ...postgresqlGroupTerms, printKeys: printedArray }),
};

function printedKey(keys: readonly RemoteColumn[], alias: Sql): Sql {
  return printedArray(keys.map((column) => jsonValue(column, keyRef(column, alias))));
}

/**
 * trim_scale(t0."amount")
 *
 * Equal keys print alike: 1.5 and 1.50 are one key. trim_scale came with PostgreSQL 13.
 */
function keyRef(column: RemoteColumn, alias: Sql): Sql {
  const ref = columnRef(alias, column);
  return column.encoding === 'numeric_text' ? sql`trim_scale(${ref})` : ref;
}

function printedArray(values: readonly Sql[]): Sql {
  return sql`json_build_array(${joinSql(values, ', ')})::text`;
}

function where(rows: RowSet, alias: Sql, newAlias: NewAlias): Sql {
  return rows.where === null
    ? sql``
    : sql` WHERE ${renderPredicate(rows.where, { alias, newAlias })}`;
}

function wholeTable(rows: RowSet, alias: Sql, newAlias: NewAlias): Sql {
  return joinSql(
    [
      sql`${tableName(rows.table)}`,
      sql`${alias}${where(rows, alias, newAlias)}${orderClause(rows.orderBy, { alias, newAlias })}`,
    ],
    ' ',
  );
}

/**
 * (SELECT t0."id", row_number() OVER (PARTITION BY t0."customer_id" ORDER BY ...) AS "position"
 * FROM ...) t0 WHERE t0."position" <= 3 ORDER BY t0."position"
 */
function pageOfEachKey(
  rows: RowSet,
  keys: readonly RemoteColumn[],
  alias: Sql,
  newAlias: NewAlias,
): Sql {
  const position = postgresqlIdentifier(freeName('position', rows.table.columns));
  const columns = new Map(
    [...keys, ...neededColumns(rows.fields)].map((column) => [
      column.name,
      columnRef(alias, column),
    ]),
  );
  const partition = joinSql(
    keys.map((column) => columnRef(alias, column)),
    ', ',
  );
  const numbered = joinSql(
    [
      sql`row_number() OVER (PARTITION BY`,
      sql`${partition}${orderClause(rows.orderBy, { alias, newAlias })}) AS ${position}`,
    ],
    ' ',
  );
  const inner = joinSql(
    [
      sql`SELECT ${joinSql([...columns.values(), numbered], ', ')}`,
      sql`FROM ${tableName(rows.table)} ${alias}${where(rows, alias, newAlias)}`,
    ],
    ' ',
  );
  const from = Sql.dangerouslyFromText(String(rows.offset));
  const to =
    rows.limit === null
      ? sql``
      : joinSql(
          [
            sql` AND ${alias}.${position} <=`,
            sql`${Sql.dangerouslyFromText(String(rows.offset + rows.limit))}`,
          ],
          ' ',
        );
  return joinSql(
    [
      sql`(${inner}) ${alias} WHERE ${alias}.${position} > ${from}${to}`,
      sql`ORDER BY ${alias}.${position}`,
    ],
    ' ',
  );
}
