import type { ServiceAddress, ServiceType } from '../../model/service';

/** What a connector is for, and what is meant when a caller leaves a place out. */
export interface Identity {
  readonly type: ServiceType;
  /** ClickHouse's engine name, e.g. `PostgreSQL`. */
  readonly engine: string;
  /** The remote database that is used when none is named. */
  readonly defaultDatabase: (address: ServiceAddress) => string;
  /**
   * The schema that is used when none is named; it is left out of GraphQL names. Where a service
   * has no schemas, it is a database.
   */
  readonly defaultSchema: (address: ServiceAddress) => string;
}
