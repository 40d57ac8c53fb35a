import { allOf } from '../../model/predicate/combine-predicates';
import type { Predicate } from '../../model/predicate/predicate';
import type { RemoteColumn, RemoteTable } from '../../model/remote-table';
import { clickhouseIdentifier, clickhouseTable } from '../../sql/clickhouse-quoting';
import { renderSettings } from '../../sql/render-settings';
import { joinSql, sql, type Sql } from '../../sql/sql';
import { estimateScan } from '../budget/estimate';
import { unforwardedColumns } from '../analysis/forwardable';
import { withinBudget } from '../budget/within-budget';
import type { ScanScope } from './scan-scope';
import { forwardedClause } from './scan-where';

interface SpannedRead {
  readonly table: RemoteTable;
  readonly columns: readonly RemoteColumn[];
  readonly where: Predicate | null;
}

/**
 * (SELECT `id`, `name` FROM `service_shop`.`customer` WHERE `id` > 5 LIMIT 1000001) AS t0
 * What a statement that spans services reads of one table, in a subquery of its own: with what is forwarded, and not a row more than
 * may be pulled. Otherwise ClickHouse would hand a join with a table of another ClickHouse to that one (seen on 26.7.2).
 */
export function spannedSource(
  read: SpannedRead,
  forwarded: readonly Predicate[],
  alias: Sql,
  scope: ScanScope,
): Sql {
  const { table, columns } = read;
  const { scan, inSource } = scope.dialect;
  const names = joinSql(
    columns.map((column) => clickhouseIdentifier(column.name)),
    ', ',
  );
  const where = forwardedClause(forwarded, scan);
  const { budget } = scope.account;
  // Engines forward a LIMIT where there is no filter.
  const limit = forwarded.length > 0 || budget === undefined ? null : budget.rows + 1;
  const asked = scan.received({ table, columns, predicates: forwarded, isPartial: false, limit });
  const isPull = asked !== null;
  const estimate = estimateScan(
    table,
    columns,
    forwarded.length === 0 ? null : allOf(forwarded),
    null,
  );
  if (isPull)
    scope.account.scans.push({
      table,
      isFiltered: forwarded.length > 0,
      estimate,
      unforwarded: unforwardedColumns(read.where, forwarded),
    });
  if (inSource === undefined || scope.account.ask === undefined) {
    scope.account.connections.push(clickhouseTable(table.reader).text);
    if (asked !== null) scope.account.received.push(asked.text);
    const rows = sql`SELECT ${names} FROM ${clickhouseTable(table.reader)}${where}`;
    return sql`(${isPull ? withinBudget(rows, names, budget, scope.account.place) : rows}) AS ${alias}`;
  }
  const query = sql`SELECT ${names} FROM ${inSource.tableName(table)}${where} SETTINGS ${renderSettings(inSource.settings)}`;
  return sql`(${withinBudget(sql`SELECT ${names} FROM ${scope.account.ask(query, table)}`, names, budget, scope.account.place)}) AS ${alias}`;
}
