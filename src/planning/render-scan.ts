import type { SourceDialect } from '../connectors/source-dialect';
import { GatewayError } from '../errors/gateway-error';
import type { Edge, RowSet, Selected } from '../model/query';
import type { RemoteColumn } from '../model/remote-table';
import { clickhouseIdentifier, clickhouseString } from '../sql/clickhouse-quoting';
import { joinSql, sql, Sql } from '../sql/sql';
import { assertJoinable } from './assert-joinable';
import { columnRef, keyName, keyNames, openScanScope, type ScanAccount, type ScanScope } from './scan-scope';
import { scanSource, withKeys } from './scan-source';
import { scanTail } from './scan-tail';

/** SELECT t0.`id` AS `id`, t0.`name` AS `name` FROM ... : ClickHouse prints the objects. */
export function renderTypedScan(rows: RowSet, dialect: SourceDialect, account: ScanAccount): Sql {
  const scope = openScanScope(dialect, account);
  const alias = scope.newAlias();
  const members = rows.fields.map((field) => {
    const value = field.kind === 'column' ? exactValue(field.column, columnRef(alias, field.column), scope) : clickhouseString(field.kind === 'typename' ? field.typeName : '');
    return sql`${value} AS ${clickhouseIdentifier(field.key)}`;
  });
  return sql`SELECT ${joinSql(members, ', ')} FROM ${scanSource(rows, alias, scope)}${scanTail(rows, alias, scope)}`;
}

/** SELECT concat('{"id":', toJSONString(t0.`id`), '}') AS `row` FROM ... : the statement prints the objects itself. */
export function renderPrintedScan(rows: RowSet, dialect: SourceDialect, account: ScanAccount): Sql {
  return printedRows(rows, [], openScanScope(dialect, account));
}

/** Rows printed as text, with the columns `keys` (named k0, k1, ...) of the row beside them, for a join to the parent. */
function printedRows(unkeyed: RowSet, keys: readonly RemoteColumn[], scope: ScanScope): Sql {
  const rows = withKeys(unkeyed, keys);
  const alias = scope.newAlias();
  const keyed = keys.map((column, index) => sql`${columnRef(alias, column)} AS ${keyName(index)}`);
  const joins: Sql[] = [];
  const row = printedObject(rows.fields, alias, joins, scope);
  const from = joinSql([scanSource(rows, alias, scope, keys), ...joins], ' ');
  return sql`SELECT ${joinSql([...keyed, sql`${row} AS \`row\``], ', ')} FROM ${from}${scanTail(rows, alias, scope, keys.length)}`;
}

/** concat('{', '"id":', toJSONString(t0.`id`), ',"name":', ..., '}') */
function printedObject(fields: readonly Selected[], alias: Sql, joins: Sql[], scope: ScanScope): Sql {
  const parts = fields.flatMap((field, index) => [
    clickhouseString(`${index === 0 ? '{' : ','}"${field.key}":`),
    printedMember(field, alias, joins, scope),
  ]);
  return sql`concat(${joinSql([...parts, clickhouseString('}')], ', ')})`;
}

/** SELECT concat('[', toJSONString(k0), ']') AS `key`, `row` FROM (SELECT t0.`customer_id` AS k0, concat(...) AS `row` FROM ... LIMIT 3 BY k0) */
export function renderKeyedScan(rows: RowSet, keys: readonly RemoteColumn[], dialect: SourceDialect, account: ScanAccount): Sql {
  const scope = openScanScope(dialect, account);
  const key = printedArray(keys.map((column, index) => printedValue(column, keyName(index), scope)));
  return sql`SELECT ${key} AS \`key\`, \`row\` FROM (${printedRows(rows, keys, scope)})`;
}

/** SELECT DISTINCT concat('[', toJSONString(t0.`id`), ']') AS `key` FROM ... LIMIT 10001 */
export function renderKeyScan({ limit: most, ...found }: RowSet, keys: readonly RemoteColumn[], dialect: SourceDialect, account: ScanAccount): Sql {
  const scope = openScanScope(dialect, account);
  const alias = scope.newAlias();
  const rows: RowSet = { ...found, limit: null };
  const key = printedArray(keys.map((column) => printedValue(column, columnRef(alias, column), scope)));
  const limit = Sql.dangerouslyFromText(most === null ? '' : ` LIMIT ${most}`);
  return sql`SELECT DISTINCT ${key} AS \`key\` FROM ${scanSource(rows, alias, scope, keys)}${scanTail(rows, alias, scope)}${limit}`;
}

/** concat('[', toJSONString(t0.`id`), ',', ..., ']') */
function printedArray(elements: readonly Sql[]): Sql {
  const parts = elements.flatMap((element, index) => [clickhouseString(index === 0 ? '[' : ','), element]);
  return sql`concat(${joinSql([...parts, clickhouseString(']')], ', ')})`;
}

function printedValue(column: RemoteColumn, ref: Sql, scope: ScanScope): Sql {
  const value = exactValue(column, ref, scope);
  const text = column.scalar === 'JSON' && !column.list ? sql`toString(${value})` : sql`toJSONString(${value})`;
  return sql`ifNull(${text}, 'null')`;
}

function printedMember(field: Selected, alias: Sql, joins: Sql[], scope: ScanScope): Sql {
  switch (field.kind) {
    case 'typename':
      return clickhouseString(JSON.stringify(field.typeName));
    case 'column':
      return printedValue(field.column, columnRef(alias, field.column), scope);
    case 'slot': {
      const mark = clickhouseString(JSON.stringify(field.mark));
      return printedArray([mark, ...field.columns.map((column) => printedValue(column, columnRef(alias, column), scope)), mark]);
    }
    case 'object': {
      // LEFT JOIN (SELECT t1.`id` AS k0, concat(...) AS `row` FROM ... LIMIT 1 BY k0) AS j1 ON j1.k0 = t0.`customer_id`
      const rows: RowSet = { table: field.edge.to, fields: field.fields, where: null, orderBy: [], limit: 1, offset: 0 };
      const joined = join(field.edge, printedRows(rows, targetKeys(field.edge), scope), alias, joins, scope);
      return sql`ifNull(${joined}.\`row\`, 'null')`;
    }
    case 'list': {
      // LEFT JOIN (SELECT k0, concat('[', arrayStringConcat(groupArray(`row`), ','), ']') AS `row` FROM (...) GROUP BY k0) AS j1 ON ...
      const keys = keyNames(field.edge.columns.length);
      const rows = printedRows(field.rows, targetKeys(field.edge), scope);
      const grouped = sql`SELECT ${keys}, concat('[', arrayStringConcat(groupArray(\`row\`), ','), ']') AS \`row\` FROM (${rows}) GROUP BY ${keys}`;
      const joined = join(field.edge, grouped, alias, joins, scope);
      return sql`ifNull(${joined}.\`row\`, '[]')`;
    }
  }
}

function targetKeys(edge: Edge): readonly RemoteColumn[] {
  return edge.columns.map((pair) => pair.to);
}

/** Adds a LEFT JOIN of a keyed subquery to the parent's FROM, and returns its alias. */
function join(edge: Edge, subquery: Sql, parent: Sql, joins: Sql[], scope: ScanScope): Sql {
  assertJoinable(edge, scope.dialect.scan);
  const alias = scope.newAlias();
  const conditions = edge.columns.map((pair, index) => sql`${alias}.${keyName(index)} = ${columnRef(parent, pair.from)}`);
  joins.push(sql`LEFT JOIN (${subquery}) AS ${alias} ON ${joinSql(conditions, ' AND ')}`);
  scope.account.remaining.push(`join ${edge.name}`);
  return alias;
}

function exactValue(column: RemoteColumn, ref: Sql, scope: ScanScope): Sql {
  const value = scope.dialect.scan.value(column, ref);
  if (value !== null) return value;
  throw new GatewayError(
    'CLICKHOUSE_FEATURE_MISSING',
    `The field \`${column.fieldName}\` can only be printed by its service, which needs passthrough queries (ClickHouse 26.7 or newer).`,
  );
}
