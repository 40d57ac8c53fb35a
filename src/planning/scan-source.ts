import type { ForwardedScan } from '../connectors/source-dialect';
import { GatewayError } from '../errors/gateway-error';
import { allOf } from '../model/combine-predicates';
import type { Predicate, RowSet } from '../model/query';
import type { RemoteColumn, RemoteTable } from '../model/remote-table';
import { clickhouseIdentifier, clickhouseTable } from '../sql/clickhouse-quoting';
import { joinSql, sql, type Sql } from '../sql/sql';
import { estimateScan } from './estimate';
import { conjuncts, isForwardable, unforwardedColumns } from './forwardable';
import { readColumns } from './read-columns';
import { budgetLimit } from './scan-budget';
import type { ScanScope } from './scan-scope';
import { spannedSource } from './spanned-source';

/** One scan of a table: what is read of it, and what of it could be forwarded. */
export interface ScanRead {
  readonly table: RemoteTable;
  readonly columns: readonly RemoteColumn[];
  readonly where: Predicate | null;
  /** Rows that are enough, in no order; null: all of them. */
  readonly limit: number | null;
}

/** The scan that a row set needs; `keys` are columns that are read beside it. */
export function readOfRows(rows: RowSet, keys: readonly RemoteColumn[] = []): ScanRead {
  const limit = rows.limit === null || keys.length > 0 || rows.orderBy.length > 0 ? null : rows.limit + rows.offset;
  return { table: rows.table, columns: [...keys, ...readColumns(rows)], where: rows.where, limit };
}

/** `service_shop`.`customer` AS t0, with its scan written into the account. */
export function scanSource(read: ScanRead, alias: Sql, scope: ScanScope): Sql {
  const { table } = read;
  const forwarded = conjuncts(read.where).filter((predicate) => isForwardable(predicate, scope.dialect.scan));
  const isPartial = forwarded.length !== conjuncts(read.where).length;
  const columns = [...new Map(read.columns.map((column) => [column.name, column])).values()];
  if (!scope.dialect.scan.canName(table, columns)) throw unnameable(table);
  if (scope.account.spanned !== undefined) return spannedSource({ ...read, columns }, forwarded, alias, scope);
  const isFiltered = forwarded.length > 0;
  const most = isFiltered || scope.account.budget === undefined ? null : scope.account.budget.rows + 1;
  const limit = isPartial ? most : read.limit ?? most;
  const scan: ForwardedScan = { table, columns, predicates: forwarded, isPartial, limit };
  scope.account.connections.push(clickhouseTable(table.reader).text);
  const received = scope.dialect.scan.received(scan);
  const name = scope.dialect.scan.tableName?.(table) ?? clickhouseTable(table.reader);
  const whole = sql`${name} AS ${alias}`;
  // What ClickHouse keeps itself is no pull.
  if (received === null) return whole;
  scope.account.received.push(received.text);
  const estimate = estimateScan(table, columns, forwarded.length === 0 ? null : allOf(forwarded), limit);
  scope.account.scans.push({ table, isFiltered, estimate, unforwarded: unforwardedColumns(read.where, forwarded) });
  if (most === null || limit !== most) return whole;
  const names = joinSql(columns.map((column) => clickhouseIdentifier(column.name)), ', ');
  // (SELECT `id`, `name` FROM `service_shop`.`customer` LIMIT 1000001) AS t0
  return sql`(SELECT ${names} FROM ${name}${budgetLimit(scope.account.budget)}) AS ${alias}`;
}

/** The filter without rows whose key is null: they relate to nothing. */
export function whereKeyed(where: Predicate | null, keys: readonly RemoteColumn[]): Predicate | null {
  const present = keys.filter((column) => column.nullable).map((column): Predicate => ({ kind: 'not', operand: { kind: 'isNull', column } }));
  const operands = [...present, ...conjuncts(where)];
  return operands.length === 0 ? null : { kind: 'and', operands };
}

function unnameable(table: RemoteTable): GatewayError {
  return new GatewayError(
    'CLICKHOUSE_FEATURE_MISSING',
    `ClickHouse's engine cannot name a table or column of \`${table.typeName}\`, which needs passthrough queries (ClickHouse 26.7 or newer).`,
  );
}
