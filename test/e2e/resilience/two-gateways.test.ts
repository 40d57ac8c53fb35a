import { Client } from 'pg';
import { sql } from '../../../src/sql/sql';
import { createItems } from '../../fixtures/items';
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
 * Two gateways on one ClickHouse change things at the same moment: each change is whole, and both
 * see the same soon after.
 */

let shop: PostgresqlServer;
let engine: TestClickHouse;
let door: ClickHouseDoor;
let gateways: readonly [TestGateway, TestGateway];

/**
 * They look once a second; the rest is for a busy machine, on which two schemas are built and
 * printed.
 */
const SEEN_WITHIN_MS = 8_000;
const SCHEMA =
  '{ __schema { queryType { fields { name args { name } type { name kind ofType { name } } ' +
  '} } types { name fields { name } } } services { name id integrations { state } } }';
const CREATE_SERVICE =
  'mutation ($input: CreateServiceInput!) { createService(input: $input) { id } }';
const SET_UP =
  'mutation ($input: SetUpManagedCredentialsInput!) { ' +
  'setUpManagedCredentials(input: $input) { id } }';
const CREATE_TABLE =
  'mutation ($input: CreateRemoteTableInput!) { ' +
  'createRemoteTable(input: $input) { id fieldName } }';
const DELETE_SERVICE =
  'mutation ($name: String!) { deleteService(name: $name, force: true) { name } }';
const addressOf = () => ({
  host: shop.host,
  port: shop.port,
  database: 'shop',
  sslMode: 'DISABLE',
});
const codeOf = (answer: Answer): unknown => answer.errors?.[0]?.extensions['code'] ?? 'OK';

const onBoth = (
  query: string,
  variables: (index: number) => Readonly<Record<string, unknown>>,
): Promise<readonly Answer[]> =>
  Promise.all(gateways.map((gateway, index) => gateway.ask(query, variables(index))));

async function setUp(name: string): Promise<void> {
  await gateways[0].data(CREATE_SERVICE, { input: { name, postgresql: addressOf() } });
  await gateways[0].data(SET_UP, {
    input: { service: name, credentials: { username: shop.username, password: shop.password } },
  });
}

/** What both say, when they say the same in time. */
async function expectSame(): Promise<string> {
  return eventually(async () => {
    const [one, two] = await onBoth(SCHEMA, () => ({}));
    expect(one?.text).toBe(two?.text);
    return one?.text ?? '';
  }, SEEN_WITHIN_MS);
}

beforeAll(async () => {
  [shop, engine] = await Promise.all([startPostgresql(), startTestClickHouse()]);
  await createItems(shop, 'shop');
  door = await startClickHouseDoor(engine);
  const start = (): Promise<TestGateway> =>
    startTestGateway({ ...door.env, TRIBUTARY_HEALTH_INTERVAL_MS: '200' });
  gateways = await Promise.all([start(), start()]);
}, 60_000);

afterAll(async () => {
  for (const gateway of gateways) await gateway.stop();
  await door.stop();
  await engine.stop();
  await shop.remove();
});

test('one service is created once, by one of them', async () => {
  for (let round = 0; round < 5; round += 1) {
    const codes = (
      await onBoth(CREATE_SERVICE, () => ({
        input: { name: `twin-${round}`, postgresql: addressOf() },
      }))
    ).map(codeOf);
    expect(codes.toSorted()).toEqual(['ALREADY_EXISTS', 'OK']);
  }
  const text = await expectSame();
  expect(text.match(/"name":"twin-\d"/g)).toHaveLength(5);
  expect(
    (await onBoth(DELETE_SERVICE, (index) => ({ name: `twin-${index}` }))).map(codeOf),
  ).toEqual(['OK', 'OK']);
  expect((await onBoth(DELETE_SERVICE, () => ({ name: 'twin-2' }))).map(codeOf).toSorted()).toEqual(
    ['NOT_FOUND', 'OK'],
  );
}, 60_000);

test('one name in the data API is given once, on services that differ and on one that they share', async () => {
  await setUp('a');
  await setUp('a-b');
  const tables = await onBoth(CREATE_TABLE, (index) => ({
    input:
      index === 0
        ? { service: 'a', name: 'b items', table: 'items' }
        : { service: 'a-b', name: 'items', table: 'items' },
  }));
  expect(tables.map(codeOf)).toEqual(['OK', 'OK']);
  expect(
    tables
      .map(({ data }) => (data?.['createRemoteTable'] as { fieldName: string }).fieldName)
      .toSorted(),
  ).toEqual(['aBItems', 'aBItems2']);
  await expectSame();

  const wanted = await onBoth(CREATE_TABLE, (index) => ({
    input: { service: ['a', 'a-b'][index], name: 'chosen', table: 'items', fieldName: 'chosen' },
  }));
  expect(wanted.map(codeOf).toSorted()).toEqual(['INVALID_INPUT', 'OK']);
  const same = await onBoth(CREATE_TABLE, () => ({
    input: { service: 'a', name: 'same', table: 'items' },
  }));
  expect(same.map(codeOf).toSorted()).toEqual(['ALREADY_EXISTS', 'OK']);
  const text = await expectSame();
  expect(text).toContain('"aSame"');
  for (const answer of await onBoth(
    '{ aSame(limit: 1) { id } chosen(limit: 1) { id } aBItems2(limit: 1) { id } }',
    () => ({}),
  ))
    expect(codeOf(answer)).toBe('OK');
  expect(
    (await onBoth(DELETE_SERVICE, (index) => ({ name: ['a', 'a-b'][index] }))).map(codeOf),
  ).toEqual(['OK', 'OK']);
}, 60_000);

test('a connection that one keeps ends when the other pauses what it leads to', async () => {
  await setUp('calm');
  await gateways[0].data(CREATE_TABLE, {
    input: { service: 'calm', name: 'items', table: 'items' },
  });
  await eventually(async () => {
    const answer = await gateways[1].ask('{ calmItems(orderBy: {id: DESC}, limit: 1) { id } }');
    expect(answer.extensions?.plan?.[0]?.clickhouse).toMatch(/^CREATE TEMPORARY TABLE /);
  }, SEEN_WITHIN_MS);
  const { integrations } = await gateways[0].data<{ integrations: readonly { id: string }[] }>(
    '{ integrations { id } }',
  );
  const { host, port, username: user, password } = shop;
  const client = new Client({ host, port, user, password, database: 'postgres' });
  await client.connect();
  const readIdle = async () =>
    (
      await client.query(
        "SELECT pid FROM pg_stat_activity WHERE datname = 'shop' AND state = 'idle'",
      )
    ).rowCount;
  try {
    await eventually(async () => {
      expect(await readIdle()).toBe(1);
    });
    await gateways[0].data('mutation ($id: ID!) { pauseIntegration(id: $id) { state } }', {
      id: integrations[0]?.id,
    });
    await eventually(async () => {
      expect(await readIdle()).toBe(0);
    }, SEEN_WITHIN_MS);
  } finally {
    await client.end();
  }
  await gateways[0].data(DELETE_SERVICE, { name: 'calm' });
}, 60_000);

test('many changes of one service on both end in what one after another would give', async () => {
  await setUp('busy');
  const names = Array.from({ length: 6 }, (_, index) => `t${index}`);
  const answers = await Promise.all(
    names.flatMap((name, index) => [
      gateways[index % 2 === 0 ? 0 : 1].ask(CREATE_TABLE, {
        input: { service: 'busy', name, table: 'items' },
      }),
    ]),
  );
  expect(answers.map(codeOf)).toEqual(names.map(() => 'OK'));
  await expectSame();
  const tables = await engine.clickhouse.rows<{ name: string }>(
    sql`SELECT name FROM system.tables WHERE database = 'endpoint_busy' ORDER BY name`,
  );
  expect(tables.map(({ name }) => name)).toEqual(names);
  const integrations = await gateways[1].data<{ integrations: readonly { id: string }[] }>(
    '{ integrations { id } }',
  );
  const pauses = await onBoth(
    'mutation ($id: ID!) { pauseIntegration(id: $id) { state } }',
    () => ({ id: integrations.integrations[0]?.id }),
  );
  expect(pauses.map(codeOf)).toEqual(['OK', 'OK']);
  const mixed = await Promise.all([
    gateways[0].ask('mutation ($id: ID!) { resumeIntegration(id: $id) { state } }', {
      id: integrations.integrations[0]?.id,
    }),
    gateways[1].ask(DELETE_SERVICE, { name: 'busy' }),
  ]);
  expect(codeOf(mixed[1])).toBe('OK');
  expect(['OK', 'NOT_FOUND']).toContain(codeOf(mixed[0]));
  await expectSame();
  expect(
    await engine.clickhouse.rows(
      sql`SELECT name FROM system.databases WHERE name LIKE 'endpoint%' UNION ALL SELECT name FROM system.named_collections`,
    ),
  ).toEqual([]);
}, 60_000);
