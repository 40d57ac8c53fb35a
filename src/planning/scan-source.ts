import type { ForwardedScan } from '../connectors/source-dialect';
import { GatewayError } from '../errors/gateway-error';
import type { Predicate, RowSet } from '../model/query';
import { ownColumns } from '../model/own-columns';
import type { RemoteColumn } from '../model/remote-table';
import { clickhouseTable } from '../sql/clickhouse-quoting';
import { sql, type Sql } from '../sql/sql';
import { conjuncts, isForwardable, ownParts } from './forwardable';
import type { ScanScope } from './scan-scope';

/** `service_shop`.`customer` AS t0, with its scan written into the account. */
export function scanSource(rows: RowSet, alias: Sql, scope: ScanScope, keys: readonly RemoteColumn[] = []): Sql {
  const forwarded = conjuncts(rows.where).filter((predicate) => isForwardable(predicate, scope.dialect.scan));
  const whole = forwarded.length === conjuncts(rows.where).length;
  const columns = [...new Map([...keys, ...readColumns(rows)].map((column) => [column.name, column])).values()];
  if (!scope.dialect.scan.canName(rows.table, columns)) throw unnameable(rows);
  const limit = rows.limit === null || keys.length > 0 || rows.orderBy.length > 0 ? null : rows.limit + rows.offset;
  const scan: ForwardedScan = { table: rows.table, columns, predicates: forwarded, isPartial: !whole, limit: whole ? limit : null };
  scope.account.connections.push(clickhouseTable(rows.table.reader).text);
  scope.account.received.push(scope.dialect.scan.received(scan).text);
  return sql`${clickhouseTable(rows.table.reader)} AS ${alias}`;
}

/** Columns of the table itself that a row set reads: members, join keys, filters, orders. */
export function readColumns(rows: RowSet): readonly RemoteColumn[] {
  const members = rows.fields.flatMap(ownColumns);
  const filtered = ownParts(rows.where).flatMap((part) => (part.kind === 'related' ? part.edge.columns.map((pair) => pair.from) : [part.column]));
  return [...members, ...filtered, ...rows.orderBy.map((term) => term.column)];
}

/** The same rows without those whose key is null: they relate to nothing. */
export function withKeys(rows: RowSet, keys: readonly RemoteColumn[]): RowSet {
  const present = keys.filter((column) => column.nullable).map((column): Predicate => ({ kind: 'not', operand: { kind: 'isNull', column } }));
  const operands = [...present, ...conjuncts(rows.where)];
  return { ...rows, where: operands.length === 0 ? null : { kind: 'and', operands } };
}

function unnameable(rows: RowSet): GatewayError {
  return new GatewayError(
    'CLICKHOUSE_FEATURE_MISSING',
    `ClickHouse's engine cannot name a table or column of \`${rows.table.typeName}\`, which needs passthrough queries (ClickHouse 26.7 or newer).`,
  );
}
