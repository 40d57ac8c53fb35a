import type { Queries } from '../../connectors/contract/queries';
import type { Service } from '../../model/service';
import type { ScanBudget } from './scan-budget';

/** What is needed to keep the connection of a passthrough query. */
export interface WarmQuerySettings {
  /** What the connections are made from, as it is stored now: `sourceVersion`. */
  readonly version: string;
  /** The longest silence of a service. */
  readonly readTimeoutMs: number;
}

/** What the planner knows of the one service that a request reads. */
export interface PlanningContext {
  readonly service: Pick<Service, 'address' | 'name'>;
  readonly queries: Queries;
  /** The named collection that holds the service's credentials. */
  readonly collection: string;
  /** Whether ClickHouse runs passthrough queries (26.7 and newer, and not switched off). */
  readonly passthrough: boolean;
  /** ClickHouse asks for TimeZone UTC in the sessions that it opens in services. Absent: it does not, or nobody knows. */
  readonly utcSessions?: boolean;
  /** What the request may pull from the service. Absent: anything. */
  readonly budget?: ScanBudget;
  /** Connections of passthrough queries that are asked often may be kept. Absent: they may not. */
  readonly warmQueries?: WarmQuerySettings;
  /** Random text of letters, digits, `_` and `-`, by which the statements of one request are known in the service. Absent: they are not marked. */
  readonly mark?: string;
}
