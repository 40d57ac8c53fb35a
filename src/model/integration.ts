export type IntegrationPurpose = 'DATA_SOURCE' | 'OBSERVABILITY';

export type IntegrationType = 'MANAGED_CREDENTIALS' | 'MANAGED_DATABASES' | 'METRICS' | 'LOGS';

export type IntegrationState = 'STARTING' | 'RUNNING' | 'PAUSED' | 'FAILED' | 'REMOVING';

/** The side on which the cause of an error is likely to be found. */
export type FaultSide = 'SERVICE' | 'CLICKHOUSE' | 'GATEWAY' | 'UNKNOWN';

export interface IntegrationError {
  readonly code: string;
  readonly message: string;
  readonly likelyCause: FaultSide;
  /** RFC 3339, UTC. */
  readonly at: string;
}

/** A ClickHouse database that a MANAGED_DATABASES integration creates. */
export interface IntegrationDatabase {
  /** Its name in ClickHouse, e.g. `service_shop_defaultdb_public`. */
  readonly name: string;
  /** The ClickHouse database engine, e.g. `PostgreSQL`. */
  readonly engine: string;
  readonly remoteDatabase: string | null;
  readonly remoteSchema: string | null;
}

/**
 * A change that was begun. It is written down before it is made, and says what any gateway that
 * finds it has to do.
 */
export interface UnfinishedChange {
  /**
   * True when databases and readers may hold an older address or secret than the named collection,
   * and have to be made anew.
   */
  readonly rebuild: boolean;
  /**
   * ClickHouse databases to drop: the change made them and was not completed, or it takes them
   * away.
   */
  readonly databases: readonly string[];
  /** Tables of feeds, in the service's database, to drop with their rows. */
  readonly tables?: readonly string[];
  /** Users and roles of ClickHouse to revoke the named collection from. */
  readonly grants: readonly string[];
}

/** How ClickHouse is given access to one service. */
export interface Integration {
  readonly id: string;
  readonly serviceId: string;
  readonly type: IntegrationType;
  readonly state: IntegrationState;
  readonly errors: readonly IntegrationError[];
  /**
   * The ClickHouse named collection that holds the credentials: `service_NAME` or `endpoint_NAME`.
   */
  readonly namedCollection: string;
  readonly databases: readonly IntegrationDatabase[];
  /** ClickHouse users and roles allowed to use the named collection. */
  readonly grants: readonly string[];
  /** Absent when no change is under way or left undone. */
  readonly unfinished?: UnfinishedChange;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

/**
 * DATA_SOURCE integrations give ClickHouse access to a service; OBSERVABILITY ones send something
 * to it.
 */
export function purposeOf(type: IntegrationType): IntegrationPurpose {
  return type === 'METRICS' || type === 'LOGS' ? 'OBSERVABILITY' : 'DATA_SOURCE';
}
