import { readdir, readFile } from 'node:fs/promises';
import { request, type ClientRequest } from 'node:http';
import { join } from 'node:path';
import { Client } from 'pg';
import { sql } from '../../../src/sql/sql';
import { eventually } from '../../helpers/eventually';
import { findEnginePids } from '../../helpers/gateway/find-engine-pids';
import { registerPostgresql } from '../../helpers/gateway/register-postgresql';
import {
  startTestGateway,
  type Answer,
  type TestGateway,
} from '../../helpers/gateway/start-test-gateway';
import { startPostgresql, type PostgresqlServer } from '../../servers/postgresql-server';

/**
 * Passthrough queries that are asked again and again have a connection of their own, and nobody can
 * tell by anything but the plan.
 */
let postgresql: PostgresqlServer;
let gateway: TestGateway;
let client: Client;
let integrationId: string;

beforeAll(async () => {
  [postgresql, gateway] = await Promise.all([
    startPostgresql({ logStatements: true, settings: { log_connections: 'on' } }),
    startTestGateway(),
  ]);
  await postgresql.createDatabase('kept');
  await postgresql.execute(
    sql`
    CREATE ROLE reader LOGIN PASSWORD 'first-password'; GRANT pg_read_all_data TO reader;
    CREATE ROLE next LOGIN PASSWORD 'next-password'; GRANT pg_read_all_data TO next;
    CREATE TABLE item (id integer PRIMARY KEY, label text NOT NULL);
    INSERT INTO item SELECT g, 'label ' || g FROM generate_series(1, 1000) g;
    CREATE VIEW late AS SELECT g AS id, pg_sleep(60) IS NULL AS was_late FROM generate_series(1, 2) g WHERE (SELECT count(*) FROM item) = 1001;
    CREATE VIEW broken AS SELECT g AS id, 1 / (g - 1) AS ratio FROM generate_series(1, 2) g;`,
    'kept',
  );
  ({ id: integrationId } = await registerPostgresql(gateway, postgresql, {
    name: 'kept',
    username: 'reader',
    password: 'first-password',
  }));
  await connect();
}, 60_000);

afterAll(async () => {
  await client?.end();
  await gateway?.stop();
  await postgresql?.remove();
}, 30_000);

async function connect(): Promise<void> {
  const { host, port, username: user, password } = postgresql;
  client = new Client({ host, port, user, password, database: 'postgres' });
  // It is stopped under it.
  client.on('error', () => undefined);
  await client.connect();
}

/** What ClickHouse has open in PostgreSQL, under the names of its accounts. */
async function readConnections(
  state: 'active' | 'idle',
): Promise<readonly { readonly pid: number; readonly usename: string }[]> {
  const { rows } = await client.query<{ pid: number; usename: string }>(
    "SELECT pid, usename FROM pg_stat_activity WHERE datname = 'kept' AND state = $1",
    [state],
  );
  return rows;
}

const labels = (prefix: string) =>
  `{ keptItem(where: {label: {_like: "${prefix}%"}}, ` +
  'orderBy: [{id: DESC}], limit: 2) { id label } }';
const isKept = ({ extensions }: Answer): boolean =>
  extensions?.plan?.[0]?.clickhouse.startsWith('CREATE TEMPORARY TABLE ') === true;
const codeOf = ({ errors }: Answer): unknown => errors?.[0]?.extensions['code'];
const expectActive = (count: number) =>
  eventually(async () => {
    expect(await readConnections('active')).toHaveLength(count);
  });

/** Asks until its connection is kept. */
async function warm(query: string): Promise<Answer> {
  return eventually(async () => {
    const answer = await gateway.ask(query);
    expect(isKept(answer)).toBe(true);
    return answer;
  });
}

/** A request of a connection of its own, which can leave. */
function openRequest(query: string): ClientRequest {
  const sent = request(`${gateway.url}/graphql`, {
    agent: false,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${gateway.adminKey}`,
      'tributary-plan': '1',
    },
  });
  sent.on('error', () => undefined);
  sent.end(JSON.stringify({ query }));
  return sent;
}

test('one connection answers many questions, as the table function answered them', async () => {
  const query = labels('label 99');
  const first = await gateway.ask(query);
  expect(first.data).toEqual({
    keptItem: [
      { id: 999, label: 'label 999' },
      { id: 998, label: 'label 998' },
    ],
  });
  await warm(query);
  const before = (await postgresql.readLog()).length;
  let last = first;
  for (let times = 0; times < 10; times += 1) {
    last = await gateway.ask(query);
    expect([isKept(last), last.data]).toEqual([true, first.data]);
  }
  const log = (await postgresql.readLog()).slice(before);
  expect(log).not.toContain('connection authorized: user=reader');
  expect(log).not.toContain('LIMIT 0');
  const [plan] = last.extensions?.plan ?? [];
  expect(plan?.why).toContain('its connection is kept');
  expect(log.split(plan?.received[0] ?? '?')).toHaveLength(11);
  // But for their marks.
  const [received, receivedFirst] = [plan, first.extensions?.plan?.[0]].map((each) =>
    each?.received[0]?.replace(/^\/\*.*?\*\//, ''),
  );
  expect(received).toBe(receivedFirst);
}, 30_000);

test('nothing of it is on the disk of ClickHouse', async () => {
  await warm(labels('label 98'));
  const found: string[] = [];
  for (const entry of await readdir(join(gateway.dataDir, 'clickhouse'), {
    recursive: true,
    withFileTypes: true,
  })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && (await readFile(file).catch(() => Buffer.alloc(0))).includes('label 98'))
      found.push(file);
  }
  expect(found).toEqual([]);
}, 30_000);

test('errors are those of the table function', async () => {
  const query = '{ keptBroken(orderBy: [{id: ASC}]) { ratio } }';
  for (let times = 0; times < 5; times += 1)
    expect(codeOf(await gateway.ask(query))).toBe('SERVICE_QUERY_FAILED');
}, 30_000);

test('what is read by one and asked by another is read apart, and ends with its own client', async () => {
  const query = '{ keptLate(orderBy: [{id: ASC}]) { id wasLate } }';
  await warm(query);
  await postgresql.execute(sql`INSERT INTO item VALUES (1001, 'the last')`, 'kept');
  const over = openRequest(query);
  await expectActive(1);
  const [{ pid: kept } = { pid: 0 }] = await readConnections('active');
  const beside = openRequest(query);
  await expectActive(2);
  over.destroy();
  await eventually(async () => {
    expect((await readConnections('active')).map(({ pid }) => pid)).not.toContain(kept);
  });
  await expectActive(1);
  beside.destroy();
  await expectActive(0);
  await postgresql.execute(sql`DELETE FROM item WHERE id = 1001`, 'kept');
  expect((await gateway.ask(query)).data).toEqual({ keptLate: [] });
}, 30_000);

test('PostgreSQL may be started anew', async () => {
  const query = labels('label 97');
  const { data } = await warm(query);
  await postgresql.stop();
  expect(codeOf(await gateway.ask(query))).toBe('SERVICE_UNREACHABLE');
  await postgresql.start();
  await client.end().catch(() => undefined);
  await connect();
  expect((await gateway.ask(query)).data).toEqual(data);
  await warm(query);
  await postgresql.stop();
  await postgresql.start();
  await client.end().catch(() => undefined);
  await connect();
  expect((await gateway.ask(query)).data).toEqual(data);
}, 60_000);

test('ClickHouse may lose the session', async () => {
  const query = labels('label 96');
  const { data } = await warm(query);
  for (const pid of findEnginePids(gateway.dataDir)) process.kill(pid, 'SIGKILL');
  await eventually(async () => {
    expect(
      (await gateway.ask('{ keptItem(where: {id: {_eq: 1}}) { id } }')).errors,
    ).toBeUndefined();
  });
  expect((await gateway.ask(query)).data).toEqual(data);
  await warm(query);
}, 60_000);

test('rotated credentials leave no connection of those before', async () => {
  const query = labels('label 95');
  const { data } = await warm(query);
  expect((await readConnections('idle')).map(({ usename }) => usename)).toContain('reader');
  await gateway.data(
    'mutation ($credentials: CredentialsInput!) { ' +
      'rotateCredentials(service: "kept", credentials: $credentials) { ' +
      'name } }',
    { credentials: { username: 'next', password: 'next-password' } },
  );
  await eventually(async () => {
    expect((await readConnections('idle')).filter(({ usename }) => usename === 'reader')).toEqual(
      [],
    );
  });
  expect((await gateway.ask(query)).data).toEqual(data);
  await warm(query);
  expect((await readConnections('idle')).map(({ usename }) => usename)).toContain('next');
}, 60_000);

test('a paused integration leaves none at all', async () => {
  await warm(labels('label 94'));
  const change = (mutation: string) =>
    gateway.data(`mutation ($id: ID!) { ${mutation}(id: $id) { state } }`, { id: integrationId });
  await change('pauseIntegration');
  await eventually(async () => {
    expect(await readConnections('idle')).toEqual([]);
  });
  await change('resumeIntegration');
  await warm(labels('label 94'));
}, 60_000);

test('few are kept, and none where the operator wants none; limits hold over them', async () => {
  await gateway.restart({ TRIBUTARY_KEPT_QUERIES: '2', TRIBUTARY_MAX_RESULT_ROWS: '100' });
  for (const digit of [1, 2, 3, 4, 5, 6])
    for (let times = 0; times < 4; times += 1)
      expect((await gateway.ask(labels(`label ${digit}`))).errors).toBeUndefined();
  // The managed database has one too.
  await eventually(async () => {
    expect((await readConnections('idle')).length).toBeLessThanOrEqual(3);
  });
  for (let times = 0; times < 4; times += 1)
    expect(
      codeOf(await gateway.ask('{ keptItem(orderBy: [{label: ASC}], limit: 101) { id } }')),
    ).toBe('RESULT_TOO_LARGE');
  await gateway.restart({ TRIBUTARY_KEPT_QUERIES: '0' });
  for (let times = 0; times < 5; times += 1)
    expect(isKept(await gateway.ask(labels('label 1')))).toBe(false);
  await eventually(async () => {
    expect((await readConnections('idle')).length).toBeLessThanOrEqual(1);
  });
}, 60_000);
