import type { Leases } from '../../registry/leases';
import type { Registry } from '../../registry/registry';
import type { Connector } from '../../connectors/contract/connector';
import type { ClickHouse, ClickHouseFeatures } from '../../clickhouse/clickhouse';
import type { Service, ServiceType } from '../../model/service';
import type { Exclusive } from '../../util/create-exclusive';
import { createServiceLocks } from './service-locks';

export interface ManagementSettings {
  /**
   * Host names and addresses that EXTERNAL services may have, `*.example.com` included; null allows
   * every host.
   */
  readonly allowedHosts: readonly string[] | null;
  /** Connections that ClickHouse keeps to a service for each reader table, at most. */
  readonly sourcePoolSize: number;
  /** Bounds a credential check and the opening of a native session. */
  readonly connectTimeoutMs: number;
  /** Longest time for one statement of the data API; 30,000 when left out. */
  readonly queryTimeoutMs?: number;
  /** How long a change waits for a change that another gateway makes; 15,000 when left out. */
  readonly patienceMs?: number;
}

/**
 * Longer than a lease outlives its holder, so that a change that is repeated after a gateway died
 * succeeds.
 */
const PATIENCE_MS = 15_000;

/** What the use cases need from outside. */
export interface ManagementDependencies {
  readonly registry: Registry;
  readonly clickhouse: ClickHouse;
  /** Null or left out: no other gateway can use this ClickHouse. */
  readonly leases?: Leases | null;
  readonly features: ClickHouseFeatures;
  /** The connectors that are built. */
  readonly connectors: ReadonlyMap<ServiceType, Connector>;
  readonly settings: ManagementSettings;
  /** Every root field and type of the management schema: a table must not take one. */
  readonly reservedNames: ReadonlySet<string>;
  now(): Date;
  /** A random UUID. */
  newId(): string;
}

/** A service, and what is known of services of its type. */
export interface ServiceTarget {
  readonly service: Service;
  readonly connector: Connector;
}

export interface ManagementContext extends ManagementDependencies {
  /**
   * Runs changes of one service one after another, those of other gateways included. Each begins
   * with what the others changed. The registry and ClickHouse of this context refuse a change that
   * lost its lock.
   * @throws GatewayError IN_USE, retryable
   */
  forService(serviceName: string): Exclusive;
  /** Runs the task if nobody changes the service now. @returns whether it ran */
  ifFree(serviceName: string, task: () => Promise<void>): Promise<boolean>;
  /**
   * Held while names are chosen until they are in the registry, so that no two services take one
   * name.
   */
  readonly naming: Exclusive;
}

export function createManagementContext(dependencies: ManagementDependencies): ManagementContext {
  const { registry, clickhouse, leases = null } = dependencies;
  const locks = createServiceLocks({
    leases,
    registry,
    patienceMs: dependencies.settings.patienceMs ?? PATIENCE_MS,
  });
  return {
    ...dependencies,
    registry: { ...registry, write: (changes) => registry.write(changes, locks.assertHeld()) },
    clickhouse: {
      ...clickhouse,
      run: async (statement, options) => {
        locks.assertHeld();
        return clickhouse.run(statement, options);
      },
    },
    forService: (serviceName) => (task) => locks.withLock(serviceSubject(serviceName), task),
    ifFree: (serviceName, task) => locks.withLockIfFree(serviceSubject(serviceName), task),
    naming: (task) => locks.withLock('names', task),
  };
}

/** What is locked of a service while it is changed. */
export function serviceSubject(serviceName: string): string {
  return `service ${serviceName}`;
}
