import { GatewayError } from '../../src/errors/gateway-error';
import type { ManagementContext } from '../../src/management/context/management-context';
import { checkHealth } from '../../src/management/health/check-health';
import { deleteIntegration } from '../../src/management/integrations/delete-integration';
import { pauseIntegration } from '../../src/management/integrations/pause-integration';
import { resumeIntegration } from '../../src/management/integrations/resume-integration';
import { setUpManagedCredentials } from '../../src/management/integrations/set-up-managed-credentials';
import { setUpManagedDatabases } from '../../src/management/integrations/set-up-managed-databases';
import { updateGrants } from '../../src/management/integrations/update-grants';
import { updateManagedDatabases } from '../../src/management/integrations/update-managed-databases';
import { reconcile } from '../../src/management/recovery/reconcile';
import { createService } from '../../src/management/services/create-service';
import { listCatalog } from '../../src/management/services/list-catalog';
import { rotateCredentials } from '../../src/management/services/rotate-credentials';
import { testConnection } from '../../src/management/services/test-connection';
import { updateService } from '../../src/management/services/update-service';
import { createRemoteTable } from '../../src/management/tables/create-remote-table';
import { refreshRemoteTable } from '../../src/management/tables/refresh-remote-table';
import { postgresqlString } from '../../src/sql/postgresql-quoting';
import { sql, type Sql } from '../../src/sql/sql';
import { Secret } from '../../src/util/secret';
import type { TestClickHouse } from '../helpers/gateway/start-test-clickhouse';
import { findDisagreements } from '../helpers/kills/find-disagreements';
import {
  addressOf,
  administrator,
  DATABASES,
  type LifecycleWorld,
  login,
  queryAs,
  readAll,
  READER,
  requestTable,
  setUpLife,
  startLifecycleWorld,
  withGrants,
} from '../helpers/kills/lifecycle-world';
import type { PostgresqlServer } from '../servers/postgresql-server';

let world: LifecycleWorld;
let first: PostgresqlServer;
let second: PostgresqlServer;
let engine: TestClickHouse;
let management: ManagementContext;

const one = async (statement: Sql): Promise<readonly string[]> =>
  (await engine.clickhouse.rows<{ name: string }>(statement)).map(({ name }) => name);

/** Whether what the registry says, and nothing else, is in ClickHouse. */
async function expectAgreement(context: ManagementContext): Promise<void> {
  expect(await findDisagreements(engine.clickhouse, context.registry.current())).toEqual([]);
}

async function refusal(task: Promise<unknown>): Promise<GatewayError> {
  const error = await task.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!(error instanceof GatewayError)) throw new Error(`no GatewayError but ${String(error)}`);
  return error;
}

beforeAll(async () => {
  world = await startLifecycleWorld();
  ({ first, second, engine } = world);
  management = await world.open();
}, 120_000);

afterAll(() => world?.stop(), 60_000);

afterEach(async () => {
  await world.clear();
  await management.registry.load();
  await first.execute(sql`ALTER ROLE reader PASSWORD 'first-password' LOGIN`);
});

describe('credentials', () => {
  const sessionsOf = (role: string) =>
    sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = ${postgresqlString(role)}`;

  test('are rotated after the password was changed in the service', async () => {
    await setUpLife(world, management, 'shop');
    expect(new Set(await readAll(world, management, 'shop'))).toEqual(new Set(['ok']));
    await first.execute(sql`ALTER ROLE reader PASSWORD 'second-password'; ${sessionsOf('reader')}`);
    expect(new Set(await readAll(world, management, 'shop'))).toEqual(
      new Set(['SERVICE_UNREACHABLE']),
    );
    expect(
      (await refusal(rotateCredentials(management, 'shop', login('reader', 'wrong')))).code,
    ).toBe('CREDENTIALS_REFUSED');
    await rotateCredentials(management, 'shop', login('reader', 'second-password'));
    expect(new Set(await readAll(world, management, 'shop'))).toEqual(new Set(['ok']));
    expect(
      await one(sql`SELECT toString(count()) AS name FROM endpoint_shop_shop_public.customer`),
    ).toEqual(['20']);
    await expectAgreement(management);
  });

  test('are rotated without a query that fails, when old and new ones overlap', async () => {
    await setUpLife(world, management, 'shop');
    const results: string[] = [];
    let isOver = false;
    const load = Array.from({ length: 4 }, async () => {
      while (!isOver) results.push(...(await readAll(world, management, 'shop')));
    });
    await first.execute(
      sql`CREATE ROLE next LOGIN PASSWORD 'next-password'; GRANT pg_read_all_data TO next`,
    );
    await rotateCredentials(management, 'shop', login('next', 'next-password'));
    await first.execute(sql`ALTER ROLE reader NOLOGIN; ${sessionsOf('reader')}`);
    const before = results.length;
    while (results.length < before + 50) await new Promise((done) => setTimeout(done, 10));
    isOver = true;
    await Promise.all(load);
    expect([new Set(results), results.length > 100]).toEqual([new Set(['ok']), true]);
    const { rows } = await queryAs(
      first,
      'next',
      'next-password',
      sql`SELECT DISTINCT usename::text AS name FROM pg_stat_activity WHERE datname = 'shop'`,
    );
    expect(rows).toEqual([{ name: 'next' }]);
  }, 60_000);

  test('of a second set-up reach the first one too', async () => {
    await createService(management, {
      name: 'shop',
      location: 'EXTERNAL',
      addresses: addressOf(first),
    });
    await setUpManagedDatabases(management, {
      service: 'shop',
      credentials: READER,
      databases: null,
      topicTables: null,
      expose: null,
    });
    await first.execute(sql`ALTER ROLE reader PASSWORD 'second-password'; ${sessionsOf('reader')}`);
    await setUpManagedCredentials(management, {
      service: 'shop',
      credentials: login('reader', 'second-password'),
      grants: [],
      remoteTables: [],
    });
    expect(await readAll(world, management, 'shop')).toEqual(['ok']);
  });

  test('that are lost with the named collection are given again', async () => {
    const { databases } = await setUpLife(world, management, 'shop');
    await engine.clickhouse.run(sql`DROP NAMED COLLECTION endpoint_shop`, {
      settings: { check_named_collection_dependencies: 0 },
    });
    await checkHealth(management, management.registry.current().serviceNamed('shop')!, {
      timeoutMs: 5_000,
    });
    expect(management.registry.current().integration(databases.id)).toMatchObject({
      state: 'FAILED',
      errors: [{ code: 'CLICKHOUSE_OBJECT_MISSING', likelyCause: 'CLICKHOUSE' }],
    });
    expect((await refusal(resumeIntegration(management, databases.id))).code).toBe(
      'CREDENTIALS_REQUIRED',
    );
    await rotateCredentials(management, 'shop', READER);
    expect((await resumeIntegration(management, databases.id)).state).toBe('RUNNING');
    await expectAgreement(management);
  });

  test('need an integration', async () => {
    await createService(management, {
      name: 'shop',
      location: 'EXTERNAL',
      addresses: addressOf(first),
    });
    expect((await refusal(rotateCredentials(management, 'shop', READER))).code).toBe(
      'CREDENTIALS_REQUIRED',
    );
  });
});

describe('an account of its own', () => {
  const accounts = () => management.registry.current().serviceNamed('shop')?.accounts ?? [];
  const rolesOf = async (server: PostgresqlServer) =>
    (
      await queryAs(
        server,
        server.username,
        server.password,
        sql`SELECT rolname AS name FROM pg_roles WHERE rolname LIKE 'tributary%'`,
      )
    ).rows.map(({ name }) => name);

  test('is made, may only read, is rotated and never seen', async () => {
    await setUpLife(world, management, 'shop', administrator(first));
    const [account] = accounts();
    expect(await rolesOf(first)).toEqual([account]);
    expect(new Set(await readAll(world, management, 'shop'))).toEqual(new Set(['ok']));
    const facts = await queryAs(
      first,
      first.username,
      first.password,
      sql`SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolconfig FROM pg_roles WHERE rolname = ${postgresqlString(account!)}`,
    );
    expect(facts.rows).toEqual([
      {
        rolsuper: false,
        rolcreatedb: false,
        rolcreaterole: false,
        rolreplication: false,
        rolconfig: ['default_transaction_read_only=on', 'statement_timeout=60000'],
      },
    ]);
    const may = await queryAs(
      first,
      first.username,
      first.password,
      sql`SELECT has_table_privilege(${postgresqlString(account!)}, 'customer', 'SELECT') AS reads,
      has_table_privilege(${postgresqlString(account!)}, 'customer', 'INSERT') AS writes, has_table_privilege(${postgresqlString(account!)}, 'sales.orders', 'SELECT') AS other,
      has_table_privilege(${postgresqlString(account!)}, 'stock.item', 'SELECT') AS strange`,
    );
    expect(may.rows).toEqual([{ reads: true, writes: false, other: true, strange: false }]);

    await rotateCredentials(management, 'shop', administrator(first));
    expect(accounts()).toHaveLength(1);
    expect(accounts()).not.toEqual([account]);
    expect(await rolesOf(first)).toEqual(accounts());
    expect(new Set(await readAll(world, management, 'shop'))).toEqual(new Set(['ok']));
    expect(await first.readLog()).toContain('SCRAM-SHA-256$4096');
    expect(await first.readLog()).not.toContain(first.password);
    await rotateCredentials(management, 'shop', READER);
    await rotateCredentials(management, 'shop', administrator(first));
    expect(await rolesOf(first)).toEqual(accounts());
  });

  test('is dropped again when it is of no use', async () => {
    await createService(management, {
      name: 'shop',
      location: 'EXTERNAL',
      addresses: addressOf(first),
    });
    const before = await rolesOf(first);
    const request = { service: 'shop', grants: [], remoteTables: [requestTable('nope')] };
    expect(
      (
        await refusal(
          setUpManagedCredentials(management, { ...request, credentials: administrator(first) }),
        )
      ).code,
    ).toBe('NOT_FOUND');
    expect([accounts(), await rolesOf(first)]).toEqual([[], before]);
    expect(
      (
        await refusal(
          setUpManagedCredentials(management, {
            ...request,
            credentials: {
              provision: { adminUsername: 'reader', adminPassword: new Secret('first-password') },
            },
          }),
        )
      ).code,
    ).toBe('CREDENTIALS_REFUSED');
    expect(
      (
        await refusal(
          setUpManagedCredentials(management, {
            ...request,
            credentials: { ...READER, ...administrator(first) },
          }),
        )
      ).code,
    ).toBe('INVALID_INPUT');
    expect(accounts()).toEqual([]);
  });

  test('is made by one who may create roles and owns the tables', async () => {
    const before = await rolesOf(first);
    await first.execute(sql`CREATE ROLE owner LOGIN CREATEROLE PASSWORD 'owner-password'`);
    await first.execute(sql`CREATE DATABASE owned OWNER owner`);
    await queryAs(
      first,
      'owner',
      'owner-password',
      sql`CREATE SCHEMA mine; CREATE TABLE mine.t (id int PRIMARY KEY)`,
      'owned',
    );
    await createService(management, {
      name: 'shop',
      location: 'EXTERNAL',
      addresses: addressOf(first, { database: 'owned' }),
    });
    const credentials = {
      provision: { adminUsername: 'owner', adminPassword: new Secret('owner-password') },
    };
    await setUpManagedDatabases(management, {
      service: 'shop',
      credentials,
      databases: [{ database: 'owned', schema: 'mine' }],
      topicTables: null,
      expose: null,
    });
    expect(await readAll(world, management, 'shop')).toEqual(['ok']);
    await rotateCredentials(management, 'shop', credentials);
    expect([(await rolesOf(first)).length, await readAll(world, management, 'shop')]).toEqual([
      before.length + 1,
      ['ok'],
    ]);
  });
});

describe('a paused integration', () => {
  test('touches nothing, and is resumed', async () => {
    const { databases, credentials } = await setUpLife(world, management, 'shop');
    await pauseIntegration(management, databases.id);
    await expectAgreement(management);
    expect(
      await listCatalog(management, management.registry.current().serviceNamed('shop')!, {
        search: null,
        limit: 1,
        offset: 0,
      }),
    ).toHaveLength(1);
    await pauseIntegration(management, credentials.id);
    expect((await pauseIntegration(management, credentials.id)).state).toBe('PAUSED');
    const logged = (await first.readLog()).length;
    const service = management.registry.current().serviceNamed('shop')!;
    expect(
      (await refusal(listCatalog(management, service, { search: null, limit: 1, offset: 0 }))).code,
    ).toBe('INTEGRATION_PAUSED');
    expect((await refusal(testConnection(management, 'shop', null))).code).toBe(
      'INTEGRATION_PAUSED',
    );
    expect(
      (await refusal(createRemoteTable(management, 'shop', requestTable('customer')))).code,
    ).toBe('INTEGRATION_PAUSED');
    expect(
      (
        await refusal(
          updateManagedDatabases(management, databases.id, {
            databases: DATABASES,
            topicTables: null,
          }),
        )
      ).code,
    ).toBe('INTEGRATION_PAUSED');
    await checkHealth(management, service, { timeoutMs: 5_000 });
    await reconcile(await world.open());
    await expectAgreement(management);
    expect((await first.readLog()).length).toBe(logged);
    for (const { id } of [databases, credentials])
      expect((await resumeIntegration(management, id)).state).toBe('RUNNING');
    await expectAgreement(management);
    expect(new Set(await readAll(world, management, 'shop'))).toEqual(new Set(['ok']));
  });

  test('of a service that moved meanwhile resumes there, or stays paused', async () => {
    const { databases, credentials } = await setUpLife(world, management, 'shop');
    for (const { id } of [databases, credentials]) await pauseIntegration(management, id);
    await updateService(management, 'shop', {
      name: 'shop',
      location: 'EXTERNAL',
      addresses: addressOf(first, { port: 1 }),
    });
    expect((await refusal(resumeIntegration(management, databases.id))).code).toBe(
      'SERVICE_UNREACHABLE',
    );
    expect(management.registry.current().integration(databases.id)?.state).toBe('PAUSED');
    await updateService(management, 'shop', {
      name: 'shop',
      location: 'EXTERNAL',
      addresses: addressOf(second),
    });
    expect((await resumeIntegration(management, databases.id)).state).toBe('RUNNING');
    await expectAgreement(management);
  });
});

describe('an address', () => {
  const move = (changes: object, server = first, name = 'shop') =>
    updateService(management, 'shop', {
      name,
      location: 'EXTERNAL',
      addresses: addressOf(server, changes),
    });

  test('changes when the stored credentials work there', async () => {
    const { credentials } = await setUpLife(world, management, 'shop');
    await second.execute(sql`DELETE FROM customer WHERE id > 5`, 'shop');
    expect((await refusal(move({ port: 1 }))).code).toBe('SERVICE_UNREACHABLE');
    expect((await refusal(move({ database: 'nope' }))).code).toBe('SERVICE_UNREACHABLE');
    expect((await refusal(move({ host: 'db.example.com' }))).code).toBe('HOST_NOT_ALLOWED');
    expect((await refusal(move({ sslMode: 'VERIFY_FULL' }))).code).toBe('TLS_NOT_ENFORCEABLE');
    expect((await refusal(move({}, first, 'other'))).code).toBe('IN_USE');
    expect(management.registry.current().serviceNamed('shop')?.address).toMatchObject({
      port: first.port,
      database: 'shop',
    });
    await expectAgreement(management);
    expect(await one(sql`SELECT toString(count()) AS name FROM endpoint_shop.people`)).toEqual([
      '20',
    ]);

    await move({}, second);
    await expectAgreement(management);
    expect(await one(sql`SELECT toString(count()) AS name FROM endpoint_shop.people`)).toEqual([
      '5',
    ]);
    expect(
      await one(sql`SELECT toString(count()) AS name FROM endpoint_shop_shop_public.customer`),
    ).toEqual(['5']);
    await move({ database: 'moved' }, second);
    expect(await one(sql`SELECT toString(count()) AS name FROM endpoint_shop.people`)).toEqual([
      '0',
    ]);
    expect(
      management.registry.current().tablesOfIntegration(credentials.id)[0]?.remote.database,
    ).toBe('moved');
  });

  test('and the name change freely without integrations', async () => {
    await createService(management, {
      name: 'shop',
      location: 'EXTERNAL',
      addresses: addressOf(first),
    });
    await createService(management, {
      name: 'taken',
      location: 'EXTERNAL',
      addresses: addressOf(first),
    });
    expect((await refusal(move({}, first, 'taken'))).code).toBe('ALREADY_EXISTS');
    expect(await move({ port: 1 }, first, 'store')).toMatchObject({
      name: 'store',
      address: { port: 1 },
    });
    expect(management.registry.current().services.map(({ name }) => name)).toEqual([
      'store',
      'taken',
    ]);
  });
});

test('managed databases are added and taken away', async () => {
  const { databases, credentials } = await setUpLife(world, management, 'shop');
  const update = (wanted: typeof DATABASES | null, topicTables: [] | null = null) =>
    updateManagedDatabases(management, databases.id, { databases: wanted, topicTables });
  const kept = management.registry
    .current()
    .tablesOfIntegration(databases.id)
    .find((each) => each.remote.schema === 'public');
  const updated = await update([DATABASES[0]!, { database: 'shop', schema: 'stock' }]);
  expect(updated.databases.map(({ name }) => name)).toEqual([
    'endpoint_shop_shop_public',
    'endpoint_shop_shop_stock',
  ]);
  const tables = management.registry.current().tablesOfIntegration(databases.id);
  expect(tables.map((each) => each.fieldName)).toEqual(['shopCustomer', 'shopStockItem']);
  expect(tables[0]).toEqual(kept);
  await expectAgreement(management);
  await engine.clickhouse.run(sql`CREATE DATABASE analysts`);
  await engine.clickhouse.run(
    sql`CREATE VIEW analysts.seen AS SELECT * FROM endpoint_shop_shop_stock.item`,
  );
  expect(await refusal(update([DATABASES[0]!]))).toMatchObject({
    code: 'IN_USE',
    details: { dependents: ['analysts.seen'] },
  });
  await engine.clickhouse.run(sql`DROP DATABASE analysts SYNC`);
  expect((await refusal(update([]))).code).toBe('INVALID_INPUT');
  expect((await refusal(update(null, []))).message).toContain('KAFKA');
  expect(
    (
      await refusal(
        updateManagedDatabases(management, credentials.id, {
          databases: DATABASES,
          topicTables: null,
        }),
      )
    ).code,
  ).toBe('INVALID_INPUT');
});

test('a table is refreshed, and says what changed', async () => {
  const { databases } = await setUpLife(world, management, 'shop');
  const {
    id,
    columns: [idColumn],
  } = management.registry
    .current()
    .tablesOfIntegration(databases.id)
    .find((each) => each.remote.schema === 'sales')!;
  expect((await refreshRemoteTable(management, id)).changes).toEqual([]);
  await first.execute(
    sql`ALTER TABLE sales.orders DROP COLUMN note; ALTER TABLE sales.orders ADD COLUMN "ID" text; ALTER TABLE sales.orders ALTER COLUMN id TYPE bigint`,
    'shop',
  );
  const refreshed = await refreshRemoteTable(management, id);
  expect(refreshed.changes).toEqual([
    'Column "note" was removed.',
    'Column "id" changed from integer to bigint.',
    'Column "ID" (text) was added.',
  ]);
  expect(refreshed.columns.map((column) => column.fieldName)).toEqual([idColumn!.fieldName, 'id2']);
  await expectAgreement(management);
  expect(new Set(await readAll(world, management, 'shop'))).toEqual(new Set(['ok']));
  await first.execute(sql`DROP TABLE sales.orders`, 'shop');
  expect((await refusal(refreshRemoteTable(management, id))).code).toBe('NOT_FOUND');
  await first.execute(sql`CREATE TABLE sales.orders (id int PRIMARY KEY, note text)`, 'shop');
});

test('health follows the service and ClickHouse, and is written only when it changes', async () => {
  const { databases } = await setUpLife(world, management, 'shop');
  const service = management.registry.current().serviceNamed('shop')!;
  const look = async () => {
    await checkHealth(management, service, { timeoutMs: 5_000 });
    const { state, errors, updatedAt } = management.registry.current().integration(databases.id)!;
    return {
      state,
      codes: errors.map(({ code, likelyCause }) => `${code} ${likelyCause}`),
      updatedAt,
    };
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
  expect(await look()).toMatchObject({
    state: 'FAILED',
    codes: ['CLICKHOUSE_OBJECT_MISSING CLICKHOUSE'],
  });
  expect(management.registry.current().integration(databases.id)?.errors[0]?.message).toContain(
    'endpoint_shop_shop_public',
  );
  await resumeIntegration(management, databases.id);
  await expectAgreement(management);
  await engine.clickhouse.run(sql`DROP TABLE endpoint_shop.people`);
  await look();
  expect(management.registry.current().integrations.map(({ state }) => state)).toEqual([
    'RUNNING',
    'FAILED',
  ]);
});

test('a look at the health that a pause overtakes asks the service nothing', async () => {
  const { databases, credentials } = await setUpLife(world, management, 'shop');
  let letGo = (): void => undefined;
  const isPaused = new Promise<void>((resolve) => (letGo = resolve));
  const statements: string[] = [];
  management = await world.open({
    ...engine.clickhouse,
    rows: async (statement, options) => {
      statements.push(statement.text);
      if (statement.text.includes('system.named_collections')) await isPaused;
      return engine.clickhouse.rows(statement, options);
    },
  });
  const service = management.registry.current().serviceNamed('shop')!;
  const look = checkHealth(management, service, { timeoutMs: 5_000 });
  await pauseIntegration(management, databases.id);
  await pauseIntegration(management, credentials.id);
  letGo();
  await look;
  expect(statements.filter((text) => text.includes('postgresql('))).toEqual([]);
  expect(statements.some((text) => text.includes('system.named_collections'))).toBe(true);
  management = await world.open();
});

test('grants become exactly those given, and are away while paused', async () => {
  const granted = new Set<string>();
  management = await world.open(withGrants(engine.clickhouse, granted));
  const {
    credentials: { id },
  } = await setUpLife(world, management, 'shop');
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
  management = await world.open();
});

test('nothing that was written or logged holds a secret', async () => {
  const bodies = await one(sql`SELECT body AS name FROM tributary.registry`);
  const everything = [...bodies, ...engine.lines].join('\n');
  for (const secret of ['-password', first.password, second.password])
    expect(everything).not.toContain(secret);
});
