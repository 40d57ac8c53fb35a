import { sql } from '../../../src/sql/sql';
import { ALL_ITEMS, createItems, readAllItems } from '../../fixtures/items';
import { eventually } from '../../helpers/eventually';
import {
  startTestClickHouse,
  type TestClickHouse,
} from '../../helpers/gateway/start-test-clickhouse';
import {
  startTestGateway,
  type Answer,
  type TestGateway,
} from '../../helpers/gateway/start-test-gateway';
import {
  startClickHouseDoor,
  type ClickHouseDoor,
} from '../../helpers/sources/start-clickhouse-door';
import { startPostgresql, type PostgresqlServer } from '../../servers/postgresql-server';

/**
 * Somebody drops in ClickHouse what an integration made: its state and its fields say what is gone
 * and what mends it, and that does.
 */

const HEALTH_INTERVAL_MS = 300;
/** One look after another, each of some statements, on a busy machine. */
const SEEN_WITHIN_MS = HEALTH_INTERVAL_MS + 20_000;

let shop: PostgresqlServer;
let engine: TestClickHouse;
let door: ClickHouseDoor;
let gateway: TestGateway;
let id: string;

const CREATE_SERVICE =
  'mutation ($input: CreateServiceInput!) { createService(input: $input) { id } }';
const SET_UP =
  'mutation ($input: SetUpManagedDatabasesInput!) { setUpManagedDatabases(input: $input) { id } }';
const RESUME = 'mutation ($id: ID!) { resumeIntegration(id: $id) { state } }';
const PAUSE = 'mutation ($id: ID!) { pauseIntegration(id: $id) { state } }';
const ROTATE =
  'mutation ($credentials: CredentialsInput!) { ' +
  'rotateCredentials(service: "shop", credentials: $credentials) { ' +
  'name } }';
interface State {
  readonly state: string;
  readonly errors: readonly {
    readonly code: string;
    readonly message: string;
    readonly likelyCause: string;
  }[];
}
const stateOf = async (): Promise<State> =>
  (
    await gateway.data<{ integration: State }>(
      'query ($id: ID!) { integration(id: $id) { state errors { code message likelyCause } } }',
      { id },
    )
  ).integration;
const ask = (): Promise<Answer> => gateway.ask(`{ ${readAllItems('shop')} }`);
const errorsOf = (answer: Answer) =>
  (answer.errors ?? []).map(({ message, extensions }) => ({
    message,
    code: extensions['code'],
    service: extensions['service'],
  }));

async function expectFailed(what: string): Promise<void> {
  await eventually(async () => {
    const { state, errors } = await stateOf();
    expect([state, errors]).toEqual([
      'FAILED',
      [
        {
          code: 'CLICKHOUSE_OBJECT_MISSING',
          likelyCause: 'CLICKHOUSE',
          message: expect.stringContaining(what) as unknown,
        },
      ],
    ]);
  }, SEEN_WITHIN_MS);
}

async function expectWell(): Promise<void> {
  await eventually(async () => {
    expect(await stateOf()).toEqual({ state: 'RUNNING', errors: [] });
  }, SEEN_WITHIN_MS);
  expect(await ask()).toMatchObject({ data: ALL_ITEMS });
}

beforeAll(async () => {
  [shop, engine] = await Promise.all([
    startPostgresql({ settings: { log_connections: 'on' } }),
    startTestClickHouse(),
  ]);
  await createItems(shop, 'shop');
  door = await startClickHouseDoor(engine);
  gateway = await startTestGateway({
    ...door.env,
    TRIBUTARY_HEALTH_INTERVAL_MS: String(HEALTH_INTERVAL_MS),
  });
  await gateway.data(CREATE_SERVICE, {
    input: {
      name: 'shop',
      postgresql: { host: shop.host, port: shop.port, database: 'shop', sslMode: 'DISABLE' },
    },
  });
  const credentials = { username: shop.username, password: shop.password };
  const made = await gateway.data<{ setUpManagedDatabases: { id: string } }>(SET_UP, {
    input: { service: 'shop', credentials, databases: [{ database: 'shop', schema: 'public' }] },
  });
  id = made.setUpManagedDatabases.id;
}, 60_000);

afterAll(async () => {
  await gateway.stop();
  await door.stop();
  await engine.stop();
  await shop.remove();
});

test('a reader', async () => {
  await expectWell();
  await engine.clickhouse.run(sql`DROP TABLE endpoint_shop.\`shop.public.items\` SYNC`);
  const answer = await ask();
  // The other two are passthrough queries, which need no reader.
  expect(errorsOf(answer)).toEqual(
    [0, 1].map(() => ({
      code: 'CLICKHOUSE_OBJECT_MISSING',
      service: 'shop',
      message: expect.stringMatching(
        /table .* is gone from ClickHouse. resumeIntegration/,
      ) as unknown,
    })),
  );
  expect(answer.data).toMatchObject({ r2: ALL_ITEMS['r2'], r3: ALL_ITEMS['r3'] });
  await expectFailed('endpoint_shop.shop.public.items');
  expect(await gateway.data(RESUME, { id })).toEqual({ resumeIntegration: { state: 'RUNNING' } });
  await expectWell();
}, 30_000);

test('the database of all readers', async () => {
  await engine.clickhouse.run(sql`DROP DATABASE endpoint_shop SYNC`);
  expect(errorsOf(await ask()).map(({ code, message }) => [code, message])).toEqual(
    [0, 1].map(() => [
      'CLICKHOUSE_OBJECT_MISSING',
      expect.stringMatching(/database .* is gone from ClickHouse. resumeIntegration/) as unknown,
    ]),
  );
  await expectFailed('endpoint_shop.shop.public.items');
  await gateway.data(RESUME, { id });
  await expectWell();
}, 30_000);

test('a managed database', async () => {
  await engine.clickhouse.run(sql`DROP DATABASE endpoint_shop_shop_public SYNC`);
  // Only users of ClickHouse read it.
  expect(await ask()).toMatchObject({ data: ALL_ITEMS });
  await expectFailed('endpoint_shop_shop_public');
  await gateway.data(RESUME, { id });
  await expectWell();
  expect(
    await engine.clickhouse.rows(sql`SELECT count() AS n FROM endpoint_shop_shop_public.items`),
  ).toEqual([{ n: '200' }]);
}, 30_000);

test('the named collection, and with it the credentials', async () => {
  await engine.clickhouse.run(sql`DROP NAMED COLLECTION endpoint_shop`, {
    settings: { check_named_collection_dependencies: 0 },
  });
  // Engine tables keep what the collection held when they were made.
  expect(errorsOf(await ask())).toEqual(
    [2, 3].map(() => ({
      code: 'CLICKHOUSE_OBJECT_MISSING',
      service: 'shop',
      message: expect.stringMatching(
        /named collection .* is gone from ClickHouse. Give them again, with rotateCredentials/,
      ) as unknown,
    })),
  );
  expect(
    errorsOf(await gateway.ask('{ service(name: "shop") { catalog { name } } }')),
  ).toMatchObject([{ code: 'CLICKHOUSE_OBJECT_MISSING' }]);
  await expectFailed('endpoint_shop');
  expect(errorsOf(await gateway.ask(RESUME, { id }))).toMatchObject([
    { code: 'CREDENTIALS_REQUIRED' },
  ]);
  await gateway.data(ROTATE, { credentials: { username: shop.username, password: shop.password } });
  await expectWell();
}, 30_000);

test('nothing of it connects to the service of a paused integration', async () => {
  const connections = async (): Promise<number> =>
    (await shop.readLog()).match(/connection received/g)?.length ?? 0;
  const before = await connections();
  await new Promise((done) => setTimeout(done, 4 * HEALTH_INTERVAL_MS));
  expect(await connections()).toBeGreaterThan(before);
  await gateway.data(PAUSE, { id });
  const paused = await connections();
  await engine.clickhouse.run(sql`DROP DATABASE endpoint_shop SYNC`);
  await new Promise((done) => setTimeout(done, 6 * HEALTH_INTERVAL_MS));
  expect([await connections(), await stateOf()]).toEqual([paused, { state: 'PAUSED', errors: [] }]);
  await gateway.data(RESUME, { id });
  await expectWell();
}, 30_000);
