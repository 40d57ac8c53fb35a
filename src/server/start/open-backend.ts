import { randomUUID } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import { buildManagementSchema, managementNames } from '../../../schema/build-management-schema';
import type { ClickHouse, ClickHouseFeatures } from '../../clickhouse/clickhouse';
import { CONNECTORS, connectorFor } from '../../connectors/list';
import { ConnectionPermits } from '../../execution/connections/connection-permits';
import { WarmTables } from '../../execution/warm-queries/warm-tables';
import { buildGraphSchemas } from '../../graph/schema/build-graph-schemas';
import { createDataReader, type DataReaderOptions } from '../../reading/create-data-reader';
import type { GraphSchemas } from '../../graph/schema/graph-schemas';
import {
  createManagementContext,
  type ManagementContext,
} from '../../management/context/management-context';
import { reconcile } from '../../management/recovery/reconcile';
import { createClaims, type Claims } from '../../registry/claims';
import { createRegistry, type Registry } from '../../registry/registry';
import { sourceVersions } from '../../registry/source-version';
import type { RegistrySnapshot } from '../../registry/snapshot';
import { sql } from '../../sql/sql';
import { describeError } from '../errors/describe-error';
import { followRegistry } from './follow-registry';
import { beginLife, type GatewayLife } from './gateway-life';
import { HotGateway } from '../graphql/hot-gateway';
import type { Probe } from '../http/http-server';
import type { Log } from '../errors/log';
import { openClickHouse } from './open-clickhouse';
import type { Settings } from '../settings/settings';
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

/** @throws GatewayError CLICKHOUSE_UNAVAILABLE, and what the registry's first load throws */
export async function openBackend(options: BackendOptions): Promise<Backend> {
  const opened = await openClickHouse(options);
  const { clickhouse, isEmbedded } = opened;
  try {
    const place =
      options.settings.clickhouse === null
        ? 'The embedded ClickHouse'
        : `The ClickHouse at ${options.settings.clickhouse.url}`;
    const features = await waitForClickHouse(clickhouse, place, (line) => {
      options.onProgress(line);
    });
    options.onProgress(`ClickHouse ${features.version} answers.`);
    const registry = createRegistry(clickhouse);
    await registry.ensure();
    await registry.load();
    const schema = buildManagementSchema();
    const shared = isEmbedded ? null : await openClaims(options.settings, clickhouse);
    const management = openManagement(
      options.settings,
      { clickhouse, features, registry, schema },
      shared?.claims ?? null,
    );
    await reconcile(management);
    const warmTables = openWarmTables(clickhouse, options);
    const gateway = openGateway(
      options.settings,
      { clickhouse, features, registry, schema, warmTables },
      isEmbedded,
    );
    const stopFollowing =
      shared === null ? () => Promise.resolve() : followRegistry(management, options.log);
    const stopWatching = watchHealth(management, options.settings.healthIntervalMs, options.log);
    return {
      gateway,
      management,
      probe: createProbe(clickhouse),
      stop: async () => {
        await stopFollowing();
        await stopWatching();
        await warmTables?.follow(new Set());
        await opened.stop();
        await shared?.life.end();
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

/** Others may share this ClickHouse. What this gateway claimed in an earlier life is free at once. */
async function openClaims(
  { dataDir }: Settings,
  clickhouse: ClickHouse,
): Promise<{ readonly claims: Claims; readonly life: GatewayLife }> {
  const life = await beginLife(dataDir);
  const claims = createClaims(clickhouse, life.id, randomUUID);
  await claims.ensure();
  await claims.endClaimsOf(life.ended);
  return { claims, life };
}

function openManagement(
  settings: Settings,
  { clickhouse, features, registry, schema }: Parts,
  claims: Claims | null,
): ManagementContext {
  return createManagementContext({
    registry,
    clickhouse,
    claims,
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

/** The data API follows the registry: every change of it swaps the schemas before the mutation answers. */
function openGateway(
  settings: Settings,
  {
    clickhouse,
    features,
    registry,
    schema,
    warmTables,
  }: Parts & { readonly warmTables: WarmTables | undefined },
  isEmbedded: boolean,
): HotGateway {
  const reader: DataReaderOptions = {
    execution: {
      clickhouse,
      limits: {
        timeoutMs: settings.queryTimeoutMs,
        maxResultRows: settings.maxResultRows,
        maxResultBytes: settings.maxResultBytes,
      },
      connections: new ConnectionPermits({
        perService: settings.connectionsPerService,
        perPool: settings.connectionsPerTable,
        maxWaiting: MAX_WAITING_PER_SERVICE,
      }),
      ...(warmTables === undefined ? {} : { warmTables }),
    },
    connectorFor,
    passthrough: settings.passthrough && features.passthroughQuery,
    // Its environment says so (PGTZ).
    utcSessions: isEmbedded,
    maxKeys: settings.maxJoinKeys,
    scanBudget: { rows: settings.scanBudgetRows, bytes: settings.scanBudgetBytes },
  };
  const federation = settings.federation
    ? { sdlNeedsAdmin: !settings.introspection, maxKeys: settings.maxJoinKeys }
    : null;
  const build = (snapshot: RegistrySnapshot): GraphSchemas =>
    buildGraphSchemas(schema, snapshot, createDataReader(snapshot, reader), { federation });
  const gateway = new HotGateway(build(registry.current()));
  void warmTables?.follow(sourceVersions(registry.current()));
  registry.onChange(async (snapshot) => {
    gateway.swap(build(snapshot));
    await warmTables?.follow(sourceVersions(snapshot));
  });
  return gateway;
}

function openWarmTables(
  clickhouse: ClickHouse,
  { settings, log }: BackendOptions,
): WarmTables | undefined {
  if (settings.keptQueries === 0) return undefined;
  return new WarmTables({
    clickhouse,
    perService: settings.keptQueries,
    now: () => performance.now(),
    onRefused: (cause) => {
      log.debug(
        { error: describeError(cause) },
        'ClickHouse keeps no connections of passthrough queries for the gateway',
      );
    },
  });
}

function createProbe(clickhouse: ClickHouse): Probe {
  return async () => {
    await clickhouse.rows(sql`SELECT 1`);
    return true;
  };
}
