import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from '../../../src/sql/sql';
import { eventually } from '../../helpers/eventually';
import { registerPostgresql } from '../../helpers/gateway/register-postgresql';
import { startTestGateway, type TestGateway } from '../../helpers/gateway/start-test-gateway';
import { startPostgresql, type PostgresqlServer } from '../../servers/postgresql-server';

let server: PostgresqlServer;
let gateway: TestGateway;
let id: string;

const READ =
  '{ shopCustomer(orderBy: [{ id: ASC }], limit: 2) { id } ' +
  'shopCustomerByPk(id: 3) { name orders { id } } }';
const ROTATE =
  'mutation ($credentials: CredentialsInput!) { ' +
  'rotateCredentials(service: "shop", credentials: $credentials) { ' +
  'name accounts } }';
const STATE =
  'query ($id: ID!) { integration(id: $id) { state errors { code likelyCause message at } } }';
const codesOf = async (): Promise<readonly unknown[]> =>
  ((await gateway.ask(READ)).errors ?? []).map((error) => error.extensions['code']);
const state = async () =>
  (
    await gateway.data<{ integration: { state: string; errors: readonly { code: string }[] } }>(
      STATE,
      { id },
    )
  ).integration;

/** Asks all the time, four at once, while the task runs; the errors and the number of answers. */
async function underLoad(
  task: () => Promise<unknown>,
): Promise<{ readonly codes: readonly unknown[]; readonly answers: number }> {
  const codes: unknown[] = [];
  let answers = 0;
  let isOver = false;
  const load = Array.from({ length: 4 }, async () => {
    while (!isOver) {
      codes.push(...(await codesOf()));
      answers += 1;
    }
  });
  await task();
  const enough = answers + 40;
  while (answers < enough) await new Promise((done) => setTimeout(done, 10));
  isOver = true;
  await Promise.all(load);
  return { codes, answers };
}

beforeAll(async () => {
  [server, gateway] = await Promise.all([
    startPostgresql({ logStatements: true }),
    startTestGateway({ TRIBUTARY_HEALTH_INTERVAL_MS: '100' }),
  ]);
  await server.createDatabase('shop');
  await server.execute(
    sql`
    CREATE TABLE customer (id int PRIMARY KEY, name text NOT NULL);
    CREATE TABLE orders (id int PRIMARY KEY, customer_id int REFERENCES customer);
    INSERT INTO customer SELECT i, 'n' || i FROM generate_series(1, 20) i; INSERT INTO orders SELECT i, i % 20 + 1 FROM generate_series(1, 50) i;
    CREATE ROLE one LOGIN PASSWORD 'password-of-one'; CREATE ROLE two LOGIN PASSWORD 'password-of-two'; GRANT pg_read_all_data TO one, two`,
    'shop',
  );
  ({ id } = await registerPostgresql(gateway, server, {
    name: 'shop',
    username: 'one',
    password: 'password-of-one',
  }));
}, 120_000);

afterAll(async () => {
  await gateway?.stop();
  await server?.remove();
}, 60_000);

test('credentials are rotated while queries run, and none fails', async () => {
  const { codes, answers } = await underLoad(async () => {
    await gateway.data(ROTATE, { credentials: { username: 'two', password: 'password-of-two' } });
    await server.execute(
      sql`ALTER ROLE one NOLOGIN; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'one'`,
    );
  });
  expect(codes).toEqual([]);
  expect(answers).toBeGreaterThan(40);
}, 60_000);

test('a password that was changed first fails queries only until it is given', async () => {
  await server.execute(
    sql`ALTER ROLE two PASSWORD 'changed-password'; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'two'`,
  );
  expect(await codesOf()).toContain('SERVICE_UNREACHABLE');
  await eventually(async () =>
    expect(await state()).toMatchObject({
      state: 'FAILED',
      errors: [{ code: 'SERVICE_UNREACHABLE', likelyCause: 'SERVICE' }],
    }),
  );
  await gateway.data(ROTATE, { credentials: { username: 'two', password: 'changed-password' } });
  expect(await codesOf()).toEqual([]);
  await eventually(async () => expect(await state()).toEqual({ state: 'RUNNING', errors: [] }));
});

test('an account is made and replaced while queries run, and none fails', async () => {
  const credentials = {
    provision: { adminUsername: server.username, adminPassword: server.password },
  };
  const made = await gateway.data<{ rotateCredentials: { accounts: readonly string[] } }>(ROTATE, {
    credentials,
  });
  const { codes } = await underLoad(async () => {
    const { rotateCredentials } = await gateway.data<{
      rotateCredentials: { accounts: readonly string[] };
    }>(ROTATE, { credentials });
    expect(rotateCredentials.accounts).toHaveLength(1);
    expect(rotateCredentials.accounts).not.toEqual(made.rotateCredentials.accounts);
  });
  expect(codes).toEqual([]);
}, 60_000);

test('a paused integration answers at once, and its service hears nothing', async () => {
  await gateway.data('mutation ($id: ID!) { pauseIntegration(id: $id) { state } }', { id });
  const logged = (await server.readLog()).length;
  const { data, errors } = await gateway.ask(READ);
  expect(data).toEqual({ shopCustomer: null, shopCustomerByPk: null });
  expect(errors?.map((error) => error.extensions)).toEqual(
    [1, 2].map(() => ({
      code: 'INTEGRATION_PAUSED',
      category: 'USER',
      retryable: false,
      service: 'shop',
      integration: id,
    })),
  );
  await new Promise((done) => setTimeout(done, 500));
  expect((await server.readLog()).length).toBe(logged);
  await gateway.restart();
  expect((await state()).state).toBe('PAUSED');
  expect(await codesOf()).toEqual(['INTEGRATION_PAUSED', 'INTEGRATION_PAUSED']);
  await gateway.data('mutation ($id: ID!) { resumeIntegration(id: $id) { state } }', { id });
  expect(await codesOf()).toEqual([]);
});

test('a refreshed table has its new column in the data API at once', async () => {
  const { remoteTables } = await gateway.data<{
    remoteTables: readonly { id: string; fieldName: string }[];
  }>('{ remoteTables { id fieldName } }');
  const customer = remoteTables.find((table) => table.fieldName === 'shopCustomer');
  await server.execute(sql`ALTER TABLE customer ADD COLUMN city text DEFAULT 'Oslo'`, 'shop');
  const { refreshRemoteTable } = await gateway.data<{ refreshRemoteTable: object }>(
    'mutation ($id: ID!) { refreshRemoteTable(id: $id) { ' +
      'changes columns { fieldName } refreshedAt } }',
    { id: customer?.id },
  );
  expect(refreshRemoteTable).toMatchObject({
    changes: ['Column "city" (text) was added.'],
    columns: [{ fieldName: 'id' }, { fieldName: 'name' }, { fieldName: 'city' }],
  });
  expect(await gateway.data('{ shopCustomerByPk(id: 1) { city } }')).toEqual({
    shopCustomerByPk: { city: 'Oslo' },
  });
});

test('no secret is in a file of the gateway', async () => {
  const files = (await readdir(gateway.dataDir, { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile(),
  );
  const texts = await Promise.all(
    files.map((entry) => readFile(join(entry.parentPath, entry.name)).catch(() => Buffer.alloc(0))),
  );
  expect(texts.length).toBeGreaterThan(5);
  for (const secret of ['password-of-one', 'password-of-two', 'changed-password', server.password])
    expect(texts.some((text) => text.includes(secret))).toBe(false);
});
