import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_QUERY } from '../../../demo/demo-query';
import { registerServices } from '../../../demo/register-services';
import { startSources } from '../../../demo/start-sources';
import { sql } from '../../../src/sql/sql';
import { eventually } from '../../helpers/eventually';
import {
  startTestGateway,
  type Answer,
  type TestGateway,
} from '../../helpers/gateway/start-test-gateway';
import { startAzurite, type AzuriteServer } from '../../servers/azurite-server';
import { startClickhouse, type ClickhouseServer } from '../../servers/clickhouse-server';
import { startKafkaBroker, type KafkaBroker } from '../../servers/kafka-broker';
import { startMariadb, type MariadbServer } from '../../servers/mariadb-server';

/**
 * A ClickHouse of somebody else's, whose user has the grants that docs/guide/operations.md lists
 * and no others.
 */
const page = readFileSync(join(__dirname, '../../../docs/guide/operations.md'), 'utf8');
const [, section = ''] = /^### Grants\n(.*?)^### /ms.exec(page) ?? [];
const GRANTS = [...section.matchAll(/^(GRANT .*?) TO tributary( WITH GRANT OPTION)?;/gm)].map(
  ([, grant = '', option = '']) => `${grant}${option}`,
);
const LOGIN = { username: 'tributary', password: 'a-password-of-the-gateway' };

const servers: { remove(): Promise<void> }[] = [];
let clickhouse: ClickhouseServer;
let mariadb: MariadbServer;
let azurite: AzuriteServer;
let broker: KafkaBroker;
let gateway: TestGateway;

beforeAll(async () => {
  const start = async <T extends { remove(): Promise<void> }>(started: Promise<T>): Promise<T> => {
    const server = await started;
    servers.push(server);
    return server;
  };
  [clickhouse, mariadb, azurite, broker] = await Promise.all([
    start(startClickhouse({ accounts: [{ ...LOGIN, grants: GRANTS }] })),
    start(startMariadb()),
    start(startAzurite()),
    startKafkaBroker(),
  ]);
  const sources = await startSources(
    (server) => void servers.push(server),
    () => undefined,
  );
  gateway = await startTestGateway({
    CLICKHOUSE_URL: clickhouse.httpUrl,
    CLICKHOUSE_USER: LOGIN.username,
    CLICKHOUSE_PASSWORD: LOGIN.password,
    TRIBUTARY_LOG_LEVEL: 'silent',
  });
  await registerServices(
    { url: `${gateway.url}/graphql`, key: gateway.adminKey },
    sources,
    () => undefined,
  );
}, 180_000);

afterAll(async () => {
  await gateway?.stop();
  await broker?.stop();
  await Promise.all(servers.map((server) => server.remove()));
}, 60_000);

const CREATE = 'mutation ($input: CreateServiceInput!) { createService(input: $input) { id } }';
const SET_UP_CREDENTIALS =
  'mutation ($input: SetUpManagedCredentialsInput!) { ' +
  'setUpManagedCredentials(input: $input) { id } }';
const SET_UP_DATABASES =
  'mutation ($input: SetUpManagedDatabasesInput!) { setUpManagedDatabases(input: $input) { id } }';

test('the page has grants', () => {
  expect(GRANTS.length).toBeGreaterThan(10);
});

test('the question of the demo is answered: PostgreSQL, another ClickHouse and S3', async () => {
  const { data, errors } = await gateway.ask(DEMO_QUERY);
  expect(errors).toBeUndefined();
  expect(data?.['musicStoreAlbums']).toHaveLength(3);
});

test('queries that are asked again and again are warm', async () => {
  const isWarm = ({ extensions }: Answer) =>
    extensions?.plan?.[0]?.clickhouse.startsWith('CREATE TEMPORARY TABLE ');
  await eventually(async () => {
    const answer = await gateway.ask(
      '{ musicStoreAlbums(orderBy: [{ title: ASC }], limit: 2) { title } }',
    );
    expect(isWarm(answer)).toBe(true);
  });
});

test('MySQL', async () => {
  await mariadb.createDatabase('shop');
  await mariadb.execute(
    sql`CREATE TABLE product (id int PRIMARY KEY, name varchar(20)); INSERT INTO product VALUES (1, 'Lamp'), (2, 'Chair');
    CREATE USER reader@'%' IDENTIFIED BY 'a-password'; GRANT SELECT ON shop.* TO reader@'%'`,
    'shop',
  );
  const { host, port } = mariadb;
  await gateway.data(CREATE, {
    input: { name: 'shop', mysql: { host, port, database: 'shop', sslMode: 'DISABLE' } },
  });
  await gateway.data(SET_UP_CREDENTIALS, {
    input: {
      service: 'shop',
      credentials: { username: 'reader', password: 'a-password' },
      remoteTables: [{ name: 'product' }],
    },
  });
  const data = await gateway.data(
    '{ shopProductByPk(id: 1) { name } shopProduct(orderBy: [{ name: ASC }]) { name } }',
  );
  expect(data).toEqual({
    shopProductByPk: { name: 'Lamp' },
    shopProduct: [{ name: 'Chair' }, { name: 'Lamp' }],
  });
});

test('Azure Blob Storage', async () => {
  await azurite.createContainer('lake');
  await azurite.put('lake', 'orders/one.csv', 'id,name\n1,first\n');
  await gateway.data(CREATE, {
    input: {
      name: 'blobs',
      azureBlobStorage: { storageAccountUrl: azurite.url, container: 'lake' },
    },
  });
  await gateway.data(SET_UP_CREDENTIALS, {
    input: {
      service: 'blobs',
      credentials: { accountName: azurite.accountName, accountKey: azurite.accountKey },
      remoteTables: [{ name: 'orders', path: 'orders/*.csv', format: 'CSVWithNames' }],
    },
  });
  expect(await gateway.data('{ blobsOrders { name } }')).toEqual({
    blobsOrders: [{ name: 'first' }],
  });
});

test('Kafka, with broken messages kept apart', async () => {
  await gateway.data(CREATE, {
    input: { name: 'events', kafka: { bootstrapServers: [broker.address] } },
  });
  const columns = [{ name: 'id', type: 'Int32' }];
  await gateway.data(SET_UP_DATABASES, {
    input: {
      service: 'events',
      tables: [
        {
          name: 'clicks',
          topics: ['clicks'],
          groupName: 'clicks',
          columns,
          handleErrorMode: 'STREAM',
          persist: { engine: 'REPLACING_MERGE_TREE', orderBy: ['id'] },
        },
        { name: 'views', topics: ['views'], groupName: 'views', columns },
      ],
    },
  });
  await broker.produce('clicks', ['{"id": 1}', 'no json']);
  await eventually(async () => {
    const data = await gateway.data(
      '{ eventsClicks { id } remoteTables(service: "events") { feed { consumers { ' +
        'id } keptRows lastError { text } brokenMessages { offset } } } }',
    );
    expect(data).toMatchObject({
      eventsClicks: [{ id: 1 }],
      remoteTables: [{ feed: { brokenMessages: [{}] } }, {}],
    });
  }, 40_000);
}, 60_000);

test('the life of an integration: pause, resume, rotate, catalog, delete', async () => {
  const { integrations } = await gateway.data<{
    integrations: readonly {
      readonly id: string;
      readonly state: string;
      readonly service: { readonly name: string };
    }[];
  }>('{ integrations { id state service { name } deletionImpact { databases } } }');
  expect(integrations).toHaveLength(6);
  for (const { id } of integrations) {
    await gateway.data(
      'mutation ($id: ID!) { pauseIntegration(id: $id) { state } ' +
        'resumeIntegration(id: $id) { state errors { code } } }',
      { id },
    );
  }
  await gateway.data(
    '{ services { name catalogOf: remoteTables { id } } ' +
      'service(name: "music-store") { catalog { name ' +
      'exposedAs { fieldName } } } }',
  );
  await gateway.data(
    'mutation ($credentials: CredentialsInput!) { ' +
      'rotateCredentials(service: "shop", credentials: $credentials) { ' +
      'name } }',
    { credentials: { username: 'reader', password: 'a-password' } },
  );
  for (const { id } of integrations)
    await gateway.data('mutation ($id: ID!) { deleteIntegration(id: $id) { id } }', { id });
}, 60_000);
