import type { Edge } from '../../../model/edge';
import type { RelatedRows } from '../../../model/predicate/predicate';
import type { RemoteColumn } from '../../../model/remote-table';
import type { Aggregated, AggregatedLeaf } from '../../../model/selection/aggregated';
import { foldAggregated, type FoldedMember } from '../../../model/selection/fold-aggregated';
import { foldSelected, type SelectedAlgebra } from '../../../model/selection/fold-selected';
import type { GroupSet } from '../../../model/selection/group-set';
import { type RowSet, rowSet } from '../../../model/selection/row-set';
import { ownColumns, type Selected, type Slot } from '../../../model/selection/selected';
import { countAliases, type NewAlias } from '../../../sql/count-aliases';
import { postgresqlString } from '../../../sql/postgresql-quoting';
import { EMPTY_SQL, joinSql, sql, Sql } from '../../../sql/sql';
import type { PassthroughDialect } from '../../contract/source-dialect';
import { type GroupTerms, renderGroupQuery } from '../../relational/group-query';
import { jsonValue } from '../types/json-value';
import { printedAggregate } from './aggregate';
import { postgresqlGroupKey } from './group-key';
import { bytewise, postgresqlSql, postgresqlTerms } from './predicate';

const { columnRef, joinCondition, orderClause, relatedFrom, renderPredicate, tableName } =
  postgresqlSql;

export const postgresqlPassthroughDialect: PassthroughDialect = {
  // SELECT json_build_object('id', t0."id")::text AS "row" FROM "public"."customer" t0 WHERE
  // t0."id" > 5
  query: (rows) =>
    renderRows(rows, null, countAliases(), (row) => sql`${jsonObject(rows.fields, row)}::text`),
  groups: (groups) => renderGroupQuery(groups, postgresqlGroupTerms),
  missing: () => null,
};

export const postgresqlGroupTerms: GroupTerms = {
  ...postgresqlTerms,
  relational: postgresqlSql,
  groupKey: postgresqlGroupKey,
  printAggregate: printedAggregate,
  page,
  printKey: (key) => jsonValue(key.column, key.value),
  printRow: (fields, member) => sql`${aggregatedObject(fields, member)}::text`,
};

/** A row that is printed, and more aliases for what its members read. */
interface PrintedRow {
  readonly alias: Sql;
  readonly newAlias: NewAlias;
}

/** Ties a row set to a row of its parent: the condition on the child's alias. */
type ParentCondition = (alias: Sql) => readonly Sql[];

/** SELECT <row> AS "row" FROM <table or its page> t0 */
function renderRows(
  rows: RowSet,
  parent: ParentCondition | null,
  newAlias: NewAlias,
  print: (row: PrintedRow) => Sql,
): Sql {
  const alias = newAlias();
  const conditions = parent === null ? [] : [...parent(alias)];
  if (rows.where !== null)
    conditions.push(sql`(${renderPredicate(rows.where, { alias, newAlias })})`);
  const where = conditions.length === 0 ? EMPTY_SQL : sql` WHERE ${joinSql(conditions, ' AND ')}`;
  const tail = sql`${where}${orderClause(rows.orderBy, { alias, newAlias })}${page(rows)}`;
  const row = sql`SELECT ${print({ alias, newAlias })} AS "row"`;
  const isPlain = rows.limit === null && rows.offset === 0 && rows.distinctOn.length === 0;
  if (isPlain) return sql`${row} FROM ${tableName(rows.table)} ${alias}${tail}`;
  // The page is cut before the row is printed, or PostgreSQL may print every row it has to sort.
  const columns = [...neededColumns(rows.fields)].map((column) => columnRef(alias, column));
  const picked = columns.length === 0 ? sql`1` : joinSql(columns, ', ');
  return joinSql(
    [
      sql`${row} FROM (SELECT ${distinctOn(rows, alias)}${picked}`,
      sql`FROM ${tableName(rows.table)} ${alias}${tail}) ${alias}`,
    ],
    ' ',
  );
}

/**
 * DISTINCT ON (t0."city" COLLATE "C")
 *
 * The expressions are those of ORDER BY, or PostgreSQL refuses them (42P10).
 */
function distinctOn(rows: RowSet, alias: Sql): Sql {
  if (rows.distinctOn.length === 0) return EMPTY_SQL;
  return sql`DISTINCT ON (${joinSql(
    rows.distinctOn.map((column) => bytewise(column, columnRef(alias, column))),
    ', ',
  )}) `;
}

/**
 * json_build_object('id', t0."id", ...)
 *
 * The object is built in pieces of 50 members: a PostgreSQL function takes 100 arguments
 * (FUNC_MAX_ARGS).
 */
function buildObject(members: readonly FoldedMember<Sql>[]): Sql {
  const rendered = members.map(({ key, value }) => sql`${postgresqlString(key)}, ${value}`);
  const pieces: Sql[] = [];
  for (let start = 0; start < rendered.length; start += 50) {
    pieces.push(sql`json_build_object(${joinSql(rendered.slice(start, start + 50), ', ')})`);
  }
  const [first = sql`json_build_object()`, ...others] = pieces;
  return others.reduce(
    (whole, piece) => sql`(left(${whole}::text, -1) || ', ' || substr(${piece}::text, 2))::json`,
    first,
  );
}

/** json_build_object('id', t0."id", 'name', t0."name") */
export function jsonObject(fields: readonly Selected[], row: PrintedRow): Sql {
  return buildObject(foldSelected(fields, MEMBER, row));
}

/**
 * json_build_object('_count', count(*)::text, 'amount', json_build_object('_sum',
 * sum(t0."amount")::text))
 */
function aggregatedObject(
  fields: readonly Aggregated[],
  leaf: (field: AggregatedLeaf) => Sql,
): Sql {
  return foldAggregated<Sql>(fields, {
    typename: (typeName) => sql`${postgresqlString(typeName)}::text`,
    leaf,
    object: buildObject,
  });
}

const MEMBER: SelectedAlgebra<Sql, PrintedRow> = {
  typename: ({ typeName }) => sql`${postgresqlString(typeName)}::text`,
  column: ({ column }, { alias }) => jsonValue(column, columnRef(alias, column)),
  slot: (slot, { alias }) => printedSlot(slot, alias),
  object: ({ edge, fields }, { alias, newAlias }, members) => {
    const rows = rowSet(edge.to, { fields });
    const print = (row: PrintedRow): Sql => buildObject(members(row));
    return sql`(${renderRows(rows, parentCondition(edge, alias), newAlias, print)} LIMIT 1)`;
  },
  list: ({ edge, rows }, { alias, newAlias }, members) => {
    const print = (row: PrintedRow): Sql => buildObject(members(row));
    const printed = renderRows(rows, parentCondition(edge, alias), newAlias, print);
    return sql`(SELECT coalesce(json_agg(r."row"), '[]'::json) FROM (${printed}) r)`;
  },
  summary: ({ of, fields }, row) => summary(of, fields, row),
};

/**
 * (SELECT json_build_object('_count', count(*)::text) FROM "public"."orders" t1 WHERE
 * t1."customer_id" = t0."id")
 */
function summary(of: RelatedRows, fields: readonly Aggregated[], row: PrintedRow): Sql {
  const inner = row.newAlias();
  const object = aggregatedObject(fields, (field) => {
    if (field.kind === 'groupKey') throw new Error('related rows are one group');
    return printedAggregate(field.aggregate, (column) => columnRef(inner, column));
  });
  return sql`(SELECT ${object} FROM ${relatedFrom(of, inner, row)})`;
}

function parentCondition(edge: Edge, parent: Sql): ParentCondition {
  return (alias) => edge.columns.map((pair) => joinCondition(alias, pair.to, parent, pair.from));
}

/** json_build_array('mark', t0."id", 'mark') */
function printedSlot(slot: Slot, alias: Sql): Sql {
  const mark = postgresqlString(slot.mark);
  const keys = slot.columns.map((column) => jsonValue(column, columnRef(alias, column)));
  return sql`json_build_array(${joinSql([mark, ...keys, mark], ', ')})`;
}

/** Columns of the row's own table that its printing reads. */
export function neededColumns(fields: readonly Selected[]): ReadonlySet<RemoteColumn> {
  return new Set(
    new Map(fields.flatMap(ownColumns).map((column) => [column.name, column])).values(),
  );
}

function page(rows: Pick<RowSet | GroupSet, 'limit' | 'offset'>): Sql {
  const limit = rows.limit === null ? '' : ` LIMIT ${rows.limit}`;
  return Sql.dangerouslyFromText(limit + (rows.offset === 0 ? '' : ` OFFSET ${rows.offset}`));
}
