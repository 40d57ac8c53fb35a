import { randomUUID } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import {
  createManagementContext,
  type ManagementContext,
} from '../../management/context/management-context';
import { createLeases, type Leases } from '../../registry/leases';
import type { Registry } from '../../registry/registry';
import { CONNECTORS } from '../../connectors/list';
import type { ClickHouse, ClickHouseFeatures } from '../../clickhouse/clickhouse';
import { managementNames } from '../../../schema/build-management-schema';
import type { Settings } from '../settings/settings';
import { beginLife, type GatewayLife } from './gateway-life';

const CONNECT_TIMEOUT_MS = 10_000;

/** What both halves of the API are made from. */
export interface BackendParts {
  readonly clickhouse: ClickHouse;
  readonly features: ClickHouseFeatures;
  readonly registry: Registry;
  /** The management API. */
  readonly schema: GraphQLSchema;
}

/**
 * What use cases of the management API work with.
 * @param leases null where no other gateway shares this ClickHouse
 */
export function openManagement(
  settings: Settings,
  { clickhouse, features, registry, schema }: BackendParts,
  leases: Leases | null,
): ManagementContext {
  return createManagementContext({
    registry,
    clickhouse,
    leases,
    features,
    connectors: CONNECTORS,
    settings: {
      allowedHosts: settings.allowedHosts,
      sourcePoolSize: settings.connectionsPerTable,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      queryTimeoutMs: settings.queryTimeoutMs,
    },
    reservedNames: managementNames(schema),
    now: () => new Date(),
    newId: randomUUID,
  });
}

/**
 * Takes part among the gateways that share a ClickHouse. Whatever this one leased in an earlier
 * life is free at once.
 */
export async function openLeases(
  { dataDir }: Settings,
  clickhouse: ClickHouse,
): Promise<{ readonly leases: Leases; readonly life: GatewayLife }> {
  const life = await beginLife(dataDir);
  const leases = createLeases(clickhouse, life.id, randomUUID);
  await leases.ensure();
  await leases.endLeasesOf(life.ended);
  return { leases, life };
}
