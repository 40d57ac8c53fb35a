import {
  clickhouseIdentifier,
  clickhouseSettings,
  clickhouseTable,
} from '../../sql/clickhouse-quoting';
import { joinSql, sql, type Sql } from '../../sql/sql';
import { allOf } from '../../model/predicate/combine-predicates';
import type { Predicate } from '../../model/predicate/predicate';
import type { RemoteColumn, RemoteTable } from '../../model/remote-table';
import { unforwardedColumns } from '../analysis/forwardable';
import { estimateScan } from '../budget/estimate';
import { withinBudget } from '../budget/within-budget';
import { forwardedClause } from './filter-clause';
import { plain, type Rendered, type ScanNote } from './rendered';
import type { ScanScope } from './scan-scope';

interface SpannedRead {
  readonly table: RemoteTable;
  readonly columns: readonly RemoteColumn[];
  readonly where: Predicate | null;
}

/**
 * (SELECT `id`, `name` FROM `service_shop`.`customer` WHERE `id` > 5 LIMIT 1000001) AS t0
 *
 * A table of a statement that spans services, in a subquery of its own: with what is forwarded, and
 * not a row more than may be pulled. Without the subquery ClickHouse would hand a join with a table
 * of another ClickHouse to that one (seen on 26.7.2).
 */
export function spannedSource(
  read: SpannedRead,
  forwarded: readonly Predicate[],
  alias: Sql,
  scope: ScanScope,
): Rendered {
  const { table, columns } = read;
  const { dialect, budget, place, ask } = scope;
  const { scan, inSource } = dialect;
  const names = joinSql(
    columns.map((column) => clickhouseIdentifier(column.name)),
    ', ',
  );
  const where = forwardedClause(forwarded, scan);
  const isFiltered = forwarded.length > 0;
  // An engine forwards a LIMIT where there is no filter.
  const limit = isFiltered || budget === undefined ? null : budget.rows + 1;
  const asked = scan.received({ table, columns, predicates: forwarded, isPartial: false, limit });
  const estimate = estimateScan(table, columns, isFiltered ? allOf(forwarded) : null, null);
  const unforwarded = unforwardedColumns(read.where, forwarded);
  // Reading what ClickHouse keeps itself pulls nothing.
  const pulled: readonly ScanNote[] =
    asked === null ? [] : [{ kind: 'scan', place, table, isFiltered, estimate, unforwarded }];
  if (inSource === undefined || ask === undefined) {
    const reader = clickhouseTable(table.reader);
    const rows = sql`SELECT ${names} FROM ${reader}${where}`;
    const source = asked === null ? rows : withinBudget(rows, names, budget, place);
    const received: readonly ScanNote[] =
      asked === null ? [] : [{ kind: 'received', place, text: asked.text }];
    const connection: ScanNote = { kind: 'connection', place, reader: reader.text };
    return {
      ...plain(sql`(${source}) AS ${alias}`),
      notes: [...pulled, connection, ...received],
    };
  }
  const settings = clickhouseSettings(inSource.settings);
  const query = sql`SELECT ${names} FROM ${inSource.tableName(table)}${where} SETTINGS ${settings}`;
  const answer = ask(query, table);
  const rows = withinBudget(sql`SELECT ${names} FROM ${answer.value}`, names, budget, place);
  return { ...plain(sql`(${rows}) AS ${alias}`), notes: [...pulled, ...answer.notes] };
}
