import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { graphql, type ExecutionResult } from 'graphql';
import type { ManagementRequestContext } from '../../resolvers/management-request-context';
import {
  buildManagementSchema,
  managementNames,
  renderManagementSchema,
} from '../../schema/build-management-schema';
import { kafkaTopicFeeds } from '../../src/connectors/kafka/feeds/topic-feeds';
import { CONNECTORS } from '../../src/connectors/list';
import { GatewayError } from '../../src/errors/gateway-error';
import { isHostAllowed } from '../../src/management/access/host-allow-list';
import {
  createManagementContext,
  type ManagementContext,
  type ManagementDependencies,
} from '../../src/management/context/management-context';
import { readerName } from '../../src/management/objects/reader-table';
import { reconcile } from '../../src/management/recovery/reconcile';
import type { RemoteTable } from '../../src/model/remote-table';
import { RequestUsage } from '../../src/reading/request/request-usage';
import { createLeases } from '../../src/registry/leases';
import { createRegistry } from '../../src/registry/registry';
import { putIntegration, putRemoteTable, remove } from '../../src/registry/registry-change';
import type { RegistrySnapshot } from '../../src/registry/snapshot';
import { clickhouseTable } from '../../src/sql/clickhouse-quoting';
import { postgresqlIdentifier, postgresqlString } from '../../src/sql/postgresql-quoting';
import { joinSql, Sql, sql } from '../../src/sql/sql';
import { startTestClickHouse, type TestClickHouse } from '../helpers/gateway/start-test-clickhouse';
import { startPostgresql, type PostgresqlServer } from '../servers/postgresql-server';

const PASSWORD = `s3cr3t'\\"\`$x`;
const HOSTILE_TABLES = [
  'two words',
  'a"b',
  "it's",
  'back\\slash',
  '`tick`',
  '__x',
  '1st',
  'ünïcödé 名前',
  'per%cent_{b}',
  'x'.repeat(63),
  '名'.repeat(21),
  'select',
  'type',
];
const HOSTILE_COLUMNS = [
  'a b',
  'aB',
  'q"q',
  "s's",
  'b\\s',
  '__typename',
  '1',
  '名前',
  '{x:String}',
  'y'.repeat(63),
];

const SETTINGS = { allowedHosts: null, sourcePoolSize: 4, connectTimeoutMs: 5_000 };

let postgresql: PostgresqlServer;
let engine: TestClickHouse;
let management: ManagementContext;
const schema = buildManagementSchema();
/** Everything that was ever answered, to look for secrets in. */
const answers: string[] = [];

async function openManagement(
  changes: Partial<ManagementDependencies> = {},
): Promise<ManagementContext> {
  const registry = createRegistry(engine.clickhouse);
  await registry.ensure();
  await registry.load();
  return createManagementContext({
    registry,
    clickhouse: engine.clickhouse,
    features: await engine.clickhouse.readFeatures(),
    connectors: CONNECTORS,
    settings: SETTINGS,
    reservedNames: managementNames(schema),
    now: () => new Date(),
    newId: randomUUID,
    ...changes,
  });
}

type Answer = Record<string, unknown>;

async function run(
  source: string,
  variables: Answer = {},
  context = management,
): Promise<ExecutionResult<Answer>> {
  const contextValue: ManagementRequestContext = {
    management: context,
    explain: () => Promise.reject(new Error('not here')),
    caller: { role: 'ADMIN' },
    requestId: 'test',
    signal: new AbortController().signal,
    planRequested: false,
    plans: [],
    usage: new RequestUsage(),
  };
  const result = (await graphql({
    schema,
    source,
    variableValues: variables,
    contextValue,
  })) as ExecutionResult<Answer>;
  const causes = (result.errors ?? []).map((error) =>
    JSON.stringify((error.originalError as GatewayError | undefined)?.details ?? {}),
  );
  answers.push(JSON.stringify(result), ...causes);
  return result;
}

/** The only root field of an operation that must answer. */
async function answer<T = Answer>(
  source: string,
  variables: Answer = {},
  context = management,
): Promise<T> {
  const { data, errors } = await run(source, variables, context);
  if (errors !== undefined) throw errors[0]?.originalError ?? errors[0]!;
  return Object.values(data ?? {})[0] as T;
}

/** The error of an operation that must fail. */
async function refusal(
  source: string,
  variables: Answer = {},
  context = management,
): Promise<GatewayError> {
  const { errors } = await run(source, variables, context);
  const error = errors?.[0]?.originalError;
  if (!(error instanceof GatewayError))
    throw new Error(`no GatewayError but ${JSON.stringify(errors)}`);
  return error;
}

const credentials = { username: 'reader', password: PASSWORD };
const CREATE_SERVICE =
  'mutation ($input: CreateServiceInput!) { createService(input: $input) { ' +
  'id name type location address createdAt integrations { id } } }';
const SET_UP_CREDENTIALS = `mutation ($input: SetUpManagedCredentialsInput!) { setUpManagedCredentials(input: $input) {
  id type purpose location state namedCollection grants errors { code } databases { name } service { name } createdAt updatedAt
  remoteTables { id database name engine residency fieldName typeName primaryKey rowEstimate columns { name fieldName remoteType clickhouseType graphqlType nullable description }
    relationships { id name kind discovered from { typeName } to { typeName } columns { from to } } }
  deletionImpact { databases remoteTables relationships persistedRows } } }`;
const SET_UP_DATABASES = `mutation ($input: SetUpManagedDatabasesInput!) { setUpManagedDatabases(input: $input) {
  id type state namedCollection databases { name engine remoteDatabase remoteSchema tableCount } remoteTables { id database name fieldName typeName columns { fieldName } } } }`;
const CREATE_TABLE = `mutation ($input: CreateRemoteTableInput!) { createRemoteTable(input: $input) {
  id database name fieldName typeName primaryKey columns { name fieldName clickhouseType graphqlType } relationships { name } integration { type } service { name } } }`;
const DELETE_INTEGRATION =
  'mutation ($id: ID!, $force: Boolean! = false) { deleteIntegration(id: $id, ' +
  'force: $force) { id state remoteTables { id } service { name } } }';
const DELETE_SERVICE =
  'mutation ($name: String!, $force: Boolean! = false) { ' +
  'deleteService(name: $name, force: $force) { name ' +
  'integrations { id } } }';
const TEST_CONNECTION =
  'mutation ($service: String!, $credentials: CredentialsInput) { ' +
  'testConnection(service: $service, credentials: $credentials) { ok serverVersion refusal ' +
  'message latencyMs } }';

const addressOf = (changes: Answer = {}): Answer => ({
  host: postgresql.host,
  port: postgresql.port,
  database: 'shop',
  ...changes,
});
const createService = (name: string, changes: Answer = {}, address: Answer = {}): Promise<Answer> =>
  answer(CREATE_SERVICE, {
    input: { name, location: 'MANAGED', postgresql: addressOf(address), ...changes },
  });
const setUpCredentials = (service: string, changes: Answer = {}) =>
  answer<IntegrationAnswer>(SET_UP_CREDENTIALS, { input: { service, credentials, ...changes } });
const setUpDatabases = (service: string, changes: Answer = {}) =>
  answer<IntegrationAnswer>(SET_UP_DATABASES, { input: { service, credentials, ...changes } });

interface TableAnswer extends Answer {
  readonly id: string;
  readonly name: string;
  readonly fieldName: string;
  readonly columns: readonly { readonly fieldName: string }[];
}
interface IntegrationAnswer extends Answer {
  readonly id: string;
  readonly remoteTables: readonly TableAnswer[];
}

/**
 * What ClickHouse holds for a service: databases, tables of its ordinary database, named
 * collections.
 */
async function madeFor(service: string): Promise<readonly string[]> {
  const text = Sql.dangerouslyFromText(`'%\\_${service}%'`);
  const names = (statement: Sql) =>
    engine.clickhouse.rows<{ name: string }>(statement).then((rows) => rows.map((row) => row.name));
  return [
    ...(await names(
      sql`SELECT concat('database ', name) AS name FROM system.databases WHERE name LIKE ${text} ORDER BY name`,
    )),
    ...(await names(
      sql`SELECT concat('collection ', name) AS name FROM system.named_collections WHERE name LIKE ${text} ORDER BY name`,
    )),
  ];
}

async function count(table: { readonly database: string; readonly name: string }): Promise<number> {
  const rows = await engine.clickhouse.rows<{ n: string }>(
    sql`SELECT count() AS n FROM ${clickhouseTable(table)}`,
  );
  return Number(rows[0]?.n);
}
const readerOf = (id: string) => management.registry.current().remoteTable(id)!.reader;
const plain = (snapshot: RegistrySnapshot) => ({
  services: snapshot.services,
  integrations: snapshot.integrations,
  remoteTables: snapshot.remoteTables,
  relationships: snapshot.relationships,
});

beforeAll(async () => {
  const tls = join(__dirname, '../fixtures/tls');
  const certificate = {
    cert: readFileSync(join(tls, 'server.pem'), 'utf8'),
    key: readFileSync(join(tls, 'server.key'), 'utf8'),
  };
  [postgresql, engine] = await Promise.all([
    startPostgresql({ sslCertAndKey: certificate }),
    startTestClickHouse(),
  ]);
  await postgresql.createDatabase('shop');
  await postgresql.createDatabase('a_b');
  await postgresql.createDatabase('closed');
  await postgresql.execute(sql`
    CREATE ROLE reader LOGIN PASSWORD ${postgresqlString(PASSWORD)}; GRANT pg_read_all_data TO reader; REVOKE CONNECT ON DATABASE closed FROM PUBLIC;`);
  await postgresql.execute(
    sql`
    CREATE TABLE customer (id int PRIMARY KEY, name text NOT NULL, city text, tags text[]);
    COMMENT ON COLUMN customer.city IS 'where they live';
    CREATE TABLE orders (id bigint PRIMARY KEY, customer_id int REFERENCES customer, amount numeric(10,2), at timestamptz);
    CREATE VIEW big_orders AS SELECT * FROM orders WHERE amount > 10;
    INSERT INTO customer SELECT i, 'n' || i, NULL, NULL FROM generate_series(1, 20) i;
    INSERT INTO orders SELECT i, i % 20 + 1, i, now() FROM generate_series(1, 50) i;
    ANALYZE;
    CREATE SCHEMA sales; CREATE TABLE sales.orders (id int PRIMARY KEY); CREATE SCHEMA hidden; CREATE SCHEMA hostile;`,
    'shop',
  );
  const columns = joinSql(
    HOSTILE_COLUMNS.map((name) => sql`${postgresqlIdentifier(name)} int`),
    ', ',
  );
  for (const name of HOSTILE_TABLES)
    await postgresql.execute(
      sql`CREATE TABLE hostile.${postgresqlIdentifier(name)} (id int PRIMARY KEY, ${columns})`,
      'shop',
    );
  await postgresql.execute(sql`CREATE SCHEMA c; CREATE TABLE c.t (id int PRIMARY KEY)`, 'a_b');
  management = await openManagement();
}, 120_000);

afterAll(async () => {
  await engine?.stop();
  await postgresql?.remove();
}, 60_000);

test('schema/schema.graphql is what the code says', () => {
  expect(readFileSync(join(__dirname, '../../schema/schema.graphql'), 'utf8')).toBe(
    renderManagementSchema(),
  );
});

test('every type, field and argument is described', () => {
  const undescribed = Object.values(schema.getTypeMap())
    .filter((type) => !type.name.startsWith('__') && !['Query', 'Mutation'].includes(type.name))
    .filter(
      (type) =>
        type.description === undefined ||
        type.description === null ||
        ('getFields' in type &&
          Object.values<{ readonly description?: string | null }>(type.getFields()).some(
            (field) => !field.description,
          )),
    );
  expect(undescribed.map((type) => type.name)).toEqual([]);
  const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
    Object.values(type?.getFields() ?? {}),
  );
  expect(
    fields
      .filter((field) => !field.description || field.args.some((argument) => !argument.description))
      .map((field) => field.name),
  ).toEqual([]);
});

test('integrationSupport has the six rows of the matrix', async () => {
  const rows = await answer<readonly Answer[]>(
    '{ integrationSupport { serviceType dataSource managedDatabases managedCredentials } }',
  );
  expect(
    rows
      .map((row) => [
        row['serviceType'],
        row['dataSource'],
        row['managedDatabases'],
        row['managedCredentials'],
      ])
      .slice(0, 6),
  ).toEqual([
    ['POSTGRESQL', true, true, true],
    ['MYSQL', true, false, true],
    ['KAFKA', true, true, false],
    ['CLICKHOUSE', true, false, true],
    ['S3', true, false, true],
    ['AZURE_BLOB_STORAGE', true, false, true],
  ]);
});

describe('services', () => {
  test('are created, found and listed', async () => {
    const service = await answer(CREATE_SERVICE, {
      input: { name: 'first-shop', postgresql: { host: 'db.example.com', database: 'shop' } },
    });
    expect(service).toMatchObject({
      name: 'first-shop',
      type: 'POSTGRESQL',
      location: 'EXTERNAL',
      address: 'db.example.com:5432/shop',
      integrations: [],
    });
    expect(service['createdAt']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(await answer('{ service(name: "first-shop") { id } }')).toEqual({ id: service['id'] });
    expect(await answer('{ service(name: "none") { id } }')).toBeNull();
    expect(await answer('{ services(type: POSTGRESQL, location: EXTERNAL) { name } }')).toEqual([
      { name: 'first-shop' },
    ]);
    expect(await answer('{ services(location: MANAGED) { name } }')).toEqual([]);
    expect(
      (await refusal(CREATE_SERVICE, { input: { name: 'first-shop', postgresql: { host: 'h' } } }))
        .code,
    ).toBe('ALREADY_EXISTS');
    expect(await answer(DELETE_SERVICE, { name: 'first-shop' })).toEqual({
      name: 'first-shop',
      integrations: [],
    });
    expect(await answer('{ services { name } }')).toEqual([]);
  });

  test.each(['', 'Shop', '1shop', 'shop_x', 'shop x', 'a'.repeat(65), "a'", 'a`b', 'é'])(
    'may not be called %j',
    async (name) => {
      const { code, message } = await refusal(CREATE_SERVICE, {
        input: { name, postgresql: { host: 'h' } },
      });
      expect([code, message.startsWith('name must')]).toEqual(['INVALID_INPUT', true]);
    },
  );

  test('have exactly one connection', async () => {
    expect((await refusal(CREATE_SERVICE, { input: { name: 'x' } })).code).toBe('INVALID_INPUT');
    expect(
      (
        await refusal(CREATE_SERVICE, {
          input: { name: 'x', postgresql: { host: 'h' }, s3: { url: 'https://b' } },
        })
      ).code,
    ).toBe('INVALID_INPUT');
  });

  test('have an address that can be one', async () => {
    expect(
      (
        await refusal(CREATE_SERVICE, {
          input: { name: 'x', postgresql: { host: 'h', port: 70000 } },
        })
      ).message,
    ).toMatch(/port/);
    expect(
      (await refusal(CREATE_SERVICE, { input: { name: 'x', postgresql: { host: '' } } })).message,
    ).toMatch(/host/);
  });

  test('are held to the allow-list when EXTERNAL', async () => {
    const strict = await openManagement({
      settings: {
        allowedHosts: ['*.example.com', '10.0.0.1'],
        sourcePoolSize: 1,
        connectTimeoutMs: 1000,
      },
    });
    const input = (host: string, location: string): Answer => ({
      input: { name: 'strict', location, postgresql: { host } },
    });
    expect((await refusal(CREATE_SERVICE, input('169.254.169.254', 'EXTERNAL'), strict)).code).toBe(
      'HOST_NOT_ALLOWED',
    );
    await answer(CREATE_SERVICE, input('127.0.0.1', 'MANAGED'), strict);
    await answer(DELETE_SERVICE, { name: 'strict' }, strict);
    await answer(
      CREATE_SERVICE,
      { input: { name: 'strict', location: 'EXTERNAL', postgresql: { host: 'db.example.com' } } },
      strict,
    );
    const narrowed = await openManagement({
      settings: { allowedHosts: [], sourcePoolSize: 1, connectTimeoutMs: 1000 },
    });
    expect(
      await answer(TEST_CONNECTION, { service: 'strict', credentials }, narrowed),
    ).toMatchObject({ ok: false, refusal: 'HOST_NOT_ALLOWED' });
    expect(
      (await refusal(SET_UP_CREDENTIALS, { input: { service: 'strict', credentials } }, narrowed))
        .code,
    ).toBe('HOST_NOT_ALLOWED');
    await answer(DELETE_SERVICE, { name: 'strict' }, narrowed);
    await management.registry.refresh();
  });

  test.each([
    ['db.example.com', ['*.example.com'], true],
    ['DB.Example.COM.', ['*.example.com'], true],
    ['example.com', ['*.example.com'], false],
    ['badexample.com', ['*.example.com'], false],
    ['10.0.0.1', ['10.0.0.1'], true],
    ['[::1]', ['::1'], true],
    ['10.0.0.1', [], false],
  ] as const)('host %s in %j: %s', (host, allowed, expected) => {
    expect(isHostAllowed(host, allowed)).toBe(expected);
  });
});

describe('testConnection', () => {
  beforeAll(() => createService('probe'));
  afterAll(() => answer(DELETE_SERVICE, { name: 'probe' }));
  const probe = (given: Answer, service = 'probe') =>
    answer(TEST_CONNECTION, { service, credentials: given });

  test('answers the version, or why not', async () => {
    const passed = await probe(credentials);
    expect(passed).toMatchObject({ ok: true, refusal: null, message: null });
    expect(passed['serverVersion']).toEqual(expect.any(String));
    expect(passed['latencyMs']).toBeGreaterThan(0);
    const refused = await probe({ username: 'reader', password: 'wrong' });
    expect(refused).toMatchObject({
      ok: false,
      refusal: 'AUTHENTICATION_FAILED',
      serverVersion: null,
    });
    expect(refused['message']).toEqual(expect.any(String));
  });

  test.each([
    ['DATABASE_NOT_FOUND', { database: 'nope' }],
    ['PERMISSION_DENIED', { database: 'closed' }],
    ['UNREACHABLE', { port: 1 }],
  ])('tells %s', async (expected, address) => {
    await createService('elsewhere', {}, address);
    expect(await probe(credentials, 'elsewhere')).toMatchObject({ ok: false, refusal: expected });
    const error = await refusal(SET_UP_CREDENTIALS, {
      input: { service: 'elsewhere', credentials },
    });
    expect([error.code, error.details['refusal']]).toEqual(['CREDENTIALS_REFUSED', expected]);
    await answer(DELETE_SERVICE, { name: 'elsewhere' });
    expect(await madeFor('elsewhere')).toEqual([]);
  });

  test.each<[string, Answer | null, string]>([
    ['CREDENTIALS_REQUIRED', null, 'stored'],
    ['INVALID_INPUT', { username: 'reader' }, 'credentials.password'],
    ['INVALID_INPUT', { password: 'p' }, 'credentials.username'],
    ['INVALID_INPUT', { ...credentials, accessKeyId: 'A' }, 'credentials.accessKeyId'],
    [
      'INVALID_INPUT',
      { ...credentials, provision: { adminUsername: 'a', adminPassword: 'top-secret-admin' } },
      'credentials.provision stands alone',
    ],
  ])('is refused with %s for %j', async (code, given, text) => {
    const error = await refusal(TEST_CONNECTION, { service: 'probe', credentials: given });
    expect(error.code).toBe(code);
    expect(error.message).toContain(text);
  });

  test('needs a service', async () => {
    expect((await refusal(TEST_CONNECTION, { service: 'none' })).code).toBe('NOT_FOUND');
  });
});

describe('managed credentials', () => {
  let integration: IntegrationAnswer;

  beforeAll(async () => {
    await createService('shop', { location: 'EXTERNAL' });
    integration = await setUpCredentials('shop', {
      remoteTables: [{ name: 'customer' }, { service: 'shop', name: 'orders' }],
    });
  });

  test('make a named collection and expose the tables asked for', () => {
    expect(integration).toMatchObject({
      type: 'MANAGED_CREDENTIALS',
      purpose: 'DATA_SOURCE',
      location: 'EXTERNAL',
      state: 'RUNNING',
      namedCollection: 'endpoint_shop',
      grants: [],
      errors: [],
      databases: [],
      service: { name: 'shop' },
      deletionImpact: {
        databases: ['endpoint_shop'],
        remoteTables: ['endpoint_shop.customer', 'endpoint_shop.orders'],
        relationships: ['ShopOrders.customer', 'ShopCustomer.orders'],
        persistedRows: '0',
      },
    });
    const [customer, orders] = integration.remoteTables;
    expect(customer).toMatchObject({
      database: 'endpoint_shop',
      name: 'customer',
      engine: 'PostgreSQL',
      residency: 'REMOTE',
      fieldName: 'shopCustomer',
      typeName: 'ShopCustomer',
      primaryKey: ['id'],
      rowEstimate: '20',
    });
    expect(customer?.columns).toEqual([
      {
        name: 'id',
        fieldName: 'id',
        remoteType: 'integer',
        clickhouseType: 'Int32',
        graphqlType: 'Int!',
        nullable: false,
        description: null,
      },
      {
        name: 'name',
        fieldName: 'name',
        remoteType: 'text',
        clickhouseType: 'String',
        graphqlType: 'String!',
        nullable: false,
        description: null,
      },
      {
        name: 'city',
        fieldName: 'city',
        remoteType: 'text',
        clickhouseType: 'Nullable(String)',
        graphqlType: 'String',
        nullable: true,
        description: 'where they live',
      },
      {
        name: 'tags',
        fieldName: 'tags',
        remoteType: 'text[]',
        clickhouseType: 'Array(Nullable(String))',
        graphqlType: '[String]',
        nullable: true,
        description:
          'A value of more than one dimension is null here. ' +
          'Expose the column declared as String to read it.',
      },
    ]);
    expect(orders?.['relationships']).toEqual([
      {
        id: expect.any(String) as string,
        name: 'customer',
        kind: 'OBJECT',
        discovered: true,
        from: { typeName: 'ShopOrders' },
        to: { typeName: 'ShopCustomer' },
        columns: [{ from: 'customer_id', to: 'id' }],
      },
    ]);
    expect(customer?.['relationships']).toMatchObject([{ name: 'orders', kind: 'ARRAY' }]);
  });

  test('are read by ClickHouse, hidden in it and cannot be redirected', async () => {
    expect(await count(readerOf(integration.remoteTables[0]!.id))).toBe(20);
    const [collection] = await engine.clickhouse.rows<{ text: string }>(
      sql`SELECT toString(collection) AS text FROM system.named_collections WHERE name = 'endpoint_shop'`,
    );
    expect(collection?.text).toContain('[HIDDEN]');
    expect(collection?.text).not.toContain(PASSWORD.slice(0, 6));
    const redirected = engine.clickhouse.rows(
      sql`SELECT * FROM postgresql(endpoint_shop, host = '127.0.0.2', database = 'shop', table = 'customer')`,
    );
    await expect(redirected).rejects.toMatchObject({ code: 'CLICKHOUSE_QUERY_FAILED' });
  });

  test('can be tested through ClickHouse, and show the catalog', async () => {
    expect(await answer(TEST_CONNECTION, { service: 'shop' })).toMatchObject({
      ok: true,
      serverVersion: expect.stringContaining('PostgreSQL') as string,
      refusal: null,
    });
    const list = async (args: string) =>
      (
        await answer(
          `{ service(name: "shop") { catalog(${args}) { schema name ` +
            'kind rowEstimate exposedAs { fieldName } } } }',
        )
      )['catalog'];
    expect(await list('search: "CUSTOM"')).toEqual([
      {
        schema: 'public',
        name: 'customer',
        kind: 'TABLE',
        rowEstimate: '20',
        exposedAs: { fieldName: 'shopCustomer' },
      },
    ]);
    expect(await list('search: "orders"')).toMatchObject([
      { schema: 'public', name: 'big_orders', kind: 'VIEW', rowEstimate: null, exposedAs: null },
      { schema: 'public', name: 'orders', exposedAs: { fieldName: 'shopOrders' } },
      { schema: 'sales', name: 'orders', exposedAs: null },
    ]);
    expect(await list('search: "orders", limit: 1, offset: 1')).toMatchObject([{ name: 'orders' }]);
    expect(
      (await refusal('{ service(name: "shop") { catalog(limit: 5000) { name } } }')).code,
    ).toBe('INVALID_INPUT');
  });

  test('show in the catalog every remote table that exposes a table, the oldest first', async () => {
    const again = await answer<TableAnswer>(CREATE_TABLE, {
      input: { service: 'shop', name: 'customer_again', table: 'customer' },
    });
    const catalog =
      '{ service(name: "shop") { catalog(search: "CUSTOM") { ' +
      'exposedAs { fieldName } exposedAsAll { fieldName } } } }';
    expect(await answer(catalog)).toEqual({
      catalog: [
        {
          exposedAs: { fieldName: 'shopCustomer' },
          exposedAsAll: [{ fieldName: 'shopCustomer' }, { fieldName: 'shopCustomerAgain' }],
        },
      ],
    });
    await answer('mutation ($id: ID!) { deleteRemoteTable(id: $id) { id } }', { id: again.id });
    expect(await answer(catalog)).toMatchObject({
      catalog: [{ exposedAsAll: [{ fieldName: 'shopCustomer' }] }],
    });
  });

  test('are found by every filter', async () => {
    const list = (args: string) => answer<readonly Answer[]>(`{ integrations(${args}) { id } }`);
    expect(
      await list(
        'purpose: DATA_SOURCE, type: MANAGED_CREDENTIALS, location: EXTERNAL, state: RUNNING',
      ),
    ).toEqual([{ id: integration.id }]);
    expect(await list('purpose: OBSERVABILITY')).toEqual([]);
    expect(await list('location: MANAGED')).toEqual([]);
    expect(
      await answer(
        'query ($id: ID!) { integration(id: $id) { service { integrations { id } } } }',
        { id: integration.id },
      ),
    ).toEqual({ service: { integrations: [{ id: integration.id }] } });
    expect(await answer('{ remoteTables(service: "shop") { name integration { id } } }')).toEqual([
      { name: 'customer', integration: { id: integration.id } },
      { name: 'orders', integration: { id: integration.id } },
    ]);
    expect(
      await answer('query ($id: ID!) { remoteTable(id: $id) { name service { name } } }', {
        id: integration.remoteTables[0]!.id,
      }),
    ).toEqual({ name: 'customer', service: { name: 'shop' } });
    expect((await refusal('{ remoteTables(service: "none") { name } }')).code).toBe('NOT_FOUND');
  });

  test('exist once', async () => {
    expect(
      (await refusal(SET_UP_CREDENTIALS, { input: { service: 'shop', credentials } })).code,
    ).toBe('ALREADY_EXISTS');
  });

  describe('createRemoteTable', () => {
    const create = (input: Answer) =>
      answer<TableAnswer>(CREATE_TABLE, { input: { service: 'shop', ...input } });
    const remove = (id: string) =>
      answer('mutation ($id: ID!) { deleteRemoteTable(id: $id) { id integration { id } } }', {
        id,
      });

    test('introspects through ClickHouse, and deleteRemoteTable takes it away', async () => {
      const view = await create({ name: 'big', table: 'big_orders' });
      expect(view).toMatchObject({
        database: 'endpoint_shop',
        name: 'big',
        fieldName: 'shopBig',
        typeName: 'ShopBig',
        primaryKey: [],
        integration: { type: 'MANAGED_CREDENTIALS' },
        service: { name: 'shop' },
      });
      const reader = readerOf(view.id);
      expect(await count(reader)).toBe(40);
      await remove(view.id);
      expect(
        await answer('query ($id: ID!) { remoteTable(id: $id) { id } }', { id: view.id }),
      ).toBeNull();
      await expect(count(reader)).rejects.toMatchObject({ code: 'CLICKHOUSE_QUERY_FAILED' });
      expect(
        (
          await refusal('mutation ($id: ID!) { deleteRemoteTable(id: $id) { id } }', {
            id: view.id,
          })
        ).code,
      ).toBe('NOT_FOUND');
    });

    test('takes schema, key, field name and declared columns', async () => {
      const sales = await create({
        name: 'sales_orders',
        schema: 'sales',
        table: 'orders',
        fieldName: 'salesOrders',
      });
      expect(sales).toMatchObject({
        fieldName: 'salesOrders',
        typeName: 'SalesOrders',
        primaryKey: ['id'],
      });
      const declared = await create({
        name: 'slim',
        table: 'orders',
        columns: [
          { name: 'id', type: 'Int64' },
          { name: 'customer_id', type: 'Nullable(Int32)' },
        ],
        primaryKey: ['id'],
      });
      expect(declared.columns).toEqual([
        { name: 'id', fieldName: 'id', clickhouseType: 'Int64', graphqlType: 'BigInt!' },
        {
          name: 'customer_id',
          fieldName: 'customerId',
          clickhouseType: 'Nullable(Int32)',
          graphqlType: 'Int',
        },
      ]);
      expect(declared['primaryKey']).toEqual(['id']);
      expect(await count(readerOf(declared.id))).toBe(50);
      const schemaNamed = await create({ name: 'orders2', schema: 'sales', table: 'orders' });
      expect(schemaNamed.fieldName).toBe('shopSalesOrders2');
      for (const { id } of [sales, declared, schemaNamed]) await remove(id);
    });

    test.each<[string, string, Answer]>([
      ['ALREADY_EXISTS', 'customer', { name: 'customer' }],
      ['NOT_FOUND', 'nope', { name: 'nope' }],
      ['NOT_FOUND', 'orders', { name: 'x', schema: 'hidden', table: 'orders' }],
      ['NOT_FOUND', 'none', { service: 'none', name: 'x' }],
      ['INVALID_INPUT', 'service', { service: null, name: 'x' }],
      ['INVALID_INPUT', 'path', { name: 'x', path: '*.csv' }],
      ['INVALID_INPUT', 'format', { name: 'x', format: 'CSV' }],
      ['INVALID_INPUT', 'name', { name: ' ' }],
      ['INVALID_INPUT', 'name', { name: 'a\nb' }],
      ['INVALID_INPUT', 'name', { name: 'n'.repeat(300) }],
      ['INVALID_INPUT', 'fieldName', { name: 'x', table: 'orders', fieldName: '__x' }],
      ['INVALID_INPUT', 'taken', { name: 'x', table: 'orders', fieldName: 'shopCustomer' }],
      ['RESERVED_NAME', 'management', { name: 'x', table: 'orders', fieldName: 'services' }],
      ['INVALID_INPUT', 'taken', { name: 'x', table: 'orders', fieldName: 'shopCustomerByPk' }],
      ['RESERVED_NAME', 'management', { name: 'x', table: 'orders', fieldName: 'string' }],
      ['INVALID_INPUT', 'columns', { name: 'x', columns: [] }],
      [
        'INVALID_INPUT',
        'twice',
        {
          name: 'x',
          columns: [
            { name: 'a', type: 'Int8' },
            { name: 'a', type: 'Int8' },
          ],
        },
      ],
      [
        'INVALID_INPUT',
        'cannot be declared',
        { name: 'x', columns: [{ name: 'a', type: 'Int32) ENGINE = Null --' }] },
      ],
      ['INVALID_INPUT', 'nope', { name: 'x', table: 'orders', primaryKey: ['nope'] }],
      ['INVALID_INPUT', 'list', { name: 'x', table: 'customer', primaryKey: ['tags'] }],
    ])('is refused with %s naming %s for %j', async (code, text, input) => {
      const before = management.registry.current();
      const error = await refusal(CREATE_TABLE, { input: { service: 'shop', ...input } });
      expect(error.code).toBe(code);
      expect(error.message).toContain(text);
      expect(management.registry.current()).toBe(before);
    });

    test('needs credentials that are stored', async () => {
      await createService('bare');
      expect(
        (await refusal(CREATE_TABLE, { input: { service: 'bare', name: 'customer' } })).code,
      ).toBe('CREDENTIALS_REQUIRED');
      expect((await refusal('{ service(name: "bare") { catalog { name } } }')).code).toBe(
        'CREDENTIALS_REQUIRED',
      );
      await answer(DELETE_SERVICE, { name: 'bare' });
    });

    test('on a ClickHouse without passthrough says what to do, and does it with declared columns', async () => {
      const old = await openManagement({
        features: { version: '25.8.1', passthroughQuery: false },
      });
      const error = await refusal(
        CREATE_TABLE,
        { input: { service: 'shop', name: 'old', table: 'orders' } },
        old,
      );
      expect([error.code, error.message]).toEqual([
        'CLICKHOUSE_FEATURE_MISSING',
        expect.stringMatching(/26\.7.*columns/),
      ]);
      const table = await answer<TableAnswer>(
        CREATE_TABLE,
        {
          input: {
            service: 'shop',
            name: 'old',
            table: 'orders',
            columns: [{ name: 'id', type: 'Int64' }],
          },
        },
        old,
      );
      await management.registry.refresh();
      await remove(table.id);
    });

    test('leaves nothing behind when the data API cannot be rebuilt', async () => {
      // That a change was begun and given up shows in the integration's updatedAt.
      const withoutTime = (snapshot: RegistrySnapshot) => ({
        ...plain(snapshot),
        integrations: snapshot.integrations.map(
          ({ updatedAt: _updatedAt, ...integration }) => integration,
        ),
      });
      const before = withoutTime(management.registry.current());
      const stop = management.registry.onChange((snapshot) => {
        if (snapshot.remoteTables.some((table) => table.name === 'boom'))
          throw new GatewayError('INTERNAL', 'cannot build');
      });
      expect(
        (await refusal(CREATE_TABLE, { input: { service: 'shop', name: 'boom', table: 'orders' } }))
          .message,
      ).toBe('cannot build');
      stop();
      expect(withoutTime(management.registry.current())).toEqual(before);
      await expect(count({ database: 'endpoint_shop', name: 'boom' })).rejects.toMatchObject({
        code: 'CLICKHOUSE_QUERY_FAILED',
      });
    });
  });

  test('a restart finds all of it again, and another gateway sees a change', async () => {
    const other = await openManagement();
    expect(plain(other.registry.current())).toEqual(plain(management.registry.current()));
    expect(await other.registry.refresh()).toBe(false);
    const table = await answer<TableAnswer>(CREATE_TABLE, {
      input: { service: 'shop', name: 'seen', table: 'orders' },
    });
    expect(await other.registry.refresh()).toBe(true);
    expect(other.registry.current().remoteTable(table.id)?.fieldName).toBe('shopSeen');
    await answer(
      'mutation ($id: ID!) { deleteRemoteTable(id: $id) { id } }',
      { id: table.id },
      other,
    );
    expect(await management.registry.refresh()).toBe(true);
    expect(management.registry.current().remoteTable(table.id)).toBeUndefined();
  });

  describe('with managed databases beside them', () => {
    let databases: IntegrationAnswer;

    beforeAll(async () => {
      databases = await setUpDatabases('shop', {
        credentials: null,
        databases: [
          { database: 'shop', schema: 'public' },
          { database: 'shop', schema: 'sales' },
        ],
      });
    });

    test('share the stored credentials, and show every table', async () => {
      expect(databases).toMatchObject({
        type: 'MANAGED_DATABASES',
        state: 'RUNNING',
        namedCollection: 'endpoint_shop',
        databases: [
          {
            name: 'endpoint_shop_shop_public',
            engine: 'PostgreSQL',
            remoteDatabase: 'shop',
            remoteSchema: 'public',
            tableCount: 3,
          },
          {
            name: 'endpoint_shop_shop_sales',
            engine: 'PostgreSQL',
            remoteDatabase: 'shop',
            remoteSchema: 'sales',
            tableCount: 1,
          },
        ],
      });
      expect(
        databases.remoteTables.map((table) => [table['database'], table.name, table.fieldName]),
      ).toEqual([
        ['endpoint_shop_shop_public', 'big_orders', 'shopBigOrders'],
        ['endpoint_shop_shop_public', 'customer', 'shopCustomer2'],
        ['endpoint_shop_shop_public', 'orders', 'shopOrders2'],
        ['endpoint_shop_shop_sales', 'orders', 'shopSalesOrders'],
      ]);
      expect(readerOf(databases.remoteTables[1]!.id)).toEqual({
        database: 'endpoint_shop',
        name: 'shop.public.customer',
      });
      for (const table of databases.remoteTables)
        expect(await count(readerOf(table.id))).toBeGreaterThanOrEqual(0);
      expect(await count({ database: 'endpoint_shop_shop_public', name: 'customer' })).toBe(20);
    });

    test('go without taking the credentials along, and deleteRemoteTable only hides a table of theirs', async () => {
      const table = databases.remoteTables[1]!;
      await answer('mutation ($id: ID!) { deleteRemoteTable(id: $id) { id } }', { id: table.id });
      expect(await count({ database: 'endpoint_shop_shop_public', name: 'customer' })).toBe(20);
      expect(await answer(DELETE_INTEGRATION, { id: databases.id })).toEqual({
        id: databases.id,
        state: 'REMOVING',
        remoteTables: [],
        service: { name: 'shop' },
      });
      expect(await madeFor('shop')).toEqual(['database endpoint_shop', 'collection endpoint_shop']);
      expect(await count(readerOf(integration.remoteTables[0]!.id))).toBe(20);
    });
  });

  test('are kept while users of ClickHouse depend on them, unless forced', async () => {
    await engine.clickhouse.run(sql`CREATE DATABASE analysts`);
    await engine.clickhouse.run(
      sql`CREATE TABLE analysts.mine (id Int32) ENGINE = PostgreSQL(endpoint_shop, database = 'shop', schema = 'public', table = 'customer')`,
    );
    await engine.clickhouse.run(
      sql`CREATE VIEW analysts.seen AS SELECT * FROM endpoint_shop.customer`,
    );
    await engine.clickhouse.run(
      sql`CREATE TABLE analysts.other (endpoint_shopping Int32) ENGINE = Memory`,
    );
    const error = await refusal(DELETE_INTEGRATION, { id: integration.id });
    expect([error.code, error.details]).toEqual([
      'IN_USE',
      { dependents: ['analysts.mine', 'analysts.seen'] },
    ]);
    expect(error.message).toContain('analysts.mine');
    expect(management.registry.current().integration(integration.id)?.state).toBe('RUNNING');
    expect((await refusal(DELETE_SERVICE, { name: 'shop' })).code).toBe('IN_USE');
    expect(await answer(DELETE_SERVICE, { name: 'shop', force: true })).toEqual({
      name: 'shop',
      integrations: [],
    });
    expect(await madeFor('shop')).toEqual([]);
    await engine.clickhouse.run(sql`DROP DATABASE analysts SYNC`);
    expect(plain(management.registry.current())).toEqual({
      services: [],
      integrations: [],
      remoteTables: [],
      relationships: [],
    });
  });
});

describe('a set-up that cannot be', () => {
  const service = 'never';
  beforeAll(() => createService(service));
  afterEach(async () => {
    expect(await madeFor(service)).toEqual([]);
    expect(management.registry.current().integrations).toEqual([]);
  });
  afterAll(() => answer(DELETE_SERVICE, { name: service }));

  test.each<[string, string, Answer]>([
    ['NOT_FOUND', 'none', { service: 'none' }],
    ['CREDENTIALS_REQUIRED', 'never', { credentials: null }],
    ['CREDENTIALS_REFUSED', '', { credentials: { username: 'reader', password: 'wrong' } }],
    ['INVALID_INPUT', 'no user or role "ghost"', { grants: ['ghost'] }],
    ['INVALID_INPUT', '64 entries', { grants: Array.from({ length: 65 }, (_, i) => `u${i}`) }],
    ['INVALID_INPUT', '1 to 64 characters', { grants: [''] }],
    ['INVALID_INPUT', 'twice', { grants: ['default', 'default'] }],
    // `default` stands in a configuration file of the engine: found out after the collection was
    // made.
    [
      'INVALID_INPUT',
      'configuration file',
      { grants: ['default'], remoteTables: [{ name: 'customer' }] },
    ],
    ['NOT_FOUND', 'nope', { remoteTables: [{ name: 'customer' }, { name: 'nope' }] }],
    ['ALREADY_EXISTS', 'customer', { remoteTables: [{ name: 'customer' }, { name: 'customer' }] }],
    [
      'INVALID_INPUT',
      'service must be left out',
      { remoteTables: [{ service: 'other', name: 'customer' }] },
    ],
    [
      'INVALID_INPUT',
      'taken',
      {
        remoteTables: [
          { name: 'a', table: 'customer', fieldName: 'x' },
          { name: 'b', table: 'customer', fieldName: 'x' },
        ],
      },
    ],
  ])('with credentials is refused with %s: %s', async (code, text, input) => {
    const error = await refusal(SET_UP_CREDENTIALS, { input: { service, credentials, ...input } });
    expect(error.code).toBe(code);
    expect(error.message).toContain(text);
  });

  test.each<[string, string, Answer]>([
    ['NOT_FOUND', 'expose', { expose: ['customer', 'nope'] }],
    [
      'INVALID_INPUT',
      '10 entries',
      { databases: Array.from({ length: 11 }, (_, i) => ({ database: `d${i}` })) },
    ],
    [
      'ALREADY_EXISTS',
      '"service_never_a_b_c"',
      {
        databases: [
          { database: 'a_b', schema: 'c' },
          { database: 'a', schema: 'b_c' },
        ],
      },
    ],
    ['INVALID_INPUT', 'database must have', { databases: [{ database: '' }] }],
    [
      'INVALID_INPUT',
      'schema must have',
      { databases: [{ database: 'shop', schema: 'é'.repeat(32) }] },
    ],
    ['INVALID_INPUT', 'KAFKA', { tables: [{ name: 't', columns: [], topics: ['t'] }] }],
    ['CREDENTIALS_REQUIRED', 'never', { credentials: null }],
    ['CREDENTIALS_REFUSED', '', { databases: [{ database: 'nope' }] }],
    [
      'INVALID_INPUT',
      'too long',
      { databases: [{ database: '名'.repeat(21), schema: '名'.repeat(21) }] },
    ],
  ])('with databases is refused with %s: %s', async (code, text, input) => {
    const error = await refusal(SET_UP_DATABASES, { input: { service, credentials, ...input } });
    expect(error.code).toBe(code);
    expect(error.message).toContain(text);
  });

  test('names both pairs that would be one database', async () => {
    const { message } = await refusal(SET_UP_DATABASES, {
      input: {
        service,
        credentials,
        databases: [
          { database: 'a_b', schema: 'c' },
          { database: 'a', schema: 'b_c' },
        ],
      },
    });
    expect(message).toContain('database "a_b" with schema "c" and database "a" with schema "b_c"');
  });

  test.each(['collection', 'database'])(
    'for a %s that somebody else made leaves that alone',
    async (kind) => {
      const [make, drop] =
        kind === 'collection'
          ? [
              sql`CREATE NAMED COLLECTION service_never AS host = 'theirs'`,
              sql`DROP NAMED COLLECTION service_never`,
            ]
          : [sql`CREATE DATABASE service_never`, sql`DROP DATABASE service_never SYNC`];
      await engine.clickhouse.run(make);
      const error = await refusal(SET_UP_CREDENTIALS, { input: { service, credentials } });
      expect([error.code, await madeFor(service)]).toEqual([
        'ALREADY_EXISTS',
        [`${kind} service_never`],
      ]);
      await engine.clickhouse.run(drop);
    },
  );

  test('for the data API is undone', async () => {
    const stop = management.registry.onChange((snapshot) => {
      if (snapshot.exposedTables.length > 0) throw new GatewayError('INTERNAL', 'cannot build');
    });
    expect((await refusal(SET_UP_DATABASES, { input: { service, credentials } })).message).toBe(
      'cannot build',
    );
    stop();
  });
});

describe('TLS', () => {
  test.each(['VERIFY_CA', 'VERIFY_FULL'])(
    '%s is refused, because ClickHouse verifies nothing',
    async (sslMode) => {
      await createService('secure', {}, { sslMode });
      expect(
        (await refusal(SET_UP_CREDENTIALS, { input: { service: 'secure', credentials } })).code,
      ).toBe('TLS_NOT_ENFORCEABLE');
      await answer(DELETE_SERVICE, { name: 'secure' });
    },
  );

  test("REQUIRE is proven on ClickHouse's own connection", async () => {
    await createService('secure', {}, { sslMode: 'REQUIRE' });
    expect(await setUpCredentials('secure')).toMatchObject({ state: 'RUNNING' });
    await answer(DELETE_SERVICE, { name: 'secure', force: true });
  });

  test('REQUIRE that cannot be proven is undone', async () => {
    const old = await openManagement({ features: { version: '25.8.1', passthroughQuery: false } });
    await answer(
      CREATE_SERVICE,
      {
        input: {
          name: 'secure',
          location: 'MANAGED',
          postgresql: addressOf({ sslMode: 'REQUIRE' }),
        },
      },
      old,
    );
    expect(
      (await refusal(SET_UP_CREDENTIALS, { input: { service: 'secure', credentials } }, old)).code,
    ).toBe('TLS_NOT_ENFORCEABLE');
    expect(await madeFor('secure')).toEqual([]);
    await answer(DELETE_SERVICE, { name: 'secure' }, old);
    await management.registry.refresh();
  });
});

describe('managed databases', () => {
  test('of the default database and schema, and those named in expose', async () => {
    await createService('base');
    const integration = await setUpDatabases('base', { expose: ['orders', 'public.customer'] });
    expect(integration['databases']).toEqual([
      {
        name: 'service_base_shop_public',
        engine: 'PostgreSQL',
        remoteDatabase: 'shop',
        remoteSchema: 'public',
        tableCount: 2,
      },
    ]);
    expect(integration.remoteTables.map((table) => table.fieldName)).toEqual([
      'baseCustomer',
      'baseOrders',
    ]);
    expect(await madeFor('base')).toEqual([
      'database service_base',
      'database service_base_shop_public',
      'collection service_base',
    ]);
    // A table of its own, over the credentials that the databases brought along.
    const own = await answer<TableAnswer>(CREATE_TABLE, {
      input: { service: 'base', name: 'own', table: 'orders' },
    });
    expect(own).toMatchObject({
      database: 'service_base',
      name: 'own',
      fieldName: 'baseOwn',
      integration: { type: 'MANAGED_DATABASES' },
    });
    expect(await count(readerOf(own.id))).toBeGreaterThan(0);
    await answer('mutation ($id: ID!) { deleteRemoteTable(id: $id) { id } }', { id: own.id });
    // New credentials for a collection that exists are tried, and kept.
    expect(
      (
        await refusal(SET_UP_CREDENTIALS, {
          input: { service: 'base', credentials: { username: 'reader', password: 'wrong' } },
        })
      ).code,
    ).toBe('CREDENTIALS_REFUSED');
    const second = await setUpCredentials('base', {
      credentials: { username: postgresql.username, password: postgresql.password },
    });
    expect(await answer(TEST_CONNECTION, { service: 'base' })).toMatchObject({ ok: true });
    await answer(DELETE_INTEGRATION, { id: integration.id });
    expect(await madeFor('base')).toEqual(['database service_base', 'collection service_base']);
    await answer(DELETE_INTEGRATION, { id: second.id });
    expect(await madeFor('base')).toEqual([]);
    await answer(DELETE_SERVICE, { name: 'base' });
  });

  test('with hostile names, in ClickHouse and in GraphQL', async () => {
    await createService('a-b--c');
    const integration = await setUpDatabases('a-b--c', {
      databases: [
        { database: 'shop', schema: 'hostile' },
        { database: 'a_b', schema: 'c' },
      ],
    });
    expect(integration.remoteTables).toHaveLength(HOSTILE_TABLES.length + 1);
    expect(integration['databases']).toMatchObject([
      { name: 'service_a-b--c_shop_hostile' },
      { name: 'service_a-b--c_a_b_c' },
    ]);
    for (const table of integration.remoteTables) {
      expect(table.fieldName).toMatch(/^aBC(Hostile|C)[A-Za-z0-9]+$/);
      const names = table.columns.map((column) => column.fieldName);
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name).toMatch(/^(?!__)[A-Za-z_][A-Za-z0-9_]*$/);
      const reader = readerOf(table.id);
      const rows = await engine.clickhouse.rows<{ name: string }>(
        sql`DESCRIBE TABLE ${clickhouseTable(reader)}`,
      );
      expect(rows.map((row) => row.name)).toEqual(
        management.registry
          .current()
          .remoteTable(table.id)
          ?.columns.map((column) => column.name),
      );
    }
    expect(new Set(integration.remoteTables.map((table) => table.fieldName)).size).toBe(
      HOSTILE_TABLES.length + 1,
    );
    await answer(DELETE_SERVICE, { name: 'a-b--c', force: true });
    expect(await madeFor('a-b--c')).toEqual([]);
  });

  test('are deleted while their service is down', async () => {
    await createService('down');
    const integration = await setUpDatabases('down');
    await postgresql.stop();
    try {
      expect(await answer(TEST_CONNECTION, { service: 'down' })).toMatchObject({
        ok: false,
        refusal: 'UNREACHABLE',
      });
      expect((await refusal('{ service(name: "down") { catalog { name } } }')).code).toBe(
        'SERVICE_UNREACHABLE',
      );
      await answer(DELETE_INTEGRATION, { id: integration.id });
      expect(await madeFor('down')).toEqual([]);
    } finally {
      await postgresql.start();
    }
    await answer(DELETE_SERVICE, { name: 'down' });
  });

  test('reader names fit into file names', () => {
    const remote = { database: '名'.repeat(21), schema: '名'.repeat(21), table: '名'.repeat(21) };
    const name = readerName('service_shop', remote);
    expect(name).toMatch(/\.[0-9a-f]{16}$/);
    expect(readerName('service_shop', { ...remote, table: '名'.repeat(20) })).not.toBe(name);
  });
});

describe('changes at once', () => {
  test('of one service wait for each other', async () => {
    await createService('busy');
    const results = await Promise.all(
      [1, 2, 3].map(() =>
        run(SET_UP_CREDENTIALS, {
          input: { service: 'busy', credentials, remoteTables: [{ name: 'customer' }] },
        }),
      ),
    );
    const codes = results.map(
      ({ errors }) => (errors?.[0]?.originalError as GatewayError | undefined)?.code ?? 'OK',
    );
    expect(codes.sort()).toEqual(['ALREADY_EXISTS', 'ALREADY_EXISTS', 'OK']);
    const twice = await Promise.all(
      [1, 2].map(() => run(CREATE_SERVICE, { input: { name: 'twin', postgresql: addressOf() } })),
    );
    expect(twice.filter(({ errors }) => errors === undefined)).toHaveLength(1);
    await answer(DELETE_SERVICE, { name: 'twin' });
    await answer(DELETE_SERVICE, { name: 'busy', force: true });
  });

  test('of two services never take one name', async () => {
    await Promise.all([createService('a-b'), createService('a')]);
    await Promise.all([
      setUpCredentials('a-b', { remoteTables: [{ name: 'customer' }] }),
      setUpCredentials('a', { remoteTables: [{ name: 'b customer', table: 'customer' }] }),
    ]);
    const names = management.registry
      .current()
      .remoteTables.map((table) => table.fieldName)
      .sort();
    expect(names).toEqual(['aBCustomer', 'aBCustomer2']);
    await Promise.all(['a-b', 'a'].map((name) => answer(DELETE_SERVICE, { name, force: true })));
  });
});

describe('after a gateway was killed', () => {
  test.each(['STARTING', 'REMOVING'] as const)(
    'a %s integration is taken away, unless another gateway is at it',
    async (state) => {
      await createService('killed');
      const { id } = await setUpDatabases('killed');
      await management.registry.write([
        putIntegration({
          ...management.registry.current().integration(id)!,
          state,
          updatedAt: new Date().toISOString(),
        }),
      ]);
      const leases = createLeases(engine.clickhouse, 'other', randomUUID);
      await leases.ensure();
      const lease = await leases.acquire('service killed', 0);
      const next = await openManagement({
        leases: createLeases(engine.clickhouse, 'next', randomUUID),
        settings: { ...SETTINGS, patienceMs: 300 },
      });
      expect(next.registry.current().exposedTables).toEqual([]);
      await reconcile(next);
      expect(next.registry.current().integration(id)?.state).toBe(state);
      expect(
        await refusal(SET_UP_CREDENTIALS, { input: { service: 'killed', credentials } }, next),
      ).toMatchObject({ code: 'IN_USE', retryable: true });
      await lease?.release();
      await reconcile(next);
      expect(next.registry.current().integrations).toEqual([]);
      expect(await madeFor('killed')).toEqual([]);
      await answer(DELETE_SERVICE, { name: 'killed' }, next);
      await management.registry.refresh();
    },
  );

  test('readers without a record are dropped, missing ones are made, and tables of users are left alone', async () => {
    await createService('killed');
    const { remoteTables } = await setUpCredentials('killed', {
      remoteTables: [{ name: 'customer' }],
    });
    const [customer] = remoteTables;
    await engine.clickhouse.run(sql`RENAME TABLE service_killed.customer TO service_killed.orphan`);
    await engine.clickhouse.run(sql`CREATE TABLE service_killed.theirs (x Int8) ENGINE = Memory`);
    await reconcile(await openManagement());
    const rows = await engine.clickhouse.rows<{ name: string }>(
      sql`SELECT name FROM system.tables WHERE database = 'service_killed' ORDER BY name`,
    );
    expect(rows.map((row) => row.name)).toEqual(['customer', 'theirs']);
    expect(await count(readerOf(customer!.id))).toBe(20);
    const error = await refusal(DELETE_INTEGRATION, {
      id: management.registry.current().integrations[0]!.id,
    });
    expect([error.code, error.details['dependents']]).toEqual([
      'IN_USE',
      ['service_killed.theirs'],
    ]);
    await answer(DELETE_SERVICE, { name: 'killed', force: true });
  });
});

describe('nested fields', () => {
  const FEEDS =
    '{ integrations { deletionImpact { persistedRows } } ' +
    'remoteTables { name feed { keptRows lag lastError { at } ' +
    'consumers { id } brokenMessages(limit: 2) { offset rawMessage } } } }';

  test('of many rows share the statements that they need', async () => {
    const { id: serviceId } = await answer<{ readonly id: string }>(CREATE_SERVICE, {
      input: { name: 'stream', location: 'MANAGED', kafka: { bootstrapServers: ['127.0.0.1:9'] } },
    });
    const at = new Date().toISOString();
    const integration = {
      id: randomUUID(),
      serviceId,
      type: 'MANAGED_DATABASES',
      state: 'PAUSED',
      errors: [],
      namedCollection: 'service_stream',
      databases: [],
      grants: [],
      createdAt: at,
      updatedAt: at,
    } as const;
    await engine.clickhouse.run(sql`CREATE DATABASE service_stream`);
    const names = ['zero', 'one', 'two', 'gone'];
    const tables = kafkaTopicFeeds
      .read(
        names.map((name) => ({
          name,
          columns: [{ name: 'id', type: 'Int32' }],
          topics: ['t'],
          handleErrorMode: 'STREAM',
        })),
      )
      .map((feed, index): RemoteTable => ({
        ...kafkaTopicFeeds.describe(feed).table,
        id: randomUUID(),
        serviceId,
        integrationId: integration.id,
        database: 'service_stream',
        name: feed.name,
        engine: 'Kafka',
        reader: { database: 'service_stream', name: `${feed.name}_persisted` },
        columns: [],
        feed,
        fieldName: `stream${index}`,
        typeName: `Stream${index}`,
        createdAt: `${at}${index}`,
      }));
    for (const [count, name] of names.slice(0, 3).entries()) {
      const table = clickhouseTable({ database: 'service_stream', name: `${name}_errors` });
      await engine.clickhouse.run(
        sql`CREATE TABLE ${table} (_topic String, _partition Int32, _offset Int64, _key String, _raw_message String, _error String, _read_at DateTime) ENGINE = MergeTree ORDER BY _offset`,
      );
      await engine.clickhouse.run(
        sql`INSERT INTO ${table} SELECT 't', 0, number, '', concat('message ', toString(number)), 'broken', toDateTime(number) FROM numbers(${Sql.dangerouslyFromText(String(count * 3))})`,
      );
    }
    await management.registry.write([putIntegration(integration), ...tables.map(putRemoteTable)]);
    const statements: string[] = [];
    const rows: typeof engine.clickhouse.rows = (statement, options) => {
      statements.push(statement.text);
      return engine.clickhouse.rows(statement, options);
    };
    const context = await openManagement({ clickhouse: { ...engine.clickhouse, rows } });
    statements.length = 0;
    const { data, errors } = await run(FEEDS, {}, context);
    expect(errors).toBeUndefined();
    const messages = (...offsets: readonly number[]) =>
      offsets.map((offset) => ({ offset: String(offset), rawMessage: `message ${offset}` }));
    const rest = { lag: null, lastError: null, consumers: [] };
    expect(data).toEqual({
      integrations: [{ deletionImpact: { persistedRows: '9' } }],
      remoteTables: [
        { name: 'zero', feed: { ...rest, keptRows: '0', brokenMessages: [] } },
        { name: 'one', feed: { ...rest, keptRows: '3', brokenMessages: messages(2, 1) } },
        { name: 'two', feed: { ...rest, keptRows: '6', brokenMessages: messages(5, 4) } },
        { name: 'gone', feed: { ...rest, keptRows: '0', brokenMessages: [] } },
      ],
    });
    // One for the rows that are kept and one for the consumers. Of the messages, one fails over the
    // table that is gone.
    const ofKind = (pattern: RegExp): number =>
      statements.filter((text) => pattern.test(text)).length;
    expect([ofKind(/system\.tables/), ofKind(/kafka_consumers/), ofKind(/_errors/)]).toEqual([
      1,
      1,
      1 + names.length,
    ]);
    await management.registry.write([
      ...tables.slice(3).map(({ id }) => remove('remoteTable', id)),
    ]);
    await context.registry.refresh();
    statements.length = 0;
    await run(FEEDS, {}, context);
    expect([ofKind(/system\.tables/), ofKind(/kafka_consumers/), ofKind(/_errors/)]).toEqual([
      1, 1, 1,
    ]);
    await management.registry.write([
      ...tables.slice(0, 3).map(({ id }) => remove('remoteTable', id)),
      remove('integration', integration.id),
      remove('service', serviceId),
    ]);
    await engine.clickhouse.run(sql`DROP DATABASE service_stream`);
  }, 30_000);
});

test('no answer, error or record ever held a secret', async () => {
  const stored = await engine.clickhouse.rows(sql`SELECT body FROM tributary.registry`);
  const everything = [...answers, JSON.stringify(stored), ...engine.lines].join('\n');
  expect(answers.length).toBeGreaterThan(100);
  for (const secret of [PASSWORD, 's3cr3t', 'top-secret-admin', postgresql.password])
    expect(everything).not.toContain(secret);
});
