import { buildGraphSchemas } from '../../graph/schema/build-graph-schemas';
import type { GraphSchemas } from '../../graph/schema/graph-schemas';
import { openDataReaders, type DataReadersOptions } from '../../reading/open-data-readers';
import type { RegistrySnapshot } from '../../registry/snapshot';
import { connectorFor } from '../../connectors/list';
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
  const readers = openDataReaders(readersOptions(parts, options));
  const federation = settings.federation
    ? { sdlNeedsAdmin: !settings.introspection, maxKeys: settings.maxJoinKeys }
    : null;
  const build = (snapshot: RegistrySnapshot): GraphSchemas =>
    buildGraphSchemas(schema, snapshot, readers.readerOf(snapshot), { federation });
  const gateway = new HotGateway(build(registry.current()));
  void readers.follow(registry.current());
  registry.onChange(async (snapshot) => {
    gateway.swap(build(snapshot));
    await readers.follow(snapshot);
  });
  return { gateway, stop: () => readers.stop() };
}

function readersOptions(
  { clickhouse, features }: BackendParts,
  { settings, log, isEmbedded }: DataApiOptions,
): DataReadersOptions {
  return {
    clickhouse,
    limits: {
      timeoutMs: settings.queryTimeoutMs,
      maxResultRows: settings.maxResultRows,
      maxResultBytes: settings.maxResultBytes,
    },
    connections: {
      perService: settings.connectionsPerService,
      perPool: settings.connectionsPerTable,
      maxWaiting: MAX_WAITING_PER_SERVICE,
    },
    warmQueries:
      settings.keptQueries === 0
        ? null
        : {
            perService: settings.keptQueries,
            onRefused: (cause) => {
              log.debug(
                { error: describeError(cause) },
                'ClickHouse keeps no connections of passthrough queries for the gateway',
              );
            },
          },
    connectorFor,
    passthrough: settings.passthrough && features.passthroughQuery,
    // The environment of the embedded server says so (PGTZ).
    utcSessions: isEmbedded,
    maxKeys: settings.maxJoinKeys,
    scanBudget: { rows: settings.scanBudgetRows, bytes: settings.scanBudgetBytes },
  };
}
