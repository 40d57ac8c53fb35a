import { randomBytes } from 'node:crypto';
import { postgresqlIdentifier, postgresqlString } from '../src/sql/postgresql-quoting';
import { sql } from '../src/sql/sql';
import { startClickhouse } from '../test/servers/clickhouse-server';
import { startPostgresql } from '../test/servers/postgresql-server';
import { startS3 } from '../test/servers/s3-server';
import { LISTENING, LISTENING_STATEMENTS } from './listening';
import { MUSIC_STORE, MUSIC_STORE_ROWS, MUSIC_STORE_TABLES } from './music-store';
import type { DemoSources } from './register-services';
import { ROYALTIES, royaltyFiles } from './royalties';

interface Removable {
  remove(): Promise<void>;
}

/** Called with each server as soon as it runs, so that it is stopped whatever fails later. */
export type OnServer = (server: Removable) => void;

/** Starts the three servers of the demo, filled, each with an account that may only read. */
export async function startSources(
  onServer: OnServer,
  say: (line: string) => void,
): Promise<DemoSources> {
  const [postgresql, clickhouse, s3] = await Promise.all([
    startMusicStore(onServer, say),
    startListening(onServer, say),
    startLabelFiles(onServer, say),
  ]);
  return { postgresql, clickhouse, s3 };
}

async function startMusicStore(
  onServer: OnServer,
  say: (line: string) => void,
): Promise<DemoSources['postgresql']> {
  const server = await startPostgresql({
    onProgress: (step) => {
      say(`PostgreSQL: ${step}`);
    },
  });
  onServer(server);
  await server.createDatabase(MUSIC_STORE.database);
  say('PostgreSQL: filling the music store');
  await server.execute(MUSIC_STORE_TABLES, MUSIC_STORE.database);
  await server.execute(MUSIC_STORE_ROWS, MUSIC_STORE.database);
  const password = newPassword();
  const reader = postgresqlIdentifier(MUSIC_STORE.reader);
  await server.execute(
    sql`CREATE ROLE ${reader} LOGIN PASSWORD ${postgresqlString(password)}; GRANT SELECT
      ON ALL TABLES IN SCHEMA public TO ${reader}`,
    MUSIC_STORE.database,
  );
  return { host: server.host, port: server.port, password };
}

async function startListening(
  onServer: OnServer,
  say: (line: string) => void,
): Promise<DemoSources['clickhouse']> {
  say('ClickHouse: starting a second one, as a source');
  const password = newPassword();
  const server = await startClickhouse({
    accounts: [
      { username: LISTENING.reader, password, grants: [`GRANT SELECT ON ${LISTENING.database}.*`] },
    ],
  });
  onServer(server);
  say('ClickHouse: filling 200,000 plays');
  for (const statement of LISTENING_STATEMENTS) await server.execute(statement);
  return { host: server.host, port: server.port, password };
}

async function startLabelFiles(
  onServer: OnServer,
  say: (line: string) => void,
): Promise<DemoSources['s3']> {
  say('S3: starting s3rver, with three CSV files');
  const server = await startS3();
  onServer(server);
  await server.createBucket(ROYALTIES.bucket);
  for (const { key, content } of royaltyFiles()) await server.put(ROYALTIES.bucket, key, content);
  return {
    url: server.url,
    accessKeyId: server.accessKeyId,
    secretAccessKey: server.secretAccessKey,
  };
}

function newPassword(): string {
  return randomBytes(18).toString('base64url');
}
