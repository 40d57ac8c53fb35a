import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { managementNames, buildManagementSchema } from '../../schema/build-management-schema';
import type { ClickHouse } from '../../src/clickhouse/clickhouse';
import { CONNECTORS } from '../../src/connectors/list';
import type { GivenCredentials } from '../../src/connectors/connector';
import { GatewayError } from '../../src/errors/gateway-error';
import { checkHealth } from '../../src/integrations/check-health';
import { createRemoteTable } from '../../src/integrations/create-remote-table';
import { createService } from '../../src/integrations/create-service';
import { deleteIntegration } from '../../src/integrations/delete-integration';
import { deleteRemoteTable } from '../../src/integrations/delete-remote-table';
import { deleteService } from '../../src/integrations/delete-service';
import { listCatalog } from '../../src/integrations/list-catalog';
import { createManagementContext, type ManagementContext } from '../../src/integrations/management-context';
import { pauseIntegration } from '../../src/integrations/pause-integration';
import { reconcile } from '../../src/integrations/reconcile';
import { refreshRemoteTable } from '../../src/integrations/refresh-remote-table';
import { resumeIntegration } from '../../src/integrations/resume-integration';
import { rotateCredentials } from '../../src/integrations/rotate-credentials';
import { setUpManagedCredentials } from '../../src/integrations/set-up-managed-credentials';
import { setUpManagedDatabases } from '../../src/integrations/set-up-managed-databases';
import { testConnection } from '../../src/integrations/test-connection';
import { updateGrants } from '../../src/integrations/update-grants';
import { updateManagedDatabases } from '../../src/integrations/update-managed-databases';
import { updateService } from '../../src/integrations/update-service';
import type { Integration } from '../../src/model/integration';
import { createRegistry } from '../../src/registry/registry';
import { clickhouseTable } from '../../src/sql/clickhouse-quoting';
import { postgresqlString } from '../../src/sql/postgresql-quoting';
import { sql, type Sql } from '../../src/sql/sql';
import { Secret } from '../../src/util/secret';
import { startTestClickHouse, type TestClickHouse } from '../helpers/start-test-clickhouse';
import { startTestPostgresql, type PostgresqlServer } from '../helpers/start-test-postgresql';

let first: PostgresqlServer;
/** The same data elsewhere, where the reader has the same password. */
let second: PostgresqlServer;
let engine: TestClickHouse;
let management: ManagementContext;
const schema = buildManagementSchema();

const SHOP = sql`
  CREATE TABLE customer (id int PRIMARY KEY, name text NOT NULL, city text);
  INSERT INTO customer SELECT i, 'n' || i, NULL FROM generate_series(1, 20) i;
  CREATE SCHEMA sales; CREATE TABLE sales.orders (id int PRIMARY KEY, note text);
  CREATE SCHEMA stock; CREATE TABLE stock.item (id int PRIMARY KEY);`;

async function openManagement(clickhouse: ClickHouse = engine.clickhouse): Promise<ManagementContext> {
  const registry = createRegistry(clickhouse);
  await registry.ensure();
  await registry.load();
  return createManagementContext({
    registry, clickhouse, features: await engine.clickhouse.readFeatures(), connectors: CONNECTORS,
    settings: { allowedHosts: ['127.0.0.1'], sourcePoolSize: 4, connectTimeoutMs: 5_000 }, reservedNames: managementNames(schema), now: () => new Date(), newId: randomUUID,
  });
}

const login = (username: string, password: string): GivenCredentials => ({ username, password: new Secret(password) });
const administrator = (server: PostgresqlServer): GivenCredentials => ({ provision: { adminUsername: server.username, adminPassword: new Secret(server.password) } });
const READER = login('reader', 'first-password');
const addressOf = (server: PostgresqlServer, changes: object = {}) => ({ POSTGRESQL: { host: server.host, port: server.port, database: 'shop', sslMode: 'DISABLE', ...changes } });
const table = (name: string, changes: object = {}) => ({ service: null, name, schema: null, table: null, path: null, format: null, columns: null, primaryKey: null, fieldName: null, ...changes });
const DATABASES = [{ database: 'shop', schema: 'public' }, { database: 'shop', schema: 'sales' }];

interface Life {
  readonly databases: Integration;
  readonly credentials: Integration;
}

async function setUp(context: ManagementContext, name: string, credentials = READER): Promise<Life> {
  await createService(context, { name, location: 'EXTERNAL', addresses: addressOf(first) });
  const databases = await setUpManagedDatabases(context, { service: name, credentials, databases: DATABASES, topicTables: null, expose: null });
  return { databases, credentials: await setUpManagedCredentials(context, { service: name, credentials: null, grants: [], remoteTables: [table('people', { table: 'customer' })] }) };
}

const one = async (statement: Sql): Promise<readonly string[]> => (await engine.clickhouse.rows<{ name: string }>(statement)).map(({ name }) => name);

/** Reads through every reader; the error code of those that fail. */
async function readAll(context: ManagementContext, service: string): Promise<readonly string[]> {
  const { registry } = context;
  const tables = registry.current().tablesOfService(registry.current().serviceNamed(service)?.id ?? '');
  return Promise.all(tables.map(({ reader }) => engine.clickhouse.run(sql`SELECT * FROM ${clickhouseTable(reader)} FORMAT Null`).then(() => 'ok', (error: GatewayError) => error.code)));
}

/** Whether what the registry says of a service, and nothing else, is in ClickHouse. */
async function expectAgreement(context: ManagementContext, name: string): Promise<void> {
  const snapshot = context.registry.current();
  const service = snapshot.serviceNamed(name);
  const integrations = service === undefined ? [] : snapshot.integrationsOf(service.id);
  const running = integrations.filter(({ state }) => state !== 'PAUSED');
  expect(integrations.filter(({ state, unfinished }) => unfinished !== undefined || state === 'STARTING' || state === 'REMOVING')).toEqual([]);
  expect(service?.nextAddress).toBeUndefined();
  const collection = `endpoint_${name}`;
  expect(await one(sql`SELECT name FROM system.named_collections WHERE name LIKE ${postgresqlString(`${collection}%`)}`)).toEqual(integrations.length > 0 ? [collection] : []);
  const databases = running.flatMap((integration) => integration.databases.map((database) => database.name));
  expect(await one(sql`SELECT name FROM system.databases WHERE name LIKE ${postgresqlString(`${collection}_%`)} ORDER BY name`)).toEqual(databases.toSorted());
  const tables = snapshot.tablesOfService(service?.id ?? '').filter((each) => running.some(({ id }) => id === each.integrationId));
  const columns = await engine.clickhouse.rows<{ table: string; names: readonly string[] }>(
    sql`SELECT table, groupArray(name) AS names FROM system.columns WHERE database = ${postgresqlString(collection)} GROUP BY table ORDER BY table`);
  expect(columns).toEqual(tables.map((each) => ({ table: each.reader.name, names: each.columns.map((column) => column.name) })).toSorted((a, b) => (a.table < b.table ? -1 : 1)));
  expect(tables.filter(({ readerStale }) => readerStale)).toEqual([]);
}

async function refusal(task: Promise<unknown>): Promise<GatewayError> {
  const error = await task.then(() => null, (caught: unknown) => caught);
  if (!(error instanceof GatewayError)) throw new Error(`no GatewayError but ${String(error)}`);
  return error;
}

beforeAll(async () => {
  [first, second, engine] = await Promise.all([startTestPostgresql({ logStatements: true }), startTestPostgresql(), startTestClickHouse()]);
  for (const server of [first, second]) {
    for (const database of ['shop', 'moved']) await server.createDatabase(database);
    await server.execute(sql`CREATE ROLE reader LOGIN PASSWORD 'first-password'; GRANT pg_read_all_data TO reader`);
    await server.execute(SHOP, 'shop');
  }
  await second.execute(sql`CREATE TABLE customer (id int PRIMARY KEY, name text NOT NULL, city text)`, 'moved');
  management = await openManagement();
}, 120_000);

afterAll(async () => {
  await engine?.stop();
  await Promise.all([first?.remove(), second?.remove()]);
}, 60_000);

afterEach(async () => {
  const cleaner = await openManagement();
  await reconcile(cleaner);
  for (const { name } of cleaner.registry.current().services) await deleteService(cleaner, name, { force: true });
  await management.registry.load();
  await first.execute(sql`ALTER ROLE reader PASSWORD 'first-password' LOGIN`);
});

describe('credentials', () => {
  const sessionsOf = (role: string) => sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = ${postgresqlString(role)}`;

  test('are rotated after the password was changed in the service', async () => {
    await setUp(management, 'shop');
    expect(new Set(await readAll(management, 'shop'))).toEqual(new Set(['ok']));
    await first.execute(sql`ALTER ROLE reader PASSWORD 'second-password'; ${sessionsOf('reader')}`);
    expect(new Set(await readAll(management, 'shop'))).toEqual(new Set(['SERVICE_UNREACHABLE']));
    expect((await refusal(rotateCredentials(management, 'shop', login('reader', 'wrong')))).code).toBe('CREDENTIALS_REFUSED');
    await rotateCredentials(management, 'shop', login('reader', 'second-password'));
    expect(new Set(await readAll(management, 'shop'))).toEqual(new Set(['ok']));
    expect(await one(sql`SELECT toString(count()) AS name FROM endpoint_shop_shop_public.customer`)).toEqual(['20']);
    await expectAgreement(management, 'shop');
  });

  test('are rotated without a query that fails, when old and new ones overlap', async () => {
    await setUp(management, 'shop');
    const results: string[] = [];
    let isOver = false;
    const load = Array.from({ length: 4 }, async () => { while (!isOver) results.push(...await readAll(management, 'shop')); });
    await first.execute(sql`CREATE ROLE next LOGIN PASSWORD 'next-password'; GRANT pg_read_all_data TO next`);
    await rotateCredentials(management, 'shop', login('next', 'next-password'));
    await first.execute(sql`ALTER ROLE reader NOLOGIN; ${sessionsOf('reader')}`);
    const before = results.length;
    while (results.length < before + 50) await new Promise((done) => setTimeout(done, 10));
    isOver = true;
    await Promise.all(load);
    expect([new Set(results), results.length > 100]).toEqual([new Set(['ok']), true]);
    const { rows } = await query(first, 'next', 'next-password', sql`SELECT DISTINCT usename::text AS name FROM pg_stat_activity WHERE datname = 'shop'`);
    expect(rows).toEqual([{ name: 'next' }]);
  });

  test('of a second set-up reach the first one too', async () => {
    await createService(management, { name: 'shop', location: 'EXTERNAL', addresses: addressOf(first) });
    await setUpManagedDatabases(management, { service: 'shop', credentials: READER, databases: null, topicTables: null, expose: null });
    await first.execute(sql`ALTER ROLE reader PASSWORD 'second-password'; ${sessionsOf('reader')}`);
    await setUpManagedCredentials(management, { service: 'shop', credentials: login('reader', 'second-password'), grants: [], remoteTables: [] });
    expect(await readAll(management, 'shop')).toEqual(['ok']);
  });

  test('that are lost with the named collection are given again', async () => {
    const { databases } = await setUp(management, 'shop');
    await engine.clickhouse.run(sql`DROP NAMED COLLECTION endpoint_shop`, { settings: { check_named_collection_dependencies: 0 } });
    await checkHealth(management, management.registry.current().serviceNamed('shop')!, { timeoutMs: 5_000 });
    expect(management.registry.current().integration(databases.id)).toMatchObject({ state: 'FAILED', errors: [{ code: 'CLICKHOUSE_OBJECT_MISSING', likelyCause: 'CLICKHOUSE' }] });
    expect((await refusal(resumeIntegration(management, databases.id))).code).toBe('CREDENTIALS_REQUIRED');
    await rotateCredentials(management, 'shop', READER);
    expect((await resumeIntegration(management, databases.id)).state).toBe('RUNNING');
    await expectAgreement(management, 'shop');
  });

  test('need an integration', async () => {
    await createService(management, { name: 'shop', location: 'EXTERNAL', addresses: addressOf(first) });
    expect((await refusal(rotateCredentials(management, 'shop', READER))).code).toBe('CREDENTIALS_REQUIRED');
  });
});

async function query(server: PostgresqlServer, user: string, password: string, statement: Sql, database = 'shop') {
  const client = new Client({ host: server.host, port: server.port, user, password, database });
  await client.connect();
  return client.query<Record<string, unknown>>(statement.text).finally(() => client.end());
}

describe('an account of its own', () => {
  const accounts = () => management.registry.current().serviceNamed('shop')?.accounts ?? [];
  const rolesOf = async (server: PostgresqlServer) => (await query(server, server.username, server.password, sql`SELECT rolname AS name FROM pg_roles WHERE rolname LIKE 'tributary%'`)).rows.map(({ name }) => name);

  test('is made, may only read, is rotated and never seen', async () => {
    await setUp(management, 'shop', administrator(first));
    const [account] = accounts();
    expect(await rolesOf(first)).toEqual([account]);
    expect(new Set(await readAll(management, 'shop'))).toEqual(new Set(['ok']));
    const facts = await query(first, first.username, first.password, sql`SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolconfig FROM pg_roles WHERE rolname = ${postgresqlString(account!)}`);
    expect(facts.rows).toEqual([{ rolsuper: false, rolcreatedb: false, rolcreaterole: false, rolreplication: false, rolconfig: ['default_transaction_read_only=on', 'statement_timeout=60000'] }]);
    const may = await query(first, first.username, first.password, sql`SELECT has_table_privilege(${postgresqlString(account!)}, 'customer', 'SELECT') AS reads,
      has_table_privilege(${postgresqlString(account!)}, 'customer', 'INSERT') AS writes, has_table_privilege(${postgresqlString(account!)}, 'sales.orders', 'SELECT') AS other,
      has_table_privilege(${postgresqlString(account!)}, 'stock.item', 'SELECT') AS strange`);
    expect(may.rows).toEqual([{ reads: true, writes: false, other: true, strange: false }]);

    await rotateCredentials(management, 'shop', administrator(first));
    expect(accounts()).toHaveLength(1);
    expect(accounts()).not.toEqual([account]);
    expect(await rolesOf(first)).toEqual(accounts());
    expect(new Set(await readAll(management, 'shop'))).toEqual(new Set(['ok']));
    expect(await first.readLog()).toContain('SCRAM-SHA-256$4096');
    expect(await first.readLog()).not.toContain(first.password);
    await rotateCredentials(management, 'shop', READER);
    await rotateCredentials(management, 'shop', administrator(first));
    expect(await rolesOf(first)).toEqual(accounts());
  });

  test('is dropped again when it is of no use', async () => {
    await createService(management, { name: 'shop', location: 'EXTERNAL', addresses: addressOf(first) });
    const before = await rolesOf(first);
    const request = { service: 'shop', grants: [], remoteTables: [table('nope')] };
    expect((await refusal(setUpManagedCredentials(management, { ...request, credentials: administrator(first) }))).code).toBe('NOT_FOUND');
    expect([accounts(), await rolesOf(first)]).toEqual([[], before]);
    expect((await refusal(setUpManagedCredentials(management, { ...request, credentials: { provision: { adminUsername: 'reader', adminPassword: new Secret('first-password') } } }))).code).toBe('CREDENTIALS_REFUSED');
    expect((await refusal(setUpManagedCredentials(management, { ...request, credentials: { ...READER, ...administrator(first) } }))).code).toBe('INVALID_INPUT');
    expect(accounts()).toEqual([]);
  });

  test('is made by one who may create roles and owns the tables', async () => {
    const before = await rolesOf(first);
    await first.execute(sql`CREATE ROLE owner LOGIN CREATEROLE PASSWORD 'owner-password'`);
    await first.execute(sql`CREATE DATABASE owned OWNER owner`);
    await query(first, 'owner', 'owner-password', sql`CREATE SCHEMA mine; CREATE TABLE mine.t (id int PRIMARY KEY)`, 'owned');
    await createService(management, { name: 'shop', location: 'EXTERNAL', addresses: addressOf(first, { database: 'owned' }) });
    const credentials = { provision: { adminUsername: 'owner', adminPassword: new Secret('owner-password') } };
    await setUpManagedDatabases(management, { service: 'shop', credentials, databases: [{ database: 'owned', schema: 'mine' }], topicTables: null, expose: null });
    expect(await readAll(management, 'shop')).toEqual(['ok']);
    await rotateCredentials(management, 'shop', credentials);
    expect([(await rolesOf(first)).length, await readAll(management, 'shop')]).toEqual([before.length + 1, ['ok']]);
  });
});

describe('a paused integration', () => {
  test('touches nothing, and is resumed', async () => {
    const { databases, credentials } = await setUp(management, 'shop');
    await pauseIntegration(management, databases.id);
    await expectAgreement(management, 'shop');
    expect(await listCatalog(management, management.registry.current().serviceNamed('shop')!, { search: null, limit: 1, offset: 0 })).toHaveLength(1);
    await pauseIntegration(management, credentials.id);
    expect((await pauseIntegration(management, credentials.id)).state).toBe('PAUSED');
    const logged = (await first.readLog()).length;
    const service = management.registry.current().serviceNamed('shop')!;
    expect((await refusal(listCatalog(management, service, { search: null, limit: 1, offset: 0 }))).code).toBe('INTEGRATION_PAUSED');
    expect((await refusal(testConnection(management, 'shop', null))).code).toBe('INTEGRATION_PAUSED');
    expect((await refusal(createRemoteTable(management, 'shop', table('customer')))).code).toBe('INTEGRATION_PAUSED');
    expect((await refusal(updateManagedDatabases(management, databases.id, { databases: DATABASES, topicTables: null }))).code).toBe('INTEGRATION_PAUSED');
    await checkHealth(management, service, { timeoutMs: 5_000 });
    await reconcile(await openManagement());
    await expectAgreement(management, 'shop');
    expect((await first.readLog()).length).toBe(logged);
    for (const { id } of [databases, credentials]) expect((await resumeIntegration(management, id)).state).toBe('RUNNING');
    await expectAgreement(management, 'shop');
    expect(new Set(await readAll(management, 'shop'))).toEqual(new Set(['ok']));
  });

  test('of a service that moved meanwhile resumes there, or stays paused', async () => {
    const { databases, credentials } = await setUp(management, 'shop');
    for (const { id } of [databases, credentials]) await pauseIntegration(management, id);
    await updateService(management, 'shop', { name: 'shop', location: 'EXTERNAL', addresses: addressOf(first, { port: 1 }) });
    expect((await refusal(resumeIntegration(management, databases.id))).code).toBe('SERVICE_UNREACHABLE');
    expect(management.registry.current().integration(databases.id)?.state).toBe('PAUSED');
    await updateService(management, 'shop', { name: 'shop', location: 'EXTERNAL', addresses: addressOf(second) });
    expect((await resumeIntegration(management, databases.id)).state).toBe('RUNNING');
    await expectAgreement(management, 'shop');
  });
});

describe('an address', () => {
  const move = (changes: object, server = first, name = 'shop') => updateService(management, 'shop', { name, location: 'EXTERNAL', addresses: addressOf(server, changes) });

  test('changes when the stored credentials work there', async () => {
    const { credentials } = await setUp(management, 'shop');
    await second.execute(sql`DELETE FROM customer WHERE id > 5`, 'shop');
    expect((await refusal(move({ port: 1 }))).code).toBe('SERVICE_UNREACHABLE');
    expect((await refusal(move({ database: 'nope' }))).code).toBe('SERVICE_UNREACHABLE');
    expect((await refusal(move({ host: 'db.example.com' }))).code).toBe('HOST_NOT_ALLOWED');
    expect((await refusal(move({ sslMode: 'VERIFY_FULL' }))).code).toBe('TLS_NOT_ENFORCEABLE');
    expect((await refusal(move({}, first, 'other'))).code).toBe('IN_USE');
    expect(management.registry.current().serviceNamed('shop')?.address).toMatchObject({ port: first.port, database: 'shop' });
    await expectAgreement(management, 'shop');
    expect(await one(sql`SELECT toString(count()) AS name FROM endpoint_shop.people`)).toEqual(['20']);

    await move({}, second);
    await expectAgreement(management, 'shop');
    expect(await one(sql`SELECT toString(count()) AS name FROM endpoint_shop.people`)).toEqual(['5']);
    expect(await one(sql`SELECT toString(count()) AS name FROM endpoint_shop_shop_public.customer`)).toEqual(['5']);
    await move({ database: 'moved' }, second);
    expect(await one(sql`SELECT toString(count()) AS name FROM endpoint_shop.people`)).toEqual(['0']);
    expect(management.registry.current().tablesOfIntegration(credentials.id)[0]?.remote.database).toBe('moved');
  });

  test('and the name change freely without integrations', async () => {
    await createService(management, { name: 'shop', location: 'EXTERNAL', addresses: addressOf(first) });
    await createService(management, { name: 'taken', location: 'EXTERNAL', addresses: addressOf(first) });
    expect((await refusal(move({}, first, 'taken'))).code).toBe('ALREADY_EXISTS');
    expect(await move({ port: 1 }, first, 'store')).toMatchObject({ name: 'store', address: { port: 1 } });
    expect(management.registry.current().services.map(({ name }) => name)).toEqual(['store', 'taken']);
  });
});

test('managed databases are added and taken away', async () => {
  const { databases, credentials } = await setUp(management, 'shop');
  const update = (wanted: typeof DATABASES | null, topicTables: [] | null = null) => updateManagedDatabases(management, databases.id, { databases: wanted, topicTables });
  const kept = management.registry.current().tablesOfIntegration(databases.id).find((each) => each.remote.schema === 'public');
  const updated = await update([DATABASES[0]!, { database: 'shop', schema: 'stock' }]);
  expect(updated.databases.map(({ name }) => name)).toEqual(['endpoint_shop_shop_public', 'endpoint_shop_shop_stock']);
  const tables = management.registry.current().tablesOfIntegration(databases.id);
  expect(tables.map((each) => each.fieldName)).toEqual(['shopCustomer', 'shopStockItem']);
  expect(tables[0]).toEqual(kept);
  await expectAgreement(management, 'shop');
  await engine.clickhouse.run(sql`CREATE DATABASE analysts`);
  await engine.clickhouse.run(sql`CREATE VIEW analysts.seen AS SELECT * FROM endpoint_shop_shop_stock.item`);
  expect(await refusal(update([DATABASES[0]!]))).toMatchObject({ code: 'IN_USE', details: { dependents: ['analysts.seen'] } });
  await engine.clickhouse.run(sql`DROP DATABASE analysts SYNC`);
  expect((await refusal(update([]))).code).toBe('INVALID_INPUT');
  expect((await refusal(update(null, []))).message).toContain('KAFKA');
  expect((await refusal(updateManagedDatabases(management, credentials.id, { databases: DATABASES, topicTables: null }))).code).toBe('INVALID_INPUT');
});

test('a table is refreshed, and says what changed', async () => {
  const { databases } = await setUp(management, 'shop');
  const { id, columns: [idColumn] } = management.registry.current().tablesOfIntegration(databases.id).find((each) => each.remote.schema === 'sales')!;
  expect((await refreshRemoteTable(management, id)).changes).toEqual([]);
  await first.execute(sql`ALTER TABLE sales.orders DROP COLUMN note; ALTER TABLE sales.orders ADD COLUMN "ID" text; ALTER TABLE sales.orders ALTER COLUMN id TYPE bigint`, 'shop');
  const refreshed = await refreshRemoteTable(management, id);
  expect(refreshed.changes).toEqual(['Column "note" was removed.', 'Column "id" changed from integer to bigint.', 'Column "ID" (text) was added.']);
  expect(refreshed.columns.map((column) => column.fieldName)).toEqual([idColumn!.fieldName, 'id2']);
  await expectAgreement(management, 'shop');
  expect(new Set(await readAll(management, 'shop'))).toEqual(new Set(['ok']));
  await first.execute(sql`DROP TABLE sales.orders`, 'shop');
  expect((await refusal(refreshRemoteTable(management, id))).code).toBe('NOT_FOUND');
  await first.execute(sql`CREATE TABLE sales.orders (id int PRIMARY KEY, note text)`, 'shop');
});

test('health follows the service and ClickHouse, and is written only when it changes', async () => {
  const { databases } = await setUp(management, 'shop');
  const service = management.registry.current().serviceNamed('shop')!;
  const look = async () => {
    await checkHealth(management, service, { timeoutMs: 5_000 });
    const { state, errors, updatedAt } = management.registry.current().integration(databases.id)!;
    return { state, codes: errors.map(({ code, likelyCause }) => `${code} ${likelyCause}`), updatedAt };
  };
  const before = management.registry.current();
  expect(await look()).toMatchObject({ state: 'RUNNING', codes: [] });
  expect(management.registry.current()).toBe(before);
  await first.stop();
  const failed = await look();
  expect(failed).toMatchObject({ state: 'FAILED', codes: ['SERVICE_UNREACHABLE SERVICE'] });
  expect(await look()).toEqual(failed);
  await first.start();
  expect(await look()).toMatchObject({ state: 'RUNNING', codes: [] });
  await engine.clickhouse.run(sql`DROP DATABASE endpoint_shop_shop_public`);
  expect(await look()).toMatchObject({ state: 'FAILED', codes: ['CLICKHOUSE_OBJECT_MISSING CLICKHOUSE'] });
  expect(management.registry.current().integration(databases.id)?.errors[0]?.message).toContain('endpoint_shop_shop_public');
  await resumeIntegration(management, databases.id);
  await expectAgreement(management, 'shop');
  await engine.clickhouse.run(sql`DROP TABLE endpoint_shop.people`);
  await look();
  expect(management.registry.current().integrations.map(({ state }) => state)).toEqual(['RUNNING', 'FAILED']);
});

/** The embedded server has no place for users that SQL makes, so this keeps the grants that a statement would change. */
function withGrants(clickhouse: ClickHouse, granted: Set<string>): ClickHouse {
  return {
    ...clickhouse,
    run: async (statement, options) => {
      const [, action, grantee] = /^(GRANT|REVOKE) NAMED COLLECTION ON `endpoint_shop` (?:TO|FROM) `(\w+)`$/.exec(statement.text) ?? [];
      if (grantee === undefined) return clickhouse.run(statement, options);
      if (action === 'GRANT') granted.add(grantee);
      else granted.delete(grantee);
    },
    rows: async <T>(statement: Sql, options?: object) => (statement.text.includes('FROM system.users') ? ([{ name: 'a' }, { name: 'b' }, { name: 'c' }] as unknown as readonly T[]) : clickhouse.rows<T>(statement, options)),
  };
}

test('grants become exactly those given, and are away while paused', async () => {
  const granted = new Set<string>();
  management = await openManagement(withGrants(engine.clickhouse, granted));
  const { credentials: { id } } = await setUp(management, 'shop');
  expect((await updateGrants(management, id, ['a', 'b'])).grants).toEqual(['a', 'b']);
  expect([...granted]).toEqual(['a', 'b']);
  expect((await refusal(updateGrants(management, id, ['c', 'ghost']))).message).toContain('ghost');
  await updateGrants(management, id, ['c', 'b']);
  expect([...granted]).toEqual(['b', 'c']);
  await pauseIntegration(management, id);
  expect([...granted]).toEqual([]);
  await updateGrants(management, id, ['a']);
  expect([...granted]).toEqual([]);
  await resumeIntegration(management, id);
  expect([...granted]).toEqual(['a']);
  await deleteIntegration(management, id, { force: false });
  expect([...granted]).toEqual([]);
  management = await openManagement();
});

describe('a gateway whose ClickHouse goes away', () => {
  /** Its ClickHouse is gone from the n-th statement on. */
  function dying(clickhouse: ClickHouse, n: number): { readonly clickhouse: ClickHouse; isDead(): boolean } {
    let count = 0;
    const guard = async <T>(task: () => Promise<T>): Promise<T> => {
      count += 1;
      if (count >= n) throw new GatewayError('CLICKHOUSE_UNAVAILABLE', 'dead');
      return task();
    };
    return {
      clickhouse: {
        ...clickhouse,
        run: (statement, options) => guard(() => clickhouse.run(statement, options)),
        rows: (statement, options) => guard(() => clickhouse.rows(statement, options)),
      },
      isDead: () => count >= n,
    };
  }

  const CHANGES: Readonly<Record<string, (context: ManagementContext, life: Life) => Promise<unknown>>> = {
    setUpManagedDatabases: (context) => createService(context, { name: 'new', location: 'EXTERNAL', addresses: addressOf(first) })
      .then(() => setUpManagedDatabases(context, { service: 'new', credentials: READER, databases: DATABASES, topicTables: null, expose: null })),
    rotateCredentials: (context) => rotateCredentials(context, 'shop', login('other', 'other-password')),
    'rotateCredentials with provision': (context) => rotateCredentials(context, 'shop', administrator(first)),
    updateService: (context) => updateService(context, 'shop', { name: 'shop', location: 'EXTERNAL', addresses: addressOf(second) }),
    updateManagedDatabases: (context, { databases }) => updateManagedDatabases(context, databases.id, { databases: [DATABASES[0]!, { database: 'shop', schema: 'stock' }], topicTables: null }),
    updateGrants: (context, { credentials }) => updateGrants(context, credentials.id, ['c', 'b']),
    pauseIntegration: (context, { databases }) => pauseIntegration(context, databases.id),
    resumeIntegration: (context, { databases }) => resumeIntegration(context, databases.id),
    refreshRemoteTable: (context, { databases }) => refreshRemoteTable(context, context.registry.current().tablesOfIntegration(databases.id).find((each) => each.remote.schema === 'sales')!.id),
    createRemoteTable: (context) => createRemoteTable(context, 'shop', table('customer')),
    deleteRemoteTable: (context, { credentials }) => deleteRemoteTable(context, context.registry.current().tablesOfIntegration(credentials.id)[0]!.id),
    deleteIntegration: (context, { databases }) => deleteIntegration(context, databases.id, { force: true }),
    deleteService: (context) => deleteService(context, 'shop', { force: true }),
  };
  const PREPARE: Readonly<Record<string, (context: ManagementContext, life: Life) => Promise<unknown>>> = {
    resumeIntegration: (context, { databases }) => pauseIntegration(context, databases.id),
    updateGrants: (context, { credentials }) => updateGrants(context, credentials.id, ['a', 'b']),
    refreshRemoteTable: () => first.execute(sql`ALTER TABLE sales.orders ADD COLUMN IF NOT EXISTS more text`, 'shop'),
  };
  const CLEAN_UP: Readonly<Record<string, () => Promise<unknown>>> = { refreshRemoteTable: () => first.execute(sql`ALTER TABLE sales.orders DROP COLUMN IF EXISTS more`, 'shop') };
  const REPEATABLE = Object.keys(CHANGES).filter((name) => !/^(setUp|create|delete)/.test(name));

  beforeAll(() => first.execute(sql`CREATE ROLE other LOGIN PASSWORD 'other-password'; GRANT pg_read_all_data TO other`));

  test.each(Object.keys(CHANGES))('for good at any step of %s leaves nothing half made', async (name) => {
    const former = new Set((await query(first, first.username, first.password, sql`SELECT rolname AS name FROM pg_roles`)).rows.map((row) => row['name']));
    for (let n = 1, isComplete = false; !isComplete; n += 1) {
      const granted = new Set<string>();
      const real = withGrants(engine.clickhouse, granted);
      const maker = await openManagement(real);
      const life = await setUp(maker, 'shop');
      await PREPARE[name]?.(maker, life);
      const victim = dying(real, Number.POSITIVE_INFINITY);
      const context = await openManagement(victim.clickhouse);
      const mortal = dying(real, n);
      Object.assign(victim.clickhouse, mortal.clickhouse);
      await CHANGES[name]!(context, life).then(() => { isComplete = !mortal.isDead(); }, (error: unknown) => { if (!mortal.isDead()) throw error; });

      const next = await openManagement(real);
      await reconcile(next);
      for (const service of ['shop', 'new']) await expectAgreement(next, service);
      const grants = next.registry.current().integrations.filter(({ state }) => state !== 'PAUSED').flatMap((integration) => integration.grants);
      expect([...granted].toSorted()).toEqual([...grants].toSorted());
      if (!next.registry.current().integrations.some(({ state }) => state === 'PAUSED')) for (const service of ['shop', 'new']) expect([...new Set(await readAll(next, service)), 'ok']).toEqual(expect.not.arrayContaining(['CLICKHOUSE_QUERY_FAILED', 'SERVICE_UNREACHABLE']));
      // It can be done again, whatever was left.
      if (!isComplete && REPEATABLE.includes(name)) {
        await CHANGES[name]!(next, life);
        await expectAgreement(next, 'shop');
        // An account is left only where the service's record names it.
        const { accounts = [] } = next.registry.current().serviceNamed('shop')!;
        const roles = await query(first, first.username, first.password, sql`SELECT rolname AS name FROM pg_roles WHERE rolname LIKE 'tributary%'`);
        expect(roles.rows.map((row) => row['name']).filter((role) => !former.has(role))).toEqual(accounts);
        for (const account of accounts) former.add(account);
      }
      for (const service of next.registry.current().services) await deleteService(next, service.name, { force: true });
      await CLEAN_UP[name]?.();
    }
  }, 240_000);

  test.each(REPEATABLE)('at one statement of %s that fails settles what that left before it answers', async (name) => {
    for (let n = 1, isComplete = false; !isComplete; n += 1) {
      const real = withGrants(engine.clickhouse, new Set());
      const maker = await openManagement(real);
      const life = await setUp(maker, 'shop');
      await PREPARE[name]?.(maker, life);
      const faulty = { ...real };
      const context = await openManagement(faulty);
      let count = 0;
      const guard = <T>(task: () => Promise<T>): Promise<T> => ((count += 1) === n ? Promise.reject(new GatewayError('CLICKHOUSE_QUERY_FAILED', 'once')) : task());
      faulty.run = (statement, options) => guard(() => real.run(statement, options));
      faulty.rows = (statement, options) => guard(() => real.rows(statement, options));
      await CHANGES[name]!(context, life).catch(() => undefined);
      isComplete = count < n;
      Object.assign(faulty, real);
      await expectAgreement(context, 'shop');
      await deleteService(context, 'shop', { force: true });
      await CLEAN_UP[name]?.();
    }
  }, 240_000);
});

test('nothing that was written or logged holds a secret', async () => {
  const bodies = await one(sql`SELECT body AS name FROM tributary.registry`);
  const everything = [...bodies, ...engine.lines].join('\n');
  for (const secret of ['-password', first.password, second.password]) expect(everything).not.toContain(secret);
});
