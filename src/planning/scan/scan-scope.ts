import type { SourceDialect } from '../../connectors/contract/source-dialect';
import type { RemoteColumn, RemoteTable } from '../../model/remote-table';
import { clickhouseIdentifier } from '../../sql/clickhouse-quoting';
import { countAliases } from '../../sql/count-aliases';
import { joinSql, sql, Sql } from '../../sql/sql';
import type { PartialEstimate } from '../plan/estimate';
import type { ScanBudget } from '../plan/scan-budget';
import { scanKey } from '../expressions/scan-key';

/** One scan of a table, by what of its filter is forwarded. */
export interface AccountedScan {
  readonly table: RemoteTable;
  readonly isFiltered: boolean;
  readonly estimate: PartialEstimate;
  /** Columns with conditions that are not forwarded. */
  readonly unforwarded: readonly RemoteColumn[];
}

/** What the scans of one statement ask of the service, collected while rendering. */
export interface ScanAccount {
  /** The reader table of each scan, null for one that has a connection of its own. */
  readonly connections: (string | null)[];
  readonly received: string[];
  readonly pushed: string[];
  readonly remaining: string[];
  readonly scans: AccountedScan[];
  /** Where a statement reads further services: who reads a table. Absent: it reads one. */
  readonly spanned?: (table: RemoteTable) => SpannedService;
  /** What the service answers to a query in its own SQL, as a table. Absent: it is asked none. */
  readonly ask?: (query: Sql, table: RemoteTable) => Sql;
  /** Among the services that the statement reads. */
  readonly place?: number;
  /** A scan that forwards no filter stops one row after it. Absent: it reads all it needs. */
  readonly budget?: ScanBudget;
}

/** One in which nothing is written yet. */
export function openScanAccount(): ScanAccount {
  return { connections: [], received: [], pushed: [], remaining: [], scans: [] };
}

/** One of the services that a statement reads. */
export interface SpannedService {
  readonly dialect: SourceDialect;
  readonly account: ScanAccount;
}

/** The rendering of a part of a statement that reads one service: its dialect, its account, the table aliases of the whole. */
export interface ScanScope extends SpannedService {
  /** t0, t1, ... */
  newAlias(): Sql;
  /** The scope of a table that a relationship leads to: another one where it is of another service. */
  of(table: RemoteTable): ScanScope;
}

/** One SELECT over a table: its alias, and the joins that its parts came to need. */
export interface ScanSelect {
  readonly alias: Sql;
  readonly joins: Sql[];
}

export function openScanScope(dialect: SourceDialect, account: ScanAccount): ScanScope {
  const newAlias = countAliases();
  const openIn = (service: SpannedService): ScanScope => ({
    ...service,
    newAlias,
    of: (table) => openIn(account.spanned?.(table) ?? service),
  });
  return openIn({ dialect, account });
}

export function openSelect(scope: ScanScope): ScanSelect {
  return { alias: scope.newAlias(), joins: [] };
}

/** t0.`name`: qualified, or ClickHouse would take an output alias of the same name for the column. */
export function columnRef(alias: Sql, column: RemoteColumn): Sql {
  return sql`${alias}.${clickhouseIdentifier(column.name)}`;
}

/** The name of a join key or of a value beside it: k0, k1, ..., v0, v1, ... */
export function keyName(index: number, letter: 'k' | 'v' | 'a' = 'k'): Sql {
  return Sql.dangerouslyFromText(`${letter}${index}`);
}

/** k0, k1 */
export function keyNames(count: number): Sql {
  return joinSql(
    Array.from({ length: count }, (_, index) => keyName(index)),
    ', ',
  );
}

/** t1.`customer_id` AS k0, t1.`line` AS k1 */
export function keyMembers(alias: Sql, keys: readonly RemoteColumn[]): readonly Sql[] {
  return keys.map(
    (column, index) => sql`${scanKey(column, columnRef(alias, column))} AS ${keyName(index)}`,
  );
}
