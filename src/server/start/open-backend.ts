import type { ManagementContext } from '../../management/context/management-context';
import { reconcile } from '../../management/recovery/reconcile';
import { createRegistry } from '../../registry/registry';
import type { ClickHouse } from '../../clickhouse/clickhouse';
import { sql } from '../../sql/sql';
import type { Log } from '../errors/log';
import { unlessAborted } from '../../util/unless-aborted';
import { buildManagementSchema } from '../../../schema/build-management-schema';
import type { HotGateway } from '../graphql/hot-gateway';
import type { Probe } from '../http/http-server';
import type { Settings } from '../settings/settings';
import { followRegistry } from './follow-registry';
import { openClickHouse, type OpenedClickHouse } from './open-clickhouse';
import { openDataApi } from './open-data-api';
import { openLeases, openManagement, type BackendParts } from './open-management';
import { waitForClickHouse } from './wait-for-clickhouse';
import { watchHealth } from './watch-health';

/**
 * What the HTTP server needs behind it: ClickHouse, the registry and the GraphQL schemas made from
 * it.
 */
export interface Backend {
  readonly gateway: HotGateway;
  readonly management: ManagementContext;
  readonly probe: Probe;
  stop(): Promise<void>;
}

export interface BackendOptions {
  readonly settings: Settings;
  readonly log: Log;
  readonly onProgress: (line: string) => void;
  /** Ends a start that is under way. */
  readonly signal?: AbortSignal;
}

/**
 * Opens ClickHouse, and both halves of the API on it.
 * @throws StartError, GatewayError CLICKHOUSE_UNAVAILABLE, the signal's reason once it aborts, and
 *   what the registry's
 *   first load throws
 */
export async function openBackend(options: BackendOptions): Promise<Backend> {
  const opened = await openClickHouse(options);
  try {
    return await unlessAborted(openApis(opened, options), options.signal);
  } catch (error) {
    // The life of this gateway is not ended: what it has leased is free when the next one finds
    // that it is over.
    await opened.stop();
    throw error;
  }
}

async function openApis(opened: OpenedClickHouse, options: BackendOptions): Promise<Backend> {
  const { settings, log, signal } = options;
  const { clickhouse, isEmbedded } = opened;
  const parts = await openRegistry(clickhouse, options);
  signal?.throwIfAborted();
  const shared = isEmbedded ? null : await openLeases(settings, clickhouse);
  const management = openManagement(settings, parts, shared?.leases ?? null);
  signal?.throwIfAborted();
  await reconcile(management);
  signal?.throwIfAborted();
  const dataApi = openDataApi(parts, { settings, log, isEmbedded });
  const stopFollowing = shared === null ? null : followRegistry(management, log);
  const stopWatching = watchHealth(management, settings.healthIntervalMs, log);
  return {
    gateway: dataApi.gateway,
    management,
    probe: createProbe(clickhouse),
    stop: async () => {
      await stopFollowing?.();
      await stopWatching();
      await dataApi.stop();
      await opened.stop();
      await shared?.life.end();
    },
  };
}

async function openRegistry(
  clickhouse: ClickHouse,
  { settings, onProgress, signal }: BackendOptions,
): Promise<BackendParts> {
  const { url, user } = settings.clickhouse ?? { url: null, user: null };
  const features = await waitForClickHouse(clickhouse, {
    place: url === null ? 'The embedded ClickHouse' : `The ClickHouse at ${url}`,
    user,
    onProgress,
    signal,
  });
  onProgress(`ClickHouse ${features.version} answers.`);
  const registry = createRegistry(clickhouse);
  await registry.ensure();
  await registry.load();
  return { clickhouse, features, registry, schema: buildManagementSchema() };
}

function createProbe(clickhouse: ClickHouse): Probe {
  return async () => {
    await clickhouse.rows(sql`SELECT 1`);
    return true;
  };
}
