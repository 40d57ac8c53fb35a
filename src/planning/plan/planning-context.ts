import type { Queries } from '../../connectors/contract/queries';
import type { Service } from '../../model/service';
import type { ScanBudget } from './scan-budget';

/** What planning needs to know to keep the connection of a passthrough query. */
export interface WarmQuerySettings {
  /**
   * Differs when the connections are made from something else: `sourceVersion` of what is stored.
   */
  readonly version: string;
  /** The longest silence of a service that ClickHouse waits through. */
  readonly readTimeoutMs: number;
}

/** What the planner knows of one service that a request reads. */
export interface PlanningContext {
  readonly service: Pick<Service, 'address' | 'name'>;
  /** How requests become SQL for the service and for ClickHouse, by its connector. */
  readonly queries: Queries;
  /** The named collection that holds the service's credentials. */
  readonly collection: string;
  /**
   * True where ClickHouse runs passthrough queries: it is 26.7 or newer, and they are not switched
   * off.
   */
  readonly passthrough: boolean;
  /**
   * True where ClickHouse asks for TimeZone UTC in the sessions that it opens in services. Absent
   * where it does not, or where nobody knows.
   */
  readonly utcSessions?: boolean;
  /** What the request may pull from the service. Absent where it may pull anything. */
  readonly budget?: ScanBudget;
  /** Set where connections of passthrough queries that are asked often may be kept warm. */
  readonly warmQueries?: WarmQuerySettings;
  /**
   * Random text of letters, digits, `_` and `-`, by which the service knows the statements of one
   * request. Absent where they are not marked.
   */
  readonly mark?: string;
}
