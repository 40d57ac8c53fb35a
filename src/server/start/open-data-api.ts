import type { ClickHouse } from '../../clickhouse/clickhouse';
import { connectorFor } from '../../connectors/list';
import { ConnectionPermits } from '../../execution/connections/connection-permits';
import { WarmTables } from '../../execution/warm-queries/warm-tables';
import { buildGraphSchemas } from '../../graph/schema/build-graph-schemas';
import type { GraphSchemas } from '../../graph/schema/graph-schemas';
import { createDataReader, type DataReaderOptions } from '../../reading/create-data-reader';
import type { RegistrySnapshot } from '../../registry/snapshot';
import { sourceVersions } from '../../registry/source-version';
import { describeError } from '../errors/describe-error';
import type { Log } from '../errors/log';
import { HotGateway } from '../graphql/hot-gateway';
import type { Settings } from '../settings/settings';
import type { BackendParts } from './open-management';

/** Statements that wait for a service before the next is refused. */
const MAX_WAITING_PER_SERVICE = 1_000;

export interface DataApi {
  readonly gateway: HotGateway;
  /** Ends the connections that ClickHouse keeps for queries that are asked often. */
  stop(): Promise<void>;
}

export interface DataApiOptions {
  readonly settings: Settings;
  readonly log: Log;
  readonly isEmbedded: boolean;
}

/**
 * The data API follows the registry: every change of it swaps the schemas before the mutation
 * answers.
 */
export function openDataApi(parts: BackendParts, options: DataApiOptions): DataApi {
  const { registry, schema } = parts;
  const { settings } = options;
  const warmTables = openWarmTables(parts.clickhouse, options);
  const reader = readerOptions(parts, warmTables, options);
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
  return {
    gateway,
    stop: async () => {
      await warmTables?.follow(new Set());
    },
  };
}

function readerOptions(
  { clickhouse, features }: BackendParts,
  warmTables: WarmTables | undefined,
  { settings, isEmbedded }: DataApiOptions,
): DataReaderOptions {
  return {
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
    // The environment of the embedded server says so (PGTZ).
    utcSessions: isEmbedded,
    maxKeys: settings.maxJoinKeys,
    scanBudget: { rows: settings.scanBudgetRows, bytes: settings.scanBudgetBytes },
  };
}

function openWarmTables(
  clickhouse: ClickHouse,
  { settings, log }: DataApiOptions,
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
