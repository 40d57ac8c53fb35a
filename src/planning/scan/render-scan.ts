import { clickhouseIdentifier, clickhouseString } from '../../sql/clickhouse-quoting';
import { joinSql, sql, Sql } from '../../sql/sql';
import { aggregateColumns } from '../../model/aggregate';
import type { Edge } from '../../model/edge';
import type { RemoteColumn } from '../../model/remote-table';
import { aggregatesOf } from '../../model/selection/aggregated';
import type { FoldedMember } from '../../model/selection/fold-aggregated';
import { foldSelected, type SelectedAlgebra } from '../../model/selection/fold-selected';
import { type RowSet, rowSet } from '../../model/selection/row-set';
import type { Selected, SelectedOf } from '../../model/selection/selected';
import { describeAggregates } from '../explain/describe-page';
import { columnName, keyName, keyNames, namedKeys } from '../expressions/names';
import { printedAggregated } from '../expressions/printed-aggregated';
import { printedArray } from '../expressions/printed-array';
import { printedObject } from '../expressions/printed-object';
import { exactValue, printedValue } from '../expressions/printed-value';
import { scanAggregate } from '../expressions/scan-aggregate';
import { scanKey } from '../expressions/scan-key';
import { printedEmpty, printedResult } from '../expressions/scan-result';
import { joinKeyed } from './join-keyed';
import { closed, noted, plain, withParts, type Rendered } from './rendered';
import { scanOrder, scanPage } from './scan-order';
import type { ScanScope } from './scan-scope';
import { readOfRows, scanSource, whereKeyed } from './scan-source';
import { scanWhere } from './scan-where';

/**
 * SELECT t0.`id` AS `id`, t0.`name` AS `name` FROM ...
 *
 * Rows as typed columns, of which ClickHouse prints objects.
 */
export function renderTypedScan(rows: RowSet, scope: ScanScope): Rendered {
  const alias = scope.newAlias();
  const members = rows.fields.map((field) => {
    const value =
      field.kind === 'column'
        ? exactValue(field.column, columnName(alias, field.column), scope.dialect.scan)
        : clickhouseString(field.kind === 'typename' ? field.typeName : '');
    return sql`${value} AS ${clickhouseIdentifier(field.key)}`;
  });
  const from = fromClause({ rows, keys: [], alias, above: [] }, scope);
  const page = scanPage(rows, scope);
  return closed(sql`SELECT ${joinSql(members, ', ')} FROM ${from.value}${page.value}`, [
    from,
    page,
  ]);
}

/**
 * SELECT t0.`customer_id` AS k0, concat('{"id":', toJSONString(t0.`id`), '}') AS `row` FROM ...
 *
 * Rows printed as text, with the columns `keys` of each row beside its text, for a join with the
 * parent of the rows.
 *
 * @param print makes the text of a row
 */
function printedRows(
  unkeyed: RowSet,
  keys: readonly RemoteColumn[],
  scope: ScanScope,
  print: (alias: Sql) => Rendered,
): Rendered {
  const where = keys.length === 0 ? unkeyed.where : whereKeyed(unkeyed.where, keys);
  const rows: RowSet = { ...unkeyed, where };
  const alias = scope.newAlias();
  const row = print(alias);
  const members = joinSql([...namedKeys(alias, keys), sql`${row.value} AS \`row\``], ', ');
  const from = fromClause({ rows, keys, alias, above: row.joins }, scope);
  const page = scanPage(rows, scope, keys.length);
  const query = sql`SELECT ${members} FROM ${from.value}`;
  // ClickHouse allows a single LIMIT BY in each SELECT.
  const isCutTwice = rows.distinctOn.length > 0 && keys.length > 0 && !page.value.isEmpty;
  return closed(
    isCutTwice ? sql`SELECT * FROM (${query})${page.value}` : sql`${query}${page.value}`,
    [row, from, page],
  );
}

/**
 * SELECT t0.`id` AS k0, concat('{"id":', toJSONString(t0.`id`), '}') AS `row` FROM ...
 *
 * Rows printed as text in the column `row`, with the columns `keys` beside it, named k0, k1 and so
 * on.
 */
export function renderPrintedRows(
  rows: RowSet,
  keys: readonly RemoteColumn[],
  scope: ScanScope,
): Rendered {
  return printedRows(rows, keys, scope, (alias) => printedRow(rows.fields, { alias, scope }));
}

/**
 * SELECT concat('[', toJSONString(k0), ']') AS `key`, `row` FROM (SELECT ... AS k0, ... AS `row`
 * ...)
 *
 * Printed rows, each with its key as a JSON array.
 */
export function renderKeyedScan(
  rows: RowSet,
  keys: readonly RemoteColumn[],
  scope: ScanScope,
): Rendered {
  const { scan } = scope.dialect;
  const key = printedArray(keys.map((column, index) => printedValue(column, keyName(index), scan)));
  const printed = renderPrintedRows(rows, keys, scope);
  return closed(sql`SELECT ${key} AS \`key\`, \`row\` FROM (${printed.value})`, [printed]);
}

/**
 * SELECT DISTINCT concat('[', toJSONString(t0.`id`), ']') AS `key` FROM ... LIMIT 10001
 *
 * The distinct keys of rows, as JSON arrays.
 */
export function renderKeyScan(
  { limit: most, ...found }: RowSet,
  keys: readonly RemoteColumn[],
  scope: ScanScope,
): Rendered {
  const alias = scope.newAlias();
  const rows: RowSet = { ...found, limit: null };
  const key = printedArray(
    keys.map((column) =>
      printedValue(column, scanKey(column, columnName(alias, column)), scope.dialect.scan),
    ),
  );
  const limit = Sql.dangerouslyFromText(most === null ? '' : ` LIMIT ${most}`);
  const from = fromClause({ rows, keys, alias, above: [] }, scope);
  return closed(sql`SELECT DISTINCT ${key} AS \`key\` FROM ${from.value}${limit}`, [from]);
}

/** The parts of what stands behind FROM. `above` are joins that the members of the SELECT need. */
interface FromParts {
  readonly rows: RowSet;
  readonly keys: readonly RemoteColumn[];
  readonly alias: Sql;
  readonly above: readonly Sql[];
}

/** `service_shop`.`customer` AS t0 LEFT JOIN ... WHERE ... ORDER BY ... */
function fromClause({ rows, keys, alias, above }: FromParts, scope: ScanScope): Rendered {
  const read = readOfRows(rows, keys);
  const source = scanSource({ ...read, isJoined: above.length > 0 }, alias, scope);
  const where = scanWhere(rows.where, alias, scope);
  const order = scanOrder(rows, alias, scope, keys.length);
  const tables = joinSql([source.value, ...above, ...where.joins, ...order.joins], ' ');
  return closed(sql`${tables}${where.value}${order.value}`, [source, where, order]);
}

/** The alias of the row whose members are printed, and the scope of its statement. */
interface RowScope {
  readonly alias: Sql;
  readonly scope: ScanScope;
}

/**
 * concat('{"id":', toJSONString(t0.`id`), ',"name":', ..., '}')
 *
 * A row as a JSON object.
 */
export function printedRow(fields: readonly Selected[], context: RowScope): Rendered {
  return printedMembers(foldSelected(fields, MEMBER, context));
}

/** concat('{"id":', toJSONString(t0.`id`), ',"name":', ..., '}') */
function printedMembers(members: readonly FoldedMember<Rendered>[]): Rendered {
  const object = printedObject(members.map(({ key, value }) => ({ key, value: value.value })));
  return withParts(
    object,
    members.map(({ value }) => value),
  );
}

const MEMBER: SelectedAlgebra<Rendered, RowScope> = {
  typename: ({ typeName }) => plain(clickhouseString(JSON.stringify(typeName))),
  column: ({ column }, { alias, scope }) =>
    plain(printedValue(column, columnName(alias, column), scope.dialect.scan)),
  slot: ({ mark, columns }, { alias, scope }) => {
    const printedMark = clickhouseString(JSON.stringify(mark));
    const values = columns.map((column) =>
      printedValue(column, columnName(alias, column), scope.dialect.scan),
    );
    return plain(printedArray([printedMark, ...values, printedMark]));
  },
  // LEFT JOIN (SELECT ... AS k0, concat(...) AS `row` FROM ... LIMIT 1 BY k0) AS t2 ON t2.k0 = ...
  object: ({ edge, fields }, { alias, scope }, members) => {
    const wanted = rowSet(edge.to, { fields, limit: 1 });
    const rows = printedRows(wanted, targetKeys(edge), scope, (inner) =>
      printedMembers(members({ alias: inner, scope })),
    );
    const joined = joinKeyed(edge, rows, alias, scope);
    return { ...joined, value: sql`ifNull(${joined.value}.\`row\`, 'null')` };
  },
  // LEFT JOIN (SELECT k0, concat('[', ..., ']') AS `row` FROM (...) GROUP BY k0) AS t2 ON ...
  list: ({ edge, rows }, { alias, scope }, members) => {
    const keys = keyNames(edge.columns.length);
    const printed = printedRows(rows, targetKeys(edge), scope, (inner) =>
      printedMembers(members({ alias: inner, scope })),
    );
    const array = sql`concat('[', arrayStringConcat(groupArray(\`row\`), ','), ']')`;
    const from = sql`FROM (${printed.value}) GROUP BY ${keys}`;
    const grouped = closed(sql`SELECT ${keys}, ${array} AS \`row\` ${from}`, [printed]);
    const joined = joinKeyed(edge, grouped, alias, scope);
    return { ...joined, value: sql`ifNull(${joined.value}.\`row\`, '[]')` };
  },
  summary: (field, { alias, scope }) => printedSummary(field, alias, scope),
};

/**
 * LEFT JOIN (SELECT ... AS k0, concat(...) AS `row` FROM ... GROUP BY k0) AS t2 ON t2.k0 = t0.`id`
 */
function printedSummary(field: SelectedOf<'summary'>, parent: Sql, scope: ScanScope): Rendered {
  const { edge } = field.of;
  const { scan } = scope.dialect;
  const keys = targetKeys(edge);
  const where = whereKeyed(field.of.where, keys);
  const alias = scope.newAlias();
  const row = printedAggregated(field.fields, (member) => {
    if (member.kind === 'groupKey') throw new Error('related rows are one group');
    const { aggregate } = member;
    return printedResult(aggregate, scanAggregate(aggregate, alias, keys, scan), scan);
  });
  const read = readOfRows(rowSet(edge.to, { where }), keys);
  const columns = [...read.columns, ...aggregatesOf(field.fields).flatMap(aggregateColumns)];
  const source = scanSource({ ...read, columns }, alias, scope);
  const condition = scanWhere(where, alias, scope);
  const members = joinSql([...namedKeys(alias, keys), sql`${row} AS \`row\``], ', ');
  const from = joinSql([source.value, ...condition.joins], ' ');
  const query = closed(
    sql`SELECT ${members} FROM ${from}${condition.value} GROUP BY ${keyNames(keys.length)}`,
    [source, condition, noted('remaining', describeAggregates(field.fields), scope)],
  );
  const joined = joinKeyed(edge, query, parent, scope);
  const whenNone = clickhouseString(printedEmpty(field.fields));
  return { ...joined, value: sql`ifNull(${joined.value}.\`row\`, ${whenNone})` };
}

function targetKeys(edge: Edge): readonly RemoteColumn[] {
  return edge.columns.map((pair) => pair.to);
}
