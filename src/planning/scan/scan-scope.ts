import type { SourceDialect } from '../../connectors/contract/source-dialect';
import { countAliases } from '../../sql/count-aliases';
import type { Sql } from '../../sql/sql';
import type { RemoteTable } from '../../model/remote-table';
import type { ScanBudget } from '../plan/scan-budget';
import type { Rendered } from './rendered';

/** A service that a statement reads. */
export interface ScannedService {
  readonly dialect: SourceDialect;
  /** The place of the service among those of the statement, from 0. */
  readonly place: number;
  /** A scan stops one row after the budget. Absent where it reads all that it needs. */
  readonly budget?: ScanBudget | undefined;
  /**
   * The answer of the service to a query in its own SQL, as a table. Absent where it is asked none.
   */
  readonly ask?: ((query: Sql, table: RemoteTable) => Rendered) | undefined;
}

/**
 * What the rendering of a part of a statement knows: the service that it reads, and the table
 * aliases of the whole statement.
 */
export interface ScanScope extends ScannedService {
  /**
   * True where the statement reads further services, so that each table stands in a subquery of its
   * own.
   */
  readonly spansServices: boolean;
  /** The next table alias: t0, t1 and so on. */
  newAlias(): Sql;
  /** The scope of a table that a relationship leads to, whose service may be another. */
  of(table: RemoteTable): ScanScope;
}

/**
 * Opens the scope in which one statement is rendered; its aliases are counted from t0.
 *
 * @param serviceOf the service of each table; absent where all tables are of one service
 */
export function openScanScope(
  service: ScannedService,
  serviceOf?: (table: RemoteTable) => ScannedService,
): ScanScope {
  const newAlias = countAliases();
  const openIn = (within: ScannedService): ScanScope => ({
    dialect: within.dialect,
    place: within.place,
    budget: within.budget,
    ask: within.ask,
    spansServices: serviceOf !== undefined,
    newAlias,
    of: (table) => openIn(serviceOf?.(table) ?? within),
  });
  return openIn(service);
}
