import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { Client } from 'pg';
import { sql } from '../../../src/sql/sql';
import { eventually } from '../../helpers/eventually';
import { registerPostgresql } from '../../helpers/gateway/register-postgresql';
import { startTestGateway, type TestGateway } from '../../helpers/gateway/start-test-gateway';
import { startPostgresql, type PostgresqlServer } from '../../servers/postgresql-server';

/**
 * A statement that nobody waits for any more ends in PostgreSQL too, which ClickHouse alone does
 * not see to.
 */
let postgresql: PostgresqlServer;
let gateway: TestGateway;
let client: Client;

beforeAll(async () => {
  [postgresql, gateway] = await Promise.all([startPostgresql(), startTestGateway()]);
  await postgresql.createDatabase('slow');
  await postgresql.execute(
    sql`
    CREATE TABLE item (id integer PRIMARY KEY, label text NOT NULL);
    INSERT INTO item SELECT g, repeat('x', 100) FROM generate_series(1, 100000) g;
    CREATE VIEW late AS SELECT g AS id, pg_sleep(60) IS NULL AS was_late FROM generate_series(1, 2) g;
    CREATE VIEW broken AS SELECT g AS id, 1 / (g - 1) AS ratio FROM generate_series(1, 2) g;`,
    'slow',
  );
  await registerPostgresql(gateway, postgresql, { name: 'slow' });
  const { host, port, username: user, password } = postgresql;
  client = new Client({ host, port, user, password, database: 'slow' });
  await client.connect();
}, 60_000);

afterAll(async () => {
  await client?.end();
  await gateway?.stop();
  await postgresql?.remove();
}, 30_000);

/** Statements of ClickHouse that PostgreSQL is working on. */
async function readActive(): Promise<number> {
  const { rows } = await client.query<{ n: string }>(
    "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = 'slow' AND state = 'active' AND query LIKE 'COPY %' AND pid <> pg_backend_pid()",
  );
  return Number(rows[0]?.n);
}

const expectActive = (count: number) =>
  eventually(async () => {
    expect(await readActive()).toBe(count);
  });
const LATE = '{ slowLate(orderBy: {id: ASC}) { id wasLate } }';

/**
 * A request of a connection of its own, as it leaves nothing behind: fetch dials again after an
 * abort.
 */
function openRequest(query: string): ClientRequest {
  const sent = request(`${gateway.url}/graphql`, {
    agent: false,
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${gateway.readKey}` },
  });
  sent.on('error', () => undefined);
  sent.end(JSON.stringify({ query }));
  return sent;
}

test('of a client that went away', async () => {
  const leaving = openRequest(LATE);
  await expectActive(1);
  leaving.destroy();
  await expectActive(0);
}, 30_000);

test('whose time is up', async () => {
  await gateway.restart({ TRIBUTARY_QUERY_TIMEOUT_MS: '2000' });
  const answer = gateway.ask(LATE);
  await expectActive(1);
  expect((await answer).errors?.[0]?.extensions['code']).toBe('SERVICE_TIMEOUT');
  await expectActive(0);
}, 30_000);

test('only its own: others of the same account go on', async () => {
  await gateway.restart({ TRIBUTARY_QUERY_TIMEOUT_MS: '30000' });
  const [leaving, staying] = [openRequest(LATE), openRequest(LATE)];
  await expectActive(2);
  leaving.destroy();
  await expectActive(1);
  staying.destroy();
  await expectActive(0);
}, 30_000);

test('of a request of which another statement failed', async () => {
  const { remoteTables } = await gateway.data<{
    remoteTables: readonly { readonly id: string; readonly name: string }[];
  }>('{ remoteTables { id name } }');
  const idOf = (name: string) => remoteTables.find((table) => table.name === name)?.id;
  // A cast makes statements of their own.
  for (const to of ['late', 'broken']) {
    await gateway.data(
      'mutation ($input: CreateRelationshipInput!) { createRelationship(input: $input) { id } }',
      {
        input: {
          name: to,
          kind: 'ARRAY',
          fromTable: idOf('item'),
          toTable: idOf(to),
          columns: [{ from: 'id', to: 'id', castTo: 'STRING' }],
        },
      },
    );
  }
  const answer = await gateway.ask(
    '{ slowItem(where: {id: {_in: [1, 2]}}) { ' +
      'late(orderBy: {id: ASC}) { wasLate } broken(orderBy: {id: ASC}) ' +
      '{ ratio } } }',
  );
  expect(answer.errors?.[0]?.extensions).toMatchObject({
    code: 'SERVICE_QUERY_FAILED',
    service: 'slow',
  });
  await expectActive(0);
}, 30_000);

test('a slow client holds no connection of the service', async () => {
  const sent = openRequest('{ slowItem { id label } }');
  const response = await new Promise<IncomingMessage>((resolve) => {
    sent.once('response', resolve);
  });
  response.pause();
  await expectActive(0);
  let length = 0;
  for await (const chunk of response) length += (chunk as Buffer).length;
  expect(length).toBeGreaterThan(100_000 * 100);
}, 30_000);
