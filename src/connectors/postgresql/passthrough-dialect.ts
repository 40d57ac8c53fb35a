import { ownColumns } from '../../model/own-columns';
import type { OrderTerm, RowSet, Selected, Slot } from '../../model/query';
import type { RemoteColumn } from '../../model/remote-table';
import { postgresqlString } from '../../sql/postgresql-quoting';
import { joinSql, sql, Sql } from '../../sql/sql';
import type { PassthroughDialect } from '../source-dialect';
import { jsonValue } from './json-value';
import { countAliases, type NewAlias } from '../relational/relational-sql';
import { bytewise, postgresqlTerms } from './predicate';

const { columnRef, joinCondition, renderPredicate, tableName } = postgresqlTerms;

export const postgresqlPassthroughDialect: PassthroughDialect = {
  // SELECT json_build_object('id', t0."id")::text AS "row" FROM "public"."customer" t0 WHERE t0."id" > 5
  query: (rows) => renderRows(rows, null, countAliases(), (object) => sql`${object}::text`),
};

/** Ties a row set to a row of its parent: the condition on the child's alias. */
type ParentCondition = (alias: Sql) => readonly Sql[];

/** SELECT <row> AS "row" FROM <table or its page> t0 */
function renderRows(rows: RowSet, parent: ParentCondition | null, newAlias: NewAlias, finish: (object: Sql) => Sql): Sql {
  const alias = newAlias();
  const conditions = parent === null ? [] : [...parent(alias)];
  if (rows.where !== null) conditions.push(sql`(${renderPredicate(rows.where, alias, newAlias)})`);
  const where = conditions.length === 0 ? sql`` : sql` WHERE ${joinSql(conditions, ' AND ')}`;
  const tail = sql`${where}${orderBy(rows.orderBy, alias)}${page(rows)}`;
  const row = sql`SELECT ${finish(jsonObject(rows.fields, alias, newAlias))} AS "row"`;
  if (rows.limit === null && rows.offset === 0) return sql`${row} FROM ${tableName(rows.table)} ${alias}${tail}`;
  // The page is cut before the row is printed, or PostgreSQL may print every row it has to sort.
  const columns = [...neededColumns(rows.fields)].map((column) => columnRef(alias, column));
  const picked = columns.length === 0 ? sql`1` : joinSql(columns, ', ');
  return sql`${row} FROM (SELECT ${picked} FROM ${tableName(rows.table)} ${alias}${tail}) ${alias}`;
}

/** json_build_object('id', t0."id", ...), in pieces of 50 members: a PostgreSQL function takes 100 arguments (FUNC_MAX_ARGS). */
export function jsonObject(fields: readonly Selected[], alias: Sql, newAlias: NewAlias): Sql {
  const members = fields.map((field) => sql`${postgresqlString(field.key)}, ${memberValue(field, alias, newAlias)}`);
  const pieces: Sql[] = [];
  for (let start = 0; start < members.length; start += 50) {
    pieces.push(sql`json_build_object(${joinSql(members.slice(start, start + 50), ', ')})`);
  }
  const [first = sql`json_build_object()`, ...others] = pieces;
  return others.reduce((whole, piece) => sql`(left(${whole}::text, -1) || ', ' || substr(${piece}::text, 2))::json`, first);
}

function memberValue(field: Selected, alias: Sql, newAlias: NewAlias): Sql {
  switch (field.kind) {
    case 'typename':
      return sql`${postgresqlString(field.typeName)}::text`;
    case 'column':
      return jsonValue(field.column, columnRef(alias, field.column));
    case 'slot':
      return printedSlot(field, alias);
    case 'object': {
      const rows: RowSet = { table: field.edge.to, fields: field.fields, where: null, orderBy: [], limit: null, offset: 0 };
      return sql`(${renderRows(rows, parentCondition(field, alias), newAlias, (object) => object)} LIMIT 1)`;
    }
    case 'list': {
      const rows = renderRows(field.rows, parentCondition(field, alias), newAlias, (object) => object);
      return sql`(SELECT coalesce(json_agg(r."row"), '[]'::json) FROM (${rows}) r)`;
    }
  }
}

function parentCondition(field: Extract<Selected, { kind: 'object' | 'list' }>, parent: Sql): ParentCondition {
  return (alias) => field.edge.columns.map((pair) => joinCondition(alias, pair.to, parent, pair.from));
}

/** json_build_array('mark', t0."id", 'mark') */
function printedSlot(slot: Slot, alias: Sql): Sql {
  const mark = postgresqlString(slot.mark);
  return sql`json_build_array(${joinSql([mark, ...slot.columns.map((column) => jsonValue(column, columnRef(alias, column))), mark], ', ')})`;
}

/** Columns of the row's own table that its printing reads. */
export function neededColumns(fields: readonly Selected[]): ReadonlySet<RemoteColumn> {
  const columns = new Map<string, RemoteColumn>();
  for (const field of fields) {
    for (const column of ownColumns(field)) columns.set(column.name, column);
  }
  return new Set(columns.values());
}

/** ORDER BY t0."name" COLLATE "C" DESC NULLS LAST, t0."id" */
export function orderBy(terms: readonly OrderTerm[], alias: Sql): Sql {
  if (terms.length === 0) return sql``;
  return sql` ORDER BY ${joinSql(terms.map((term) => orderTerm(term, alias)), ', ')}`;
}

/** The null order is left out where it is PostgreSQL's default or cannot matter: written out, it keeps an index from serving. */
function orderTerm(term: OrderTerm, alias: Sql): Sql {
  const key = bytewise(term.column, columnRef(alias, term.column));
  const direction = term.direction === 'DESC' ? sql` DESC` : sql``;
  const isDefault = (term.direction === 'ASC') === (term.nulls === 'LAST');
  if (!term.column.nullable || isDefault) return sql`${key}${direction}`;
  return sql`${key}${direction}${term.nulls === 'FIRST' ? sql` NULLS FIRST` : sql` NULLS LAST`}`;
}

function page(rows: RowSet): Sql {
  const limit = rows.limit === null ? '' : ` LIMIT ${rows.limit}`;
  return Sql.dangerouslyFromText(limit + (rows.offset === 0 ? '' : ` OFFSET ${rows.offset}`));
}
