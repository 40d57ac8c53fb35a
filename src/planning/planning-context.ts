import type { Connector } from '../connectors/connector';
import type { Service } from '../model/service';

/** What the planner knows of the one service that a request reads. */
export interface PlanningContext {
  readonly service: Pick<Service, 'name'>;
  readonly connector: Pick<Connector, 'dialect' | 'passthroughSource'>;
  /** The named collection that holds the service's credentials. */
  readonly collection: string;
  /** Whether ClickHouse runs passthrough queries (26.7 and newer, and not switched off). */
  readonly passthrough: boolean;
}
