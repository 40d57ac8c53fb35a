import { sql } from '../../../src/sql/sql';
import { createItems } from '../../fixtures/items';
import { eventually } from '../../helpers/eventually';
import {
  startTestGateway,
  type Answer,
  type TestGateway,
} from '../../helpers/gateway/start-test-gateway';
import { startTcpProxy, type TcpProxy } from '../../helpers/sources/start-tcp-proxy';
import { withServer } from '../../helpers/sources/with-server';
import { startMariadb, type MariadbServer } from '../../servers/mariadb-server';
import { startPostgresql, type PostgresqlServer } from '../../servers/postgresql-server';

/**
 * A service that hangs, from the start or in mid-life: whatever is asked of it answers within its
 * deadline, it can be paused and deleted, the gateway starts and stops, and nobody else waits.
 */

const QUERY_TIMEOUT_MS = 2_000;
/** A look into the service: the check of a login. */
const CHECK_MS = 10_000;
/** For a machine that is busy. */
const GRACE_MS = 5_000;

let postgresql: PostgresqlServer;
let mariadb: MariadbServer;
let proxies: Readonly<Record<string, TcpProxy>>;
let gateway: TestGateway;

const CREATE_SERVICE =
  'mutation ($input: CreateServiceInput!) { createService(input: $input) { id } }';
const SET_UP =
  'mutation ($input: SetUpManagedCredentialsInput!) { ' +
  'setUpManagedCredentials(input: $input) { id remoteTables { id } } }';
const SET_UP_DATABASES =
  'mutation ($input: SetUpManagedDatabasesInput!) { setUpManagedDatabases(input: $input) { id } }';
const CREATE_TABLE =
  'mutation ($input: CreateRemoteTableInput!) { createRemoteTable(input: $input) { id } }';
const CATALOG = 'query ($name: String!) { service(name: $name) { catalog(limit: 5) { name } } }';
const TEST =
  'mutation ($service: String!, $credentials: CredentialsInput) { ' +
  'testConnection(service: $service, credentials: $credentials) { ok ' +
  'refusal } }';
const ROTATE =
  'mutation ($service: String!, $credentials: CredentialsInput!) { ' +
  'rotateCredentials(service: $service, credentials: $credentials) { name } }';
const STATE = '{ integrations { id state errors { code likelyCause } service { name } } }';
const codeOf = ({ errors }: Answer): unknown => errors?.[0]?.extensions['code'] ?? 'OK';

interface Named {
  readonly id: string;
  readonly state: string;
  readonly service: { readonly name: string };
  readonly errors: readonly { readonly code: string }[];
}
const integrationsOf = async (name: string): Promise<readonly Named[]> =>
  (await gateway.data<{ integrations: readonly Named[] }>(STATE)).integrations.filter(
    ({ service }) => service.name === name,
  );

/** What was asked, its outcome, and how long it took. */
async function within(limitMs: number, what: string, task: () => Promise<Answer>): Promise<string> {
  const startedAt = performance.now();
  const answer = await task();
  const tookMs = performance.now() - startedAt;
  if (tookMs > limitMs + GRACE_MS) throw new Error(`${what} took ${Math.round(tookMs)} ms`);
  return `${what} ${String(codeOf(answer))}`;
}

/** The slowest answer of a service that is well, while the task runs. */
async function slowestNeighbour(task: () => Promise<void>): Promise<number> {
  let isOver = false;
  let slowestMs = 0;
  const ask = async (query: string, variables = {}): Promise<void> => {
    while (!isOver) {
      const startedAt = performance.now();
      expect(codeOf(await gateway.ask(query, variables))).toBe('OK');
      slowestMs = Math.max(slowestMs, performance.now() - startedAt);
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  const asking = Promise.all([
    ask('{ goodItemsByPk(id: 7) { name } goodItems(orderBy: [{ id: DESC }], limit: 2) { id } }'),
    ask(CATALOG, { name: 'good' }),
  ]);
  await task().finally(() => {
    isOver = true;
  });
  await asking;
  return slowestMs;
}

const HUNG = ['pg', 'my'] as const;
const credentialsOf = (name: string) =>
  name === 'my'
    ? { username: mariadb.username, password: mariadb.password }
    : { username: postgresql.username, password: postgresql.password };
const addressOf = (name: string, port: number) =>
  name === 'my'
    ? { mysql: { host: '127.0.0.1', port, database: 'shop', sslMode: 'DISABLE' } }
    : { postgresql: { host: '127.0.0.1', port, database: 'shop', sslMode: 'DISABLE' } };

beforeAll(async () => {
  [postgresql, mariadb] = await Promise.all([startPostgresql(), startMariadb()]);
  await createItems(postgresql, 'shop');
  await mariadb.execute(
    sql`CREATE DATABASE shop; CREATE TABLE shop.items (id int PRIMARY KEY, name varchar(40)); INSERT INTO shop.items VALUES (1, 'a'), (2, 'b')`,
  );
  proxies = { pg: await startTcpProxy(postgresql.port), my: await startTcpProxy(mariadb.port) };
  gateway = await startTestGateway({
    TRIBUTARY_QUERY_TIMEOUT_MS: String(QUERY_TIMEOUT_MS),
    TRIBUTARY_HEALTH_INTERVAL_MS: '1000',
    TRIBUTARY_CONNECTIONS_PER_SERVICE: '4',
    TRIBUTARY_CONNECTIONS_PER_TABLE: '3',
  });
  await gateway.data(CREATE_SERVICE, {
    input: { name: 'good', ...addressOf('good', postgresql.port) },
  });
  await gateway.data(SET_UP, {
    input: {
      service: 'good',
      credentials: credentialsOf('good'),
      remoteTables: [{ name: 'items' }],
    },
  });
}, 90_000);

afterAll(async () => {
  await gateway.stop();
  for (const proxy of Object.values(proxies)) await proxy.stop();
  await Promise.all([postgresql.remove(), mariadb.remove()]);
});

async function setUp(name: string): Promise<void> {
  await gateway.data(CREATE_SERVICE, {
    input: { name, ...addressOf(name, proxies[name]?.port ?? 0) },
  });
  if (name === 'pg')
    await gateway.data(SET_UP_DATABASES, {
      input: {
        service: name,
        credentials: credentialsOf(name),
        databases: [{ database: 'shop', schema: 'public' }],
      },
    });
  await gateway.data(SET_UP, {
    input: {
      service: name,
      credentials: name === 'pg' ? null : credentialsOf(name),
      remoteTables: [{ name: 'mine', table: 'items' }],
    },
  });
  expect(codeOf(await gateway.ask(queryOf(name)))).toBe('OK');
}
const queryOf = (name: string): string =>
  `{ ${name}MineByPk(id: 1) { id } ${name}Mine(orderBy: [{ name: ASC }], limit: 1) { id } }`;

test('a port that accepts and never answers is refused in time', async () => {
  await withServer(null, async (port) => {
    for (const name of HUNG)
      await gateway.data(CREATE_SERVICE, {
        input: { name: `dead-${name}`, ...addressOf(name, port) },
      });
    const slowest = await slowestNeighbour(async () => {
      const outcomes = await Promise.all(
        HUNG.flatMap((name) => [
          within(CHECK_MS, 'test', () =>
            gateway.ask(TEST, { service: `dead-${name}`, credentials: credentialsOf(name) }),
          ),
          within(CHECK_MS, 'setUp', () =>
            gateway.ask(SET_UP, {
              input: { service: `dead-${name}`, credentials: credentialsOf(name) },
            }),
          ),
          within(0, 'catalog', () => gateway.ask(CATALOG, { name: `dead-${name}` })),
        ]),
      );
      expect(outcomes).toEqual(
        HUNG.flatMap(() => [
          'test OK',
          'setUp CREDENTIALS_REFUSED',
          'catalog CREDENTIALS_REQUIRED',
        ]),
      );
    });
    expect(slowest).toBeLessThan(GRACE_MS);
    for (const name of HUNG)
      await gateway.data('mutation ($name: String!) { deleteService(name: $name) { name } }', {
        name: `dead-${name}`,
      });
  });
}, 60_000);

test('one that falls silent in mid-life is given up in time, its state says so, and it comes back', async () => {
  for (const name of HUNG) await setUp(name);
  for (const proxy of Object.values(proxies)) proxy.fallSilent();
  const slowest = await slowestNeighbour(async () => {
    for (let round = 0; round < 3; round += 1) {
      const outcomes = await Promise.all(
        HUNG.flatMap((name) =>
          Array.from({ length: 4 }, () =>
            within(QUERY_TIMEOUT_MS, name, () => gateway.ask(queryOf(name))),
          ),
        ),
      );
      for (const outcome of outcomes) expect(outcome).toMatch(/ SERVICE_(TIMEOUT|UNREACHABLE)$/);
    }
    const outcomes = await Promise.all(
      HUNG.flatMap((name) => [
        within(CHECK_MS, 'catalog', () => gateway.ask(CATALOG, { name })),
        within(CHECK_MS, 'test', () => gateway.ask(TEST, { service: name })),
        within(CHECK_MS, 'describe', () =>
          gateway.ask(CREATE_TABLE, { input: { service: name, name: 'more', table: 'items' } }),
        ),
      ]),
    );
    expect(outcomes).toEqual(
      HUNG.flatMap(() => [
        expect.stringMatching(/^catalog SERVICE_(TIMEOUT|UNREACHABLE)$/) as unknown,
        'test OK',
        'describe SERVICE_UNREACHABLE',
      ]),
    );
    // What asks the service for nothing does not wait for it either.
    const declared = await Promise.all(
      HUNG.map((name) =>
        within(0, name, () =>
          gateway.ask(CREATE_TABLE, {
            input: {
              service: name,
              name: 'declared',
              table: 'items',
              columns: [{ name: 'id', type: 'Int32' }],
            },
          }),
        ),
      ),
    );
    expect(declared).toEqual(HUNG.map((name) => `${name} OK`));
    const rotated = await Promise.all(
      HUNG.map((name) =>
        within(CHECK_MS, name, () =>
          gateway.ask(ROTATE, { service: name, credentials: credentialsOf(name) }),
        ),
      ),
    );
    expect(rotated).toEqual(HUNG.map((name) => `${name} CREDENTIALS_REFUSED`));
    for (const name of HUNG) {
      await eventually(async () => {
        for (const { state, errors } of await integrationsOf(name))
          expect([state, errors[0]?.code]).toEqual(['FAILED', expect.stringMatching(/^SERVICE_/)]);
      }, 15_000);
    }
  });
  expect(slowest).toBeLessThan(GRACE_MS);
  for (const proxy of Object.values(proxies)) proxy.speak();
  for (const name of HUNG) {
    await eventually(async () => {
      expect(codeOf(await gateway.ask(queryOf(name)))).toBe('OK');
    }, 30_000);
    await eventually(async () => {
      expect((await integrationsOf(name)).map(({ state }) => state)).toEqual(
        (await integrationsOf(name)).map(() => 'RUNNING'),
      );
    }, 15_000);
  }
}, 120_000);

test('it can be paused and deleted while it hangs, with statements that wait for it, and the gateway stops and starts', async () => {
  for (const proxy of Object.values(proxies)) proxy.fallSilent();
  await Promise.all(HUNG.map((name) => gateway.ask(queryOf(name))));
  const slowest = await slowestNeighbour(async () => {
    for (const name of HUNG) {
      const [integration] = await integrationsOf(name);
      expect(
        await within(CHECK_MS, 'pause', () =>
          gateway.ask('mutation ($id: ID!) { pauseIntegration(id: $id) { state } }', {
            id: integration?.id,
          }),
        ),
      ).toBe('pause OK');
      expect(
        await within(CHECK_MS, 'resume', () =>
          gateway.ask('mutation ($id: ID!) { resumeIntegration(id: $id) { state } }', {
            id: integration?.id,
          }),
        ),
      ).toMatch(/SERVICE_|OK/);
    }
  });
  expect(slowest).toBeLessThan(GRACE_MS);
  const startedAt = performance.now();
  await gateway.restart();
  expect(performance.now() - startedAt).toBeLessThan(20_000 + GRACE_MS);
  await Promise.all(HUNG.map((name) => gateway.ask(queryOf(name))));
  for (const name of HUNG) {
    expect(
      await within(2 * CHECK_MS, 'delete', () =>
        gateway.ask(
          'mutation ($name: String!) { deleteService(name: $name, force: true) { name } }',
          { name },
        ),
      ),
    ).toBe('delete OK');
  }
  expect(codeOf(await gateway.ask('{ goodItems(limit: 1) { id } }'))).toBe('OK');
}, 120_000);
