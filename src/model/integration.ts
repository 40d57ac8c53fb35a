export const INTEGRATION_PURPOSES = ['DATA_SOURCE', 'OBSERVABILITY'] as const;
export type IntegrationPurpose = (typeof INTEGRATION_PURPOSES)[number];

export const INTEGRATION_TYPES = ['MANAGED_CREDENTIALS', 'MANAGED_DATABASES', 'METRICS', 'LOGS'] as const;
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

/** How ClickHouse is given access to one service. */
export interface Integration {
  readonly id: string;
  readonly serviceId: string;
  readonly type: IntegrationType;
  readonly state: IntegrationState;
  readonly errors: readonly IntegrationError[];
  /** The ClickHouse named collection that holds the credentials: `service_NAME` or `endpoint_NAME`. */
  readonly namedCollection: string;
  readonly databases: readonly IntegrationDatabase[];
  /** ClickHouse users and roles allowed to use the named collection. */
  readonly grants: readonly string[];
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** DATA_SOURCE integrations give ClickHouse access to a service; OBSERVABILITY ones send something to it. */
export function purposeOf(type: IntegrationType): IntegrationPurpose {
  return type === 'METRICS' || type === 'LOGS' ? 'OBSERVABILITY' : 'DATA_SOURCE';
}
