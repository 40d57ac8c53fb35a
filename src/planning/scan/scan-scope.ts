import type { SourceDialect } from '../../connectors/contract/source-dialect';
import type { RemoteTable } from '../../model/remote-table';
import { countAliases } from '../../sql/count-aliases';
import type { Sql } from '../../sql/sql';
import type { ScanBudget } from '../plan/scan-budget';
import type { Rendered } from './rendered';

/** A service that a statement reads. */
export interface ScannedService {
  readonly dialect: SourceDialect;
  /** Among the services of the statement. */
  readonly place: number;
  /** A scan that forwards no filter stops one row after it. Absent: it reads all it needs. */
  readonly budget?: ScanBudget | undefined;
  /** What the service answers to a query in its own SQL, as a table. Absent: it is asked none. */
  readonly ask?: ((query: Sql, table: RemoteTable) => Rendered) | undefined;
}

/** What the rendering of a part of a statement knows: the service that it reads, and the table aliases of the whole. */
export interface ScanScope extends ScannedService {
  /** The statement reads further services: each table stands in a subquery of its own. */
  readonly spansServices: boolean;
  /** t0, t1, ... */
  newAlias(): Sql;
  /** The scope of a table that a relationship leads to: that of another service where the table is of another. */
  of(table: RemoteTable): ScanScope;
}

/**
 * The scope in which one statement is rendered; its aliases are counted from t0.
 *
 * @param serviceOf the service of each table. Absent: all tables are of one service
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
