import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onStopSignal } from '../src/cli/stop-signal';
import { postgresqlIdentifier, postgresqlString } from '../src/sql/postgresql-quoting';
import { sql } from '../src/sql/sql';
import { readSettings, SettingsError } from '../src/server/settings';
import { startGateway, type RunningGateway } from '../src/server/start-gateway';
import { DEMO_QUERY } from './demo-query';
import { graphqlRequest } from './graphql-request';
import { MUSIC_STORE, MUSIC_STORE_ROWS, MUSIC_STORE_TABLES } from './music-store';
import { printAnswer } from './print-answer';
import { registerMusicStore, type SourceAccount } from './register-music-store';
import { startPostgresql, type PostgresqlServer } from './servers/postgresql-server';

const say = (line: string): void => { console.error(line); };
const out = (line: string): void => { console.log(line); };

/**
 * The whole product in narrow: a PostgreSQL and a gateway of their own in a temporary folder, wired through the
 * gateway's GraphQL API, one query with its answer and plan, then serving until Ctrl-C.
 */
async function main(): Promise<void> {
  const stopAsked = onStopSignal(say);
  const folder = await mkdtemp(join(tmpdir(), 'tributary-demo-'));
  const started: { stop(): Promise<void> }[] = [];
  try {
    const [postgresql, gateway] = await Promise.all([
      startMusicStore().then((server) => keep(started, server, () => server.remove())),
      startDemoGateway(folder).then((running) => keep(started, running, () => running.stop())),
    ]);
    const endpoint = { url: `${gateway.url}/graphql`, key: await readFile(join(folder, 'admin.key'), 'utf8').then((text) => text.trim()) };
    say('\nRegistering PostgreSQL with the gateway, by mutations over HTTP:');
    await registerMusicStore(endpoint, await createReader(postgresql), (line) => { say(`  ${line}`); });
    printAnswer(DEMO_QUERY, await graphqlRequest(endpoint, DEMO_QUERY), out);
    out(`\nServing on   ${gateway.url}/graphql   (queries need no key here; the admin key is in ${join(folder, 'admin.key')})`);
    out(`Explorer at  ${gateway.url}/\nPress Ctrl-C to stop everything.`);
    await stopAsked;
  } finally {
    await Promise.allSettled(started.map((server) => server.stop()));
    await rm(folder, { recursive: true, force: true });
    say('Stopped.');
  }
}

/** Remembers how to stop a server, whatever else fails. */
function keep<T>(started: { stop(): Promise<void> }[], server: T, stop: () => Promise<void>): T {
  started.push({ stop });
  return server;
}

async function startMusicStore(): Promise<PostgresqlServer> {
  const server = await startPostgresql({ onProgress: (step) => { say(`PostgreSQL: ${step}`); } });
  await server.createDatabase(MUSIC_STORE.database);
  say('PostgreSQL: filling the music store');
  await server.execute(MUSIC_STORE_TABLES, MUSIC_STORE.database);
  await server.execute(MUSIC_STORE_ROWS, MUSIC_STORE.database);
  return server;
}

/** The account that ClickHouse connects with may only read. */
async function createReader(server: PostgresqlServer): Promise<SourceAccount> {
  const password = randomBytes(18).toString('base64url');
  const reader = postgresqlIdentifier(MUSIC_STORE.reader);
  await server.execute(
    sql`CREATE ROLE ${reader} LOGIN PASSWORD ${postgresqlString(password)}; GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${reader}`,
    MUSIC_STORE.database,
  );
  return { host: server.host, port: server.port, username: MUSIC_STORE.reader, password };
}

function startDemoGateway(folder: string): Promise<RunningGateway> {
  const settings = readSettings({
    TRIBUTARY_LOG_LEVEL: 'warn',
    TRIBUTARY_CORS_ORIGINS: 'https://studio.apollographql.com',
    ...process.env,
    TRIBUTARY_DATA_DIR: folder,
    TRIBUTARY_ANONYMOUS_READ: 'true',
  });
  return startGateway(settings, { onProgress: (line) => { say(`Gateway: ${line}`); }, explorerQuery: DEMO_QUERY });
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    say(error instanceof SettingsError || error instanceof Error ? `The demo could not start: ${error.message}` : String(error));
    process.exit(1);
  },
);
