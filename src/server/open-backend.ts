import { randomUUID } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import { buildManagementSchema, managementNames } from '../../schema/build-management-schema';
import type { ClickHouse, ClickHouseFeatures } from '../clickhouse/clickhouse';
import { CONNECTORS, connectorFor } from '../connectors/list';
import { ConnectionSlots } from '../execution/connection-slots';
import { buildGraphSchemas } from '../graph/build-graph-schemas';
import { createDataReader, type DataReaderOptions } from '../graph/create-data-reader';
import type { GraphSchemas } from '../graph/graph-schemas';
import { createManagementContext, type ManagementContext } from '../integrations/management-context';
import { reconcile } from '../integrations/reconcile';
import { createRegistry, type Registry } from '../registry/registry';
import type { RegistrySnapshot } from '../registry/snapshot';
import { sql } from '../sql/sql';
import { describeError } from './describe-error';
import { HotGateway } from './hot-gateway';
import type { Probe } from './http-server';
import type { Log } from './log';
import { openClickHouse } from './open-clickhouse';
import type { Settings } from './settings';
import { watchHealth } from './watch-health';
import { waitForClickHouse } from './wait-for-clickhouse';

/** What the HTTP server needs behind it: ClickHouse, the registry and the GraphQL schemas made from it. */
export interface Backend {
  readonly gateway: HotGateway;
  readonly management: ManagementContext;
  readonly probe: Probe;
  stop(): Promise<void>;
}

export interface BackendOptions {
  readonly settings: Settings;
  readonly log: Log;
  onProgress(line: string): void;
}

const CONNECT_TIMEOUT_MS = 10_000;
/** Statements that wait for a service before the next is refused. */
const MAX_WAITING_PER_SERVICE = 1_000;
const REFRESH_INTERVAL_MS = 1_000;
/** Longer than any set-up takes: another gateway on the same ClickHouse may still be at work. */
const ABANDONED_AFTER_MS = 10 * 60_000;

/** @throws GatewayError CLICKHOUSE_UNAVAILABLE, and what the registry's first load throws */
export async function openBackend(options: BackendOptions): Promise<Backend> {
  const opened = await openClickHouse(options);
  const { clickhouse, isEmbedded } = opened;
  try {
    const place = options.settings.clickhouse === null ? 'The embedded ClickHouse' : `The ClickHouse at ${options.settings.clickhouse.url}`;
    const features = await waitForClickHouse(clickhouse, place, (line) => { options.onProgress(line); });
    options.onProgress(`ClickHouse ${features.version} answers.`);
    const registry = createRegistry(clickhouse);
    await registry.ensure();
    await registry.load();
    const schema = buildManagementSchema();
    const abandonedAfterMs = isEmbedded ? 0 : ABANDONED_AFTER_MS;
    const management = openManagement(options.settings, { clickhouse, features, registry, schema }, abandonedAfterMs);
    await reconcile(management, { abandonedAfterMs });
    const gateway = openGateway(options.settings, { clickhouse, features, registry, schema });
    const stopFollowing = isEmbedded ? () => undefined : followRegistry(registry, options.log);
    const stopWatching = watchHealth(management, options.settings.healthIntervalMs, options.log);
    return {
      gateway, management, probe: createProbe(clickhouse),
      stop: async () => {
        stopFollowing();
        await stopWatching();
        await opened.stop();
      },
    };
  } catch (error) {
    await opened.stop();
    throw error;
  }
}

interface Parts {
  readonly clickhouse: ClickHouse;
  readonly features: ClickHouseFeatures;
  readonly registry: Registry;
  readonly schema: GraphQLSchema;
}

function openManagement(settings: Settings, { clickhouse, features, registry, schema }: Parts, abandonedAfterMs: number): ManagementContext {
  return createManagementContext({
    registry, clickhouse, features, connectors: CONNECTORS,
    settings: {
      allowedHosts: settings.allowedHosts, sourcePoolSize: settings.connectionsPerTable, connectTimeoutMs: CONNECT_TIMEOUT_MS,
      queryTimeoutMs: settings.queryTimeoutMs, abandonedAfterMs,
    },
    reservedNames: managementNames(schema),
    now: () => new Date(),
    newId: randomUUID,
  });
}

/** The data API follows the registry: every change of it swaps the schemas before the mutation answers. */
function openGateway(settings: Settings, { clickhouse, features, registry, schema }: Parts): HotGateway {
  const reader: DataReaderOptions = {
    execution: {
      clickhouse,
      limits: { timeoutMs: settings.queryTimeoutMs, maxResultRows: settings.maxResultRows, maxResultBytes: settings.maxResultBytes },
      slots: new ConnectionSlots({ perService: settings.connectionsPerService, perPool: settings.connectionsPerTable, maxWaiting: MAX_WAITING_PER_SERVICE }),
    },
    connectorFor,
    passthrough: settings.passthrough && features.passthroughQuery,
  };
  const build = (snapshot: RegistrySnapshot): GraphSchemas => buildGraphSchemas(schema, snapshot, createDataReader(snapshot, reader));
  const gateway = new HotGateway(build(registry.current()));
  registry.onChange((snapshot) => { gateway.swap(build(snapshot)); });
  return gateway;
}

/** Sees what other gateways on the same ClickHouse change. @returns how to stop it */
function followRegistry(registry: Registry, log: Log): () => void {
  const timer = setInterval(() => {
    registry.refresh().catch((error: unknown) => { log.warn({ error: describeError(error) }, 'the registry could not be read; tried again'); });
  }, REFRESH_INTERVAL_MS);
  return () => { clearInterval(timer); };
}

function createProbe(clickhouse: ClickHouse): Probe {
  return async () => {
    await clickhouse.rows(sql`SELECT 1`);
    return true;
  };
}
