import { clickhouseIdentifier, clickhouseTable } from '../../sql/clickhouse-quoting';
import { joinSql, sql, Sql } from '../../sql/sql';
import { allOf, arePresent } from '../../model/predicate/combine-predicates';
import type { Predicate } from '../../model/predicate/predicate';
import { conjuncts } from '../../model/predicate/predicate-leaves';
import type { RemoteColumn, RemoteTable } from '../../model/remote-table';
import type { RowSet } from '../../model/selection/row-set';
import { GatewayError } from '../../errors/gateway-error';
import { isForwardable, unforwardedColumns } from '../analysis/forwardable';
import { readColumns } from '../analysis/read-columns';
import { estimateScan } from '../budget/estimate';
import { forwardedClause } from './filter-clause';
import { plain, type Rendered, type ScanNote } from './rendered';
import type { ScanScope } from './scan-scope';
import { spannedSource } from './spanned-source';

/**
 * One scan of a table: the columns and rows that are read, and the filter of which some can be
 * forwarded.
 */
export interface ScanRead {
  readonly table: RemoteTable;
  readonly columns: readonly RemoteColumn[];
  readonly where: Predicate | null;
  /** The number of rows that are enough, in no order; null where all rows are needed. */
  readonly limit: number | null;
  /** True where the rows are joined with others before they are cut. */
  readonly isJoined?: boolean;
}

/** The scan that a row set needs; `keys` are columns that are read beside its own. */
export function readOfRows(rows: RowSet, keys: readonly RemoteColumn[] = []): ScanRead {
  const limit =
    rows.limit === null || keys.length > 0 || rows.orderBy.length > 0
      ? null
      : rows.limit + rows.offset;
  return { table: rows.table, columns: [...keys, ...readColumns(rows)], where: rows.where, limit };
}

/**
 * `service_shop`.`customer` AS t0
 *
 * A table behind FROM, with notes of what the scan asks of the service.
 *
 * @throws GatewayError CLICKHOUSE_FEATURE_MISSING where the engine cannot name the table or a
 *   column
 */
export function scanSource(read: ScanRead, alias: Sql, scope: ScanScope): Rendered {
  const { table } = read;
  const { scan } = scope.dialect;
  const operands = conjuncts(read.where);
  const forwarded = operands.filter((predicate) => isForwardable(predicate, scan));
  const columns = [...new Map(read.columns.map((column) => [column.name, column])).values()];
  if (!scan.canName(table, columns)) throw unnameable(table);
  if (scope.spansServices) return spannedSource({ ...read, columns }, forwarded, alias, scope);
  return ownSource({ ...read, columns }, forwarded, alias, scope);
}

/**
 * `service_shop`.`customer` AS t0
 *
 * A table of a statement that reads no other service.
 */
function ownSource(
  read: ScanRead,
  forwarded: readonly Predicate[],
  alias: Sql,
  { dialect: { scan }, budget, place }: ScanScope,
): Rendered {
  const { table, columns } = read;
  const isFiltered = forwarded.length > 0;
  const isPartial = forwarded.length !== conjuncts(read.where).length;
  const own = isPartial ? null : read.limit;
  const isBounded = own === null && budget !== undefined;
  const limit = own ?? (isBounded ? budget.rows + 1 : null);
  const received = scan.received({
    table,
    columns,
    predicates: forwarded,
    // A subquery of its own has no operands that are not forwarded.
    isPartial: isPartial && !isBounded,
    limit,
  });
  const reader = clickhouseTable(table.reader);
  const connection: ScanNote = { kind: 'connection', place, reader: reader.text };
  const name = scan.tableName?.(table) ?? reader;
  const whole = sql`${name} AS ${alias}`;
  // Reading what ClickHouse keeps itself pulls nothing.
  if (received === null) return { ...plain(whole), notes: [connection] };
  const estimate = estimateScan(
    table,
    columns,
    isFiltered ? allOf(forwarded) : null,
    isBounded || read.where === null ? limit : null,
  );
  const unforwarded = unforwardedColumns(read.where, forwarded);
  const notes: readonly ScanNote[] = [
    connection,
    { kind: 'received', place, text: received.text },
    { kind: 'scan', place, table, isFiltered, estimate, unforwarded },
  ];
  // A LIMIT behind a join, or behind a filter of another SELECT, stops no service (26.7.2).
  if (!isBounded && (read.isJoined !== true || own === null || read.where !== null))
    return { ...plain(whole), notes };
  const rows = cutRows(sql`${name}${forwardedClause(forwarded, scan)}`, columns, limit);
  return { ...plain(sql`(${rows}) AS ${alias}`), notes };
}

/** SELECT `id`, `name` FROM `service_shop`.`customer` WHERE `id` > 5 LIMIT 1000001 */
function cutRows(from: Sql, columns: readonly RemoteColumn[], limit: number | null): Sql {
  const names = joinSql(
    columns.map((column) => clickhouseIdentifier(column.name)),
    ', ',
  );
  return sql`SELECT ${names} FROM ${from} LIMIT ${Sql.dangerouslyFromText(String(limit))}`;
}

/** Adds to a filter that the keys are not null, because rows with a null key relate to nothing. */
export function whereKeyed(
  where: Predicate | null,
  keys: readonly RemoteColumn[],
): Predicate | null {
  const operands = [...arePresent(keys), ...conjuncts(where)];
  return operands.length === 0 ? null : { kind: 'and', operands };
}

function unnameable(table: RemoteTable): GatewayError {
  return new GatewayError(
    'CLICKHOUSE_FEATURE_MISSING',
    `ClickHouse's engine cannot name a table or column of \`${table.typeName}\`, ` +
      'which needs passthrough queries (ClickHouse 26.7 or newer).',
  );
}
