import {
  ConnectionPermits,
  type ConnectionLimits,
} from '../execution/connections/connection-permits';
import type { ExecutionLimits } from '../execution/statements/run-statement';
import { WarmTables, type WarmTablesOptions } from '../execution/warm-queries/warm-tables';
import type { RegistrySnapshot } from '../registry/snapshot';
import { sourceVersions } from '../registry/source-version';
import type { ClickHouse } from '../clickhouse/clickhouse';
import { createDataReader, type DataReaderOptions } from './create-data-reader';
import type { ReadData } from './request/read-data';

export interface DataReadersOptions extends Omit<DataReaderOptions, 'execution'> {
  readonly clickhouse: ClickHouse;
  readonly limits: ExecutionLimits;
  readonly connections: ConnectionLimits;
  /** Connections of passthrough queries that are kept; null: none is. */
  readonly warmQueries: Pick<WarmTablesOptions, 'perService' | 'onRefused'> | null;
}

/**
 * What reads data in one gateway: connections are counted and kept for the readers of all snapshots
 * together.
 */
export interface DataReaders {
  /** What reads data of the tables of one snapshot. */
  readerOf(snapshot: RegistrySnapshot): ReadData;
  /**
   * Ends the warm queries of services that have changed.
   * @returns when those that nobody reads have ended
   */
  follow(snapshot: RegistrySnapshot): Promise<void>;
  /** Ends all warm queries. */
  stop(): Promise<void>;
}

export function openDataReaders(options: DataReadersOptions): DataReaders {
  const { clickhouse, limits, connections, warmQueries, ...planning } = options;
  const warmTables =
    warmQueries === null
      ? undefined
      : new WarmTables({ ...warmQueries, clickhouse, now: () => performance.now() });
  const execution = {
    clickhouse,
    limits,
    connections: new ConnectionPermits(connections),
    ...(warmTables === undefined ? {} : { warmTables }),
  };
  return {
    readerOf: (snapshot) => createDataReader(snapshot, { ...planning, execution }),
    follow: async (snapshot) => warmTables?.follow(sourceVersions(snapshot)),
    stop: async () => warmTables?.follow(new Set()),
  };
}
