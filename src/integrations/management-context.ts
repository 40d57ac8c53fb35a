import type { ClickHouse, ClickHouseFeatures } from '../clickhouse/clickhouse';
import type { Connector } from '../connectors/connector';
import type { ServiceType } from '../model/service';
import type { Registry } from '../registry/registry';
import { createExclusive, type Exclusive } from '../util/create-exclusive';

export interface ManagementSettings {
  /** Host names and addresses that EXTERNAL services may have, `*.example.com` included; null allows every host. */
  readonly allowedHosts: readonly string[] | null;
  /** Connections that ClickHouse keeps to a service for each reader table, at most. */
  readonly sourcePoolSize: number;
  /** Bounds a credential check and the opening of a native session. */
  readonly connectTimeoutMs: number;
  /** Longest time for one statement of the data API; 30,000 when left out. */
  readonly queryTimeoutMs?: number;
  /** How old a change of another gateway must be to count as given up; 0 or left out: no other gateway shares this ClickHouse. */
  readonly abandonedAfterMs?: number;
}

/** What the use cases need from outside. */
export interface ManagementDependencies {
  readonly registry: Registry;
  readonly clickhouse: ClickHouse;
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

export interface ManagementContext extends ManagementDependencies {
  /** Changes of one service wait for each other within this gateway, and begin with what other gateways changed. */
  forService(serviceName: string): Exclusive;
  /** Held while names are chosen until they are in the registry, so that no two services take one name. */
  readonly naming: Exclusive;
}

export function createManagementContext(dependencies: ManagementDependencies): ManagementContext {
  const byService = new Map<string, Exclusive>();
  const forService = (serviceName: string): Exclusive => {
    const exclusive = byService.get(serviceName) ?? createExclusive();
    byService.set(serviceName, exclusive);
    return (task) => exclusive(async () => {
      await dependencies.registry.refresh();
      return task();
    });
  };
  return { ...dependencies, forService, naming: createExclusive() };
}
