import type { SourceDialect } from '../../connectors/contract/source-dialect';
import { GatewayError } from '../../errors/gateway-error';
import { aggregateColumns } from '../../model/aggregate';
import { aggregatesOf } from '../../model/selection/aggregated';
import type { GroupSet } from '../../model/selection/group-set';
import { type RowSet, rowSet } from '../../model/selection/row-set';
import { foldSelected, type SelectedAlgebra } from '../../model/selection/fold-selected';
import type { Selected, SelectedOf } from '../../model/selection/selected';
import type { Edge } from '../../model/edge';
import { printedObject } from '../expressions/printed-object';
import type { RemoteColumn } from '../../model/remote-table';
import { clickhouseIdentifier, clickhouseString } from '../../sql/clickhouse-quoting';
import { joinSql, sql, Sql } from '../../sql/sql';
import { describeAggregates } from '../explain/describe-page';
import { printedAggregated } from '../expressions/printed-aggregated';
import { printedArray } from '../expressions/printed-array';
import { scanAggregate } from '../expressions/scan-aggregate';
import { printedGroups, printedKeyedGroups } from './printed-groups';
import { joinKeyed } from './join-keyed';
import { scanOrder, scanPage } from './scan-order';
import { printedEmpty, printedResult } from '../expressions/scan-result';
import { scanKey } from '../expressions/scan-key';
import {
  columnRef,
  keyMembers,
  keyName,
  keyNames,
  openScanScope,
  openSelect,
  type ScanAccount,
  type ScanScope,
  type ScanSelect,
} from './scan-scope';
import { readOfRows, scanSource, whereKeyed } from './scan-source';
import { scanWhere } from './scan-where';

/** SELECT t0.`id` AS `id`, t0.`name` AS `name` FROM ... : ClickHouse prints the objects. */
export function renderTypedScan(rows: RowSet, dialect: SourceDialect, account: ScanAccount): Sql {
  const scope = openScanScope(dialect, account);
  const select = openSelect(scope);
  const members = rows.fields.map((field) => {
    const value =
      field.kind === 'column'
        ? exactValue(field.column, columnRef(select.alias, field.column), scope)
        : clickhouseString(field.kind === 'typename' ? field.typeName : '');
    return sql`${value} AS ${clickhouseIdentifier(field.key)}`;
  });
  return sql`SELECT ${joinSql(members, ', ')} FROM ${fromClause(rows, [], select, scope)}${scanPage(rows, scope)}`;
}

/** SELECT concat('{"id":', toJSONString(t0.`id`), '}') AS `row` FROM ... : the statement prints the objects itself. */
export function renderPrintedScan(rows: RowSet, dialect: SourceDialect, account: ScanAccount): Sql {
  const scope = openScanScope(dialect, account);
  return printedRows(rows, [], scope, (select) => printedRow(rows.fields, { select, scope }));
}

/** The same for groups. */
export function renderGroupedScan(
  groups: GroupSet,
  dialect: SourceDialect,
  account: ScanAccount,
): Sql {
  return printedGroups(groups, openScanScope(dialect, account));
}

/** The columns `key`, an array of the keys, and `row` of each group; only `key` where nothing else is asked for. */
export function renderKeyedGroups(
  groups: GroupSet,
  dialect: SourceDialect,
  account: ScanAccount,
): Sql {
  return printedKeyedGroups(groups, openScanScope(dialect, account));
}

/**
 * Rows printed as text, with the columns `keys` (named k0, k1, ...) of the row beside them, for a join to the parent.
 * `print` makes the text of a row.
 */
function printedRows(
  unkeyed: RowSet,
  keys: readonly RemoteColumn[],
  scope: ScanScope,
  print: (select: ScanSelect) => Sql,
): Sql {
  const rows: RowSet = {
    ...unkeyed,
    where: keys.length === 0 ? unkeyed.where : whereKeyed(unkeyed.where, keys),
  };
  const select = openSelect(scope);
  const row = print(select);
  const members = joinSql([...keyMembers(select.alias, keys), sql`${row} AS \`row\``], ', ');
  const query = sql`SELECT ${members} FROM ${fromClause(rows, keys, select, scope)}`;
  const page = scanPage(rows, scope, keys.length);
  // ClickHouse has one LIMIT BY for each SELECT.
  return rows.distinctOn.length > 0 && keys.length > 0 && !page.isEmpty
    ? sql`SELECT * FROM (${query})${page}`
    : sql`${query}${page}`;
}

/** `service_shop`.`customer` AS t0 LEFT JOIN ... WHERE ... ORDER BY ... */
function fromClause(
  rows: RowSet,
  keys: readonly RemoteColumn[],
  select: ScanSelect,
  scope: ScanScope,
): Sql {
  const source = scanSource(
    { ...readOfRows(rows, keys), isJoined: select.joins.length > 0 },
    select.alias,
    scope,
  );
  const where = scanWhere(rows.where, select, scope);
  const order = scanOrder(rows, select, scope, keys.length);
  return sql`${joinSql([source, ...select.joins], ' ')}${where}${order}`;
}

/** Of whose row members are printed, and of which statement. */
interface PrintedScope {
  readonly select: ScanSelect;
  readonly scope: ScanScope;
}

/** concat('{', '"id":', toJSONString(t0.`id`), ',"name":', ..., '}') */
export function printedRow(fields: readonly Selected[], context: PrintedScope): Sql {
  return printedObject(foldSelected(fields, MEMBER, context));
}

/** SELECT concat('[', toJSONString(k0), ']') AS `key`, `row` FROM (SELECT t0.`customer_id` AS k0, concat(...) AS `row` FROM ... LIMIT 3 BY k0) */
export function renderKeyedScan(
  rows: RowSet,
  keys: readonly RemoteColumn[],
  dialect: SourceDialect,
  account: ScanAccount,
): Sql {
  const scope = openScanScope(dialect, account);
  const key = printedArray(
    keys.map((column, index) => printedValue(column, keyName(index), scope)),
  );
  const printed = printedRows(rows, keys, scope, (select) =>
    printedRow(rows.fields, { select, scope }),
  );
  return sql`SELECT ${key} AS \`key\`, \`row\` FROM (${printed})`;
}

/** The rows alone, with their keys as they are. */
export function renderKeyedRows(
  rows: RowSet,
  keys: readonly RemoteColumn[],
  dialect: SourceDialect,
  account: ScanAccount,
): Sql {
  const scope = openScanScope(dialect, account);
  return printedRows(rows, keys, scope, (select) => printedRow(rows.fields, { select, scope }));
}

/** SELECT DISTINCT concat('[', toJSONString(t0.`id`), ']') AS `key` FROM ... LIMIT 10001 */
export function renderKeyScan(
  { limit: most, ...found }: RowSet,
  keys: readonly RemoteColumn[],
  dialect: SourceDialect,
  account: ScanAccount,
): Sql {
  const scope = openScanScope(dialect, account);
  const select = openSelect(scope);
  const rows: RowSet = { ...found, limit: null };
  const key = printedArray(
    keys.map((column) =>
      printedValue(column, scanKey(column, columnRef(select.alias, column)), scope),
    ),
  );
  const limit = Sql.dangerouslyFromText(most === null ? '' : ` LIMIT ${most}`);
  return sql`SELECT DISTINCT ${key} AS \`key\` FROM ${fromClause(rows, keys, select, scope)}${limit}`;
}

function printedValue(column: RemoteColumn, ref: Sql, scope: ScanScope): Sql {
  const value = exactValue(column, ref, scope);
  const text =
    column.scalar === 'JSON' && !column.list
      ? sql`toString(${value})`
      : sql`toJSONString(${value})`;
  return sql`ifNull(${text}, 'null')`;
}

const MEMBER: SelectedAlgebra<Sql, PrintedScope> = {
  typename: ({ typeName }) => clickhouseString(JSON.stringify(typeName)),
  column: ({ column }, { select, scope }) =>
    printedValue(column, columnRef(select.alias, column), scope),
  slot: ({ mark, columns }, { select, scope }) => {
    const printedMark = clickhouseString(JSON.stringify(mark));
    const values = columns.map((column) =>
      printedValue(column, columnRef(select.alias, column), scope),
    );
    return printedArray([printedMark, ...values, printedMark]);
  },
  // LEFT JOIN (SELECT t1.`id` AS k0, concat(...) AS `row` FROM ... LIMIT 1 BY k0) AS j1 ON j1.k0 = t0.`customer_id`
  object: ({ edge, fields }, { select, scope }, members) => {
    const rows = printedRows(
      rowSet(edge.to, { fields, limit: 1 }),
      targetKeys(edge),
      scope,
      (inner) => printedObject(members({ select: inner, scope })),
    );
    return sql`ifNull(${joinKeyed(edge, rows, select, scope)}.\`row\`, 'null')`;
  },
  // LEFT JOIN (SELECT k0, concat('[', arrayStringConcat(groupArray(`row`), ','), ']') AS `row` FROM (...) GROUP BY k0) AS j1 ON ...
  list: ({ edge, rows }, { select, scope }, members) => {
    const keys = keyNames(edge.columns.length);
    const printed = printedRows(rows, targetKeys(edge), scope, (inner) =>
      printedObject(members({ select: inner, scope })),
    );
    const grouped = sql`SELECT ${keys}, concat('[', arrayStringConcat(groupArray(\`row\`), ','), ']') AS \`row\` FROM (${printed}) GROUP BY ${keys}`;
    return sql`ifNull(${joinKeyed(edge, grouped, select, scope)}.\`row\`, '[]')`;
  },
  summary: (field, { select, scope }) => printedSummary(field, select, scope),
};

/** LEFT JOIN (SELECT t1.`customer_id` AS k0, concat('{"_count":', ..., '}') AS `row` FROM ... GROUP BY k0) AS j1 ON ... */
function printedSummary(field: SelectedOf<'summary'>, parent: ScanSelect, scope: ScanScope): Sql {
  const { edge } = field.of;
  const keys = edge.columns.map((pair) => pair.to);
  const where = whereKeyed(field.of.where, keys);
  const select = openSelect(scope);
  const row = printedAggregated(field.fields, (member) => {
    if (member.kind === 'groupKey') throw new Error('related rows are one group');
    return printedResult(
      member.aggregate,
      scanAggregate(member.aggregate, select.alias, keys, scope),
      scope,
    );
  });
  const read = readOfRows(rowSet(edge.to, { where }), keys);
  const source = scanSource(
    {
      ...read,
      columns: [...read.columns, ...aggregatesOf(field.fields).flatMap(aggregateColumns)],
    },
    select.alias,
    scope,
  );
  const condition = scanWhere(where, select, scope);
  scope.account.remaining.push(...describeAggregates(field.fields));
  const members = joinSql([...keyMembers(select.alias, keys), sql`${row} AS \`row\``], ', ');
  const query = sql`SELECT ${members} FROM ${joinSql([source, ...select.joins], ' ')}${condition} GROUP BY ${keyNames(keys.length)}`;
  return sql`ifNull(${joinKeyed(edge, query, parent, scope)}.\`row\`, ${clickhouseString(printedEmpty(field.fields))})`;
}

function targetKeys(edge: Edge): readonly RemoteColumn[] {
  return edge.columns.map((pair) => pair.to);
}

function exactValue(column: RemoteColumn, ref: Sql, scope: ScanScope): Sql {
  const value = scope.dialect.scan.value(column, ref);
  if (value !== null) return value;
  throw new GatewayError(
    'CLICKHOUSE_FEATURE_MISSING',
    `The field \`${column.fieldName}\` can only be printed by its service, which needs passthrough queries (ClickHouse 26.7 or newer).`,
  );
}
