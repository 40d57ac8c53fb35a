export const INTEGRATION_PURPOSES = ['DATA_SOURCE', 'OBSERVABILITY'] as const;
export type IntegrationPurpose = (typeof INTEGRATION_PURPOSES)[number];

export const INTEGRATION_TYPES = [
  'MANAGED_CREDENTIALS',
  'MANAGED_DATABASES',
  'METRICS',
  'LOGS',
] as const;
export type IntegrationType = (typeof INTEGRATION_TYPES)[number];

export const INTEGRATION_STATES = ['STARTING', 'RUNNING', 'PAUSED', 'FAILED', 'REMOVING'] as const;
export type IntegrationState = (typeof INTEGRATION_STATES)[number];

export const FAULT_SIDES = ['SERVICE', 'CLICKHOUSE', 'GATEWAY', 'UNKNOWN'] as const;
export type FaultSide = (typeof FAULT_SIDES)[number];

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
 * A change that was begun, written down before it was made: what any gateway that finds it has to
 * do. Absent when there is none.
 */
export interface UnfinishedChange {
  /**
   * Databases and readers may hold an older address or secret than the named collection: they are
   * made anew.
   */
  readonly rebuild: boolean;
  /** ClickHouse databases to drop: of a change that was not completed, or that took them away. */
  readonly databases: readonly string[];
  /** Tables of feeds, in the service's database, to drop with their rows, for the same reasons. */
  readonly tables?: readonly string[];
  /** Users and roles to revoke the named collection from, for the same reasons. */
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
  readonly unfinished?: UnfinishedChange;
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
