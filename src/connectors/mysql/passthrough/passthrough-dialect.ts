import { GatewayError } from '../../../errors/gateway-error';
import type { Aggregate } from '../../../model/aggregate';
import type { Edge } from '../../../model/edge';
import type { RelatedRows } from '../../../model/predicate/predicate';
import type { RemoteColumn } from '../../../model/remote-table';
import type { Aggregated, AggregatedLeaf } from '../../../model/selection/aggregated';
import { foldAggregated, type FoldedMember } from '../../../model/selection/fold-aggregated';
import {
  type FoldMembers,
  foldSelected,
  type SelectedAlgebra,
} from '../../../model/selection/fold-selected';
import type { RowSet } from '../../../model/selection/row-set';
import { ownColumnsOfValue } from '../../../model/selection/row-value';
import { ownColumns, type Selected, type SelectedOf } from '../../../model/selection/selected';
import { walkRequest } from '../../../model/selection/walk-request';
import { countAliases, type NewAlias } from '../../../sql/count-aliases';
import { mysqlIdentifier, mysqlString } from '../../../sql/mysql-quoting';
import { joinSql, sql, Sql } from '../../../sql/sql';
import type { PassthroughDialect } from '../../contract/source-dialect';
import { type GroupTerms, renderGroupQuery } from '../../relational/group-query';
import { jsonValue } from '../types/json-value';
import { isNative, mysqlAggregate, mysqlAggregateColumn } from './aggregate';
import { mysqlGroupKey } from './group-key';
import { comparable, mysqlSql, mysqlTerms } from './predicate';

const { columnRef, joinCondition, orderClause, relatedFrom, renderPredicate, tableName } = mysqlSql;

/*
 * The JSON is put together as text: MySQL's JSON_OBJECT reorders its members, and MariaDB's JSON
 * functions quote what comes out of a derived table once more. MySQL and MariaDB make a text that
 * is too long NULL (max_allowed_packet) or cut it off (group_concat_max_len) with a warning that
 * nobody sees: FAIL makes an error of it.
 */

/**
 * An expression that fails with error 1690 under every sql_mode. Its operand is no constant, or it
 * would fail before it is reached.
 */
const FAIL = sql`18446744073709551615 + (UUID_SHORT() > 0)`;
/**
 * An expression that fails with error 1690 beside aggregates, where MariaDB 10.11 computes at once
 * what needs no row.
 */
const FAIL_GROUP = sql`18446744073709551615 + (COUNT(*) >= 0)`;
/**
 * A LIMIT of all rows, where a LIMIT is there because of its OFFSET, or because a derived table
 * loses an ORDER BY without one.
 */
const ALL_ROWS = '18446744073709551615';

export const mysqlPassthroughDialect: PassthroughDialect = {
  // SELECT COALESCE(CONCAT('{', '"id":', t0.`id` + 0, '}'), ...) AS `row`, ROW_NUMBER() OVER (ORDER
  // BY t0.`id`) AS `position` FROM `shop`.`customer` t0 WHERE t0.`id` > 5
  query: (rows) => {
    const newAlias = countAliases();
    const alias = newAlias();
    const row = printedObject(rows.fields, { alias, newAlias });
    const chosen = chosenRows(rows, alias, newAlias);
    const order = orderClause(rows.orderBy, { alias, newAlias });
    if (rows.orderBy.length === 0)
      return sql`SELECT ${row} AS \`row\` FROM ${chosen}${limitClause(rows)}`;
    const page = isPage(rows)
      ? sql`(SELECT ${columnsOf(rows, alias)} FROM ${chosen}${order}${limitClause(rows)}) ${alias}`
      : chosen;
    return sql`SELECT ${row} AS \`row\`, ${position(order)} FROM ${page}`;
  },
  numbersRows: true,
  groups: (groups) => renderGroupQuery(groups, mysqlGroupTerms),
  missing: (request) => {
    let missing: string | null = null;
    walkRequest(request, {
      aggregate: (aggregate) => {
        if (!isNative(aggregate)) missing = 'such aggregate function';
      },
      related: (rows) => {
        if (rows.distinctOn.length > 0) missing = 'way to tell the distinct rows of each parent';
      },
    });
    return missing;
  },
};

/**
 * ROW_NUMBER() OVER (ORDER BY t0.`id`) AS `position`
 *
 * ClickHouse 26.7 asks for `SELECT ... FROM (query)`, which MariaDB 10.11 answers from a temporary
 * table. There, rows of Aria go where they have room, out of their order once a page of 8 KiB is
 * full.
 */
export function position(order: Sql): Sql {
  return sql`ROW_NUMBER() OVER (${order.trimStart()}) AS \`position\``;
}

/** `shop`.`customer` t0 WHERE ... */
function chosenRows(rows: RowSet, alias: Sql, newAlias: NewAlias): Sql {
  const where = whereClause(
    rows.where === null ? [] : [sql`(${renderPredicate(rows.where, { alias, newAlias })})`],
  );
  return rows.distinctOn.length > 0
    ? distinctRows(rows, alias, newAlias, where)
    : sql`${tableName(rows.table)} ${alias}${where}`;
}

function isPage({ limit, offset }: RowSet): boolean {
  return limit !== null || offset > 0;
}

/** Columns of the rows themselves that are printed or ordered by. */
function columnsOf(rows: RowSet, alias: Sql): Sql {
  const read = [
    ...rows.fields.flatMap(ownColumns),
    ...rows.orderBy.flatMap((term) => ownColumnsOfValue(term.value)),
  ];
  return joinSql(
    [...new Map(read.map((column) => [column.name, column])).values()].map((column) =>
      columnRef(alias, column),
    ),
    ', ',
  );
}

export const mysqlGroupTerms: GroupTerms = {
  ...mysqlTerms,
  relational: mysqlSql,
  groupKey: mysqlGroupKey,
  printRow: printedGroup,
  printAggregate: printedAggregate,
  printKey: (key) => jsonValue(key.column, key.value),
  page: limitClause,
  position,
};

/**
 * (SELECT t0.*, ROW_NUMBER() OVER (PARTITION BY ... ORDER BY ...) AS `n` FROM `shop`.`customer` t0)
 * t0 WHERE t0.`n` = 1
 *
 * MySQL has no DISTINCT ON.
 */
function distinctRows(rows: RowSet, alias: Sql, newAlias: NewAlias, where: Sql): Sql {
  const taken = new Set(rows.table.columns.map((column) => column.name.toLowerCase()));
  let name = 'n';
  while (taken.has(name)) name += '_';
  const number = mysqlIdentifier(name);
  const alike = joinSql(
    rows.distinctOn.map((column) => comparable(column, columnRef(alias, column))),
    ', ',
  );
  const numbered = joinSql(
    [
      sql`ROW_NUMBER() OVER (PARTITION BY`,
      sql`${alike}${orderClause(rows.orderBy, { alias, newAlias })}) AS ${number}`,
    ],
    ' ',
  );
  return joinSql(
    [
      sql`(SELECT ${columnsOf(rows, alias)}, ${numbered}`,
      sql`FROM ${tableName(rows.table)} ${alias}${where}) ${alias}`,
      sql`WHERE ${alias}.${number} = 1`,
    ],
    ' ',
  );
}

/** A row that is printed, and more aliases for what its members read. */
interface PrintedRow {
  readonly alias: Sql;
  readonly newAlias: NewAlias;
}

/** COALESCE(CONCAT('{"id":', t0.`id` + 0, ',"name":', JSON_QUOTE(...), '}'), FAIL) */
export function printedObject(fields: readonly Selected[], row: PrintedRow): Sql {
  return wholeObject(foldSelected(fields, MEMBER, row));
}

function wholeObject(members: readonly FoldedMember<Sql>[]): Sql {
  return sql`COALESCE(${concatenated(members)}, ${FAIL})`;
}

/** CONCAT('[', t0.`id` + 0, ',', ... , ']') */
export function printedArray(elements: readonly Sql[]): Sql {
  const parts = elements.flatMap((element, index) => [
    mysqlString(index === 0 ? '[' : ','),
    element,
  ]);
  return sql`CONCAT(${joinSql([...parts, sql`']'`], ', ')})`;
}

const MEMBER: SelectedAlgebra<Sql, PrintedRow> = {
  typename: ({ typeName }) => mysqlString(JSON.stringify(typeName)),
  column: ({ column }, { alias }) => jsonValue(column, columnRef(alias, column)),
  slot: ({ mark, columns }, { alias }) => {
    const printedMark = mysqlString(JSON.stringify(mark));
    const values = columns.map((column) => jsonValue(column, columnRef(alias, column)));
    return printedArray([printedMark, ...values, printedMark]);
  },
  object: ({ edge }, { alias, newAlias }, members) => {
    const child = newAlias();
    const row = wholeObject(members({ alias: child, newAlias }));
    const where = whereClause(parentConditions(edge, child, alias));
    return joinSql(
      [
        sql`COALESCE((SELECT ${row} FROM ${tableName(edge.to)} ${child}${where}`,
        sql`LIMIT 1), 'null')`,
      ],
      ' ',
    );
  },
  list: (field, row, members) =>
    field.rows.limit === 0 ? sql`'[]'` : printedList(field, row, members),
  summary: ({ of, fields }, row) => summary(of, fields, row),
};

/**
 * (SELECT CONCAT('{', '"_count":', ..., '}') FROM `shop`.`orders` t1 WHERE t1.`customer_id` =
 * t0.`id`)
 */
function summary(of: RelatedRows, fields: readonly Aggregated[], row: PrintedRow): Sql {
  const inner = row.newAlias();
  const object = printedGroup(fields, (field) => {
    if (field.kind === 'groupKey') throw new Error('related rows are one group');
    return printedAggregate(field.aggregate, (column) => columnRef(inner, column));
  });
  return sql`(SELECT ${object} FROM ${relatedFrom(of, inner, row)})`;
}

/** COALESCE(CONCAT('{"_count":', CONCAT('"', COUNT(*) + 0, '"'), '}'), FAIL) */
function printedGroup(fields: readonly Aggregated[], member: (field: AggregatedLeaf) => Sql): Sql {
  return sql`COALESCE(${aggregatedObject(fields, member)}, ${FAIL_GROUP})`;
}

function aggregatedObject(
  fields: readonly Aggregated[],
  leaf: (field: AggregatedLeaf) => Sql,
): Sql {
  return foldAggregated<Sql>(fields, {
    typename: (typeName) => mysqlString(JSON.stringify(typeName)),
    leaf,
    object: concatenated,
  });
}

/** CONCAT('{"id":', t0.`id` + 0, ',"name":', JSON_QUOTE(...), '}') */
function concatenated(members: readonly FoldedMember<Sql>[]): Sql {
  const parts = members.flatMap(({ key, value }, index) => [
    mysqlString(`${index === 0 ? '{' : ','}"${key}":`),
    value,
  ]);
  return sql`CONCAT(${joinSql([...parts, sql`'}'`], ', ')})`;
}

function printedAggregate(aggregate: Aggregate, ref: (column: RemoteColumn) => Sql): Sql {
  return jsonValue(mysqlAggregateColumn(aggregate), mysqlAggregate(aggregate, ref));
}

/**
 * CONCAT('[', COALESCE((SELECT GROUP_CONCAT(... ORDER BY ... SEPARATOR ',') AS agg FROM ... HAVING
 * ...), ''), ']')
 *
 * A page of each parent's rows. MariaDB (10.3.3) cuts inside GROUP_CONCAT and has no derived table
 * that sees the outer row; MySQL (8.0.14) has such tables and does not cut. Each reads only its own
 * kind of comment.
 */
function printedList(
  { edge, rows }: SelectedOf<'list'>,
  { alias: parent, newAlias }: PrintedRow,
  members: FoldMembers<Sql, PrintedRow>,
): Sql {
  const child = newAlias();
  const conditions = parentConditions(edge, child, parent);
  if (rows.where !== null)
    conditions.push(sql`(${renderPredicate(rows.where, { alias: child, newAlias })})`);
  const order = orderClause(rows.orderBy, { alias: child, newAlias });
  const row = wholeObject(members({ alias: child, newAlias }));
  const isWhole = joinSql(
    [
      sql`agg IS NULL OR OCTET_LENGTH(agg) < @@group_concat_max_len - 4`,
      sql`OR 18446744073709551615 + COUNT(*)`,
    ],
    ' ',
  );
  const [page, from] = pageOfEach(rows, child, sql`${whereClause(conditions)}`, order);
  // MariaDB 10.11 answers the rows of a group that has no more rows than the OFFSET.
  const reaches =
    rows.offset === 0 ? sql`` : Sql.dangerouslyFromText(` /*M! COUNT(*) > ${rows.offset} AND */`);
  const list = joinSql(
    [
      sql`SELECT GROUP_CONCAT(${row}${order} SEPARATOR ','${page}) AS agg FROM ${from}`,
      sql`HAVING${reaches} (${isWhole})`,
    ],
    ' ',
  );
  return sql`CONCAT('[', COALESCE((${list}), ''), ']')`;
}

function pageOfEach(rows: RowSet, alias: Sql, where: Sql, order: Sql): readonly [Sql, Sql] {
  const table = tableName(rows.table);
  if (rows.limit === null && rows.offset === 0) return [sql``, sql`${table} ${alias}${where}`];
  assertFitsComment(order);
  const limit = limitClause(rows);
  return [
    sql` /*M!100303 ${limit} */`,
    joinSql(
      [
        sql`/*!80014 (SELECT *`,
        sql`FROM */ ${table} ${alias}${where} /*!80014 ${order}${limit}) ${alias} */`,
      ],
      ' ',
    ),
  ];
}

/**
 * Refuses an order with the end of a comment inside of a name: it would be the end of the comment
 * that the order stands in.
 */
function assertFitsComment(order: Sql): void {
  if (order.fitsComment) return;
  throw new GatewayError(
    'INVALID_INPUT',
    'A related list cannot be cut to a page in the order of a column whose name holds /* or */.',
  );
}

function parentConditions(edge: Edge, child: Sql, parent: Sql): Sql[] {
  return edge.columns.map((pair) => joinCondition(child, pair.to, parent, pair.from));
}

export function whereClause(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`` : sql` WHERE ${joinSql(conditions, ' AND ')}`;
}

function limitClause(
  rows: Pick<RowSet, 'limit' | 'offset'> & { readonly orderBy: readonly unknown[] },
): Sql {
  if (rows.limit === null && rows.offset === 0 && rows.orderBy.length === 0) return sql``;
  const offset = rows.offset === 0 ? '' : ` OFFSET ${rows.offset}`;
  return Sql.dangerouslyFromText(` LIMIT ${rows.limit ?? ALL_ROWS}${offset}`);
}
