import { join } from 'node:path';
import type { ClickHouse } from '../../src/clickhouse/clickhouse';
import { createClickHouse } from '../../src/clickhouse/create-clickhouse';
import { startEmbeddedClickHouse } from '../../src/clickhouse/embedded/start-embedded-clickhouse';
import type { ClickHouseConnection } from '../../src/clickhouse/http/clickhouse-connection';
import { findFreePort } from '../../src/util/find-free-port';
import { startMariadb } from '../../test/servers/mariadb-server';
import { startPostgresql } from '../../test/servers/postgresql-server';
import type { DataSize } from '../data/data-size';
import { fillClickhouse, STREAM_DATABASE } from '../data/fill-clickhouse';
import { CATALOGUE_DATABASE, fillMariadb } from '../data/fill-mariadb';
import { fillPostgresql, SHOP_DATABASE } from '../data/fill-postgresql';
import { writeParquet } from '../data/write-parquet';
import { startObjectStore, type ObjectStore } from './start-object-store';
import type { StartedServers } from './started-servers';

/** Where a database is, and who may read all of it. */
export interface Login {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  readonly password: string;
}

/** The data, on real servers. */
export interface Sources {
  readonly shop: Login;
  readonly catalogue: Login;
  /** The native port of a ClickHouse. */
  readonly stream: Login;
  readonly lake: ObjectStore;
}

export interface SourcesOptions {
  readonly folder: string;
  readonly size: DataSize;
  readonly started: StartedServers;
  readonly say: (line: string) => void;
}

/** Starts the four sources and fills them. */
export async function startSources(options: SourcesOptions): Promise<Sources> {
  const [shop, catalogue, streamAndLake] = await Promise.all([
    startShop(options),
    startCatalogue(options),
    startStreamAndLake(options),
  ]);
  return { shop, catalogue, ...streamAndLake };
}

async function startShop({ size, started, say }: SourcesOptions): Promise<Login> {
  // Room for all of the data, as an operator would give it.
  const server = await startPostgresql({
    settings: { shared_buffers: '512MB', work_mem: '16MB', max_wal_size: '4GB' },
  });
  started.keep(server, () => server.remove());
  await fillPostgresql(server, size);
  say(`PostgreSQL holds ${size.customers} customers and ${size.orders} orders`);
  return { ...server, database: SHOP_DATABASE };
}

async function startCatalogue({ size, started, say }: SourcesOptions): Promise<Login> {
  const server = await startMariadb({ settings: { 'innodb-buffer-pool-size': '256M' } });
  started.keep(server, () => server.remove());
  await fillMariadb(server, size);
  say(`MariaDB holds ${size.products} products`);
  return { ...server, database: CATALOGUE_DATABASE };
}

async function startStreamAndLake({
  folder,
  size,
  started,
  say,
}: SourcesOptions): Promise<Pick<Sources, 'stream' | 'lake'>> {
  const tcpPort = await findFreePort();
  const [server, lake] = await Promise.all([
    startEmbeddedClickHouse({ dataDir: join(folder, 'stream'), tcpPort }).then((running) =>
      started.keep(running, () => running.stop()),
    ),
    startObjectStore(started),
  ]);
  await withClient(server.connection, async (clickhouse) => {
    await fillClickhouse(clickhouse, size);
    say(`ClickHouse holds ${size.events} events`);
    await writeParquet(clickhouse, lake, size);
    say(`the S3 server holds ${size.sales} sales`);
  });
  const { username, password } = server.connection;
  return {
    stream: {
      host: '127.0.0.1',
      port: tcpPort,
      database: STREAM_DATABASE,
      username,
      password: password.reveal(),
    },
    lake,
  };
}

async function withClient(
  connection: ClickHouseConnection,
  work: (clickhouse: ClickHouse) => Promise<void>,
): Promise<void> {
  const clickhouse = createClickHouse(connection);
  try {
    await work(clickhouse);
  } finally {
    await clickhouse.close();
  }
}
