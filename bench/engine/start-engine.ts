import { join } from 'node:path';
import { createClickHouse } from '../../src/clickhouse/create-clickhouse';
import { startEmbeddedClickHouse } from '../../src/clickhouse/embedded/start-embedded-clickhouse';
import type { ClickHouseConnection } from '../../src/clickhouse/http/clickhouse-connection';
import type { Sources } from '../sources/start-sources';
import type { StartedServers } from '../sources/started-servers';
import { declareTables } from './declare-tables';

/**
 * A ClickHouse as the gateway's own, for the contenders that have none: the sources are tables of
 * its database `bench`.
 */
export interface Engine {
  readonly connection: ClickHouseConnection;
  readonly version: string;
  readonly pid: number;
}

export async function startEngine(
  folder: string,
  sources: Sources,
  started: StartedServers,
): Promise<Engine> {
  const server = await startEmbeddedClickHouse({ dataDir: join(folder, 'engine') });
  started.keep(server, () => server.stop());
  const clickhouse = createClickHouse(server.connection);
  try {
    await declareTables(clickhouse, sources);
    return {
      connection: server.connection,
      version: (await clickhouse.readFeatures()).version,
      pid: server.pid() ?? 0,
    };
  } finally {
    await clickhouse.close();
  }
}
