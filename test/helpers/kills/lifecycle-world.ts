import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { buildManagementSchema, managementNames } from '../../../schema/build-management-schema';
import type { ClickHouse } from '../../../src/clickhouse/clickhouse';
import type { GivenCredentials } from '../../../src/connectors/contract/credentials';
import { CONNECTORS } from '../../../src/connectors/list';
import type { GatewayError } from '../../../src/errors/gateway-error';
import {
  createManagementContext,
  type ManagementContext,
} from '../../../src/management/context/management-context';
import { setUpManagedCredentials } from '../../../src/management/integrations/set-up-managed-credentials';
import { setUpManagedDatabases } from '../../../src/management/integrations/set-up-managed-databases';
import { reconcile } from '../../../src/management/recovery/reconcile';
import { createService } from '../../../src/management/services/create-service';
import { deleteService } from '../../../src/management/services/delete-service';
import type { Integration } from '../../../src/model/integration';
import { createRegistry } from '../../../src/registry/registry';
import { clickhouseTable } from '../../../src/sql/clickhouse-quoting';
import { sql, type Sql } from '../../../src/sql/sql';
import { Secret } from '../../../src/util/secret';
import { startPostgresql, type PostgresqlServer } from '../../servers/postgresql-server';
import { startTestClickHouse, type TestClickHouse } from '../gateway/start-test-clickhouse';

/**
 * Two PostgreSQL servers with the same data and reader, a ClickHouse, and use cases over them: no
 * gateway, no HTTP.
 */
export interface LifecycleWorld {
  readonly first: PostgresqlServer;
  readonly second: PostgresqlServer;
  readonly engine: TestClickHouse;
  /** A gateway's management, with a registry of its own. */
  open(clickhouse?: ClickHouse): Promise<ManagementContext>;
  /** Takes every service away, whatever became of it. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

/** A service with both kinds of integration. */
export interface Life {
  readonly databases: Integration;
  readonly credentials: Integration;
}

const SHOP = sql`
  CREATE TABLE customer (id int PRIMARY KEY, name text NOT NULL, city text);
  INSERT INTO customer SELECT i, 'n' || i, NULL FROM generate_series(1, 20) i;
  CREATE SCHEMA sales; CREATE TABLE sales.orders (id int PRIMARY KEY, note text);
  CREATE SCHEMA stock; CREATE TABLE stock.item (id int PRIMARY KEY);`;

export const login = (username: string, password: string): GivenCredentials => ({
  username,
  password: new Secret(password),
});
export const administrator = (server: PostgresqlServer): GivenCredentials => ({
  provision: { adminUsername: server.username, adminPassword: new Secret(server.password) },
});
export const READER = login('reader', 'first-password');
export const DATABASES = [
  { database: 'shop', schema: 'public' },
  { database: 'shop', schema: 'sales' },
];
export const addressOf = (server: PostgresqlServer, changes: object = {}) => ({
  POSTGRESQL: {
    host: server.host,
    port: server.port,
    database: 'shop',
    sslMode: 'DISABLE',
    ...changes,
  },
});
export const requestTable = (name: string, changes: object = {}) => ({
  service: null,
  name,
  schema: null,
  table: null,
  path: null,
  format: null,
  columns: null,
  primaryKey: null,
  fieldName: null,
  ...changes,
});

export async function startLifecycleWorld(): Promise<LifecycleWorld> {
  const [first, second, engine] = await Promise.all([
    startPostgresql({ logStatements: true }),
    startPostgresql(),
    startTestClickHouse(),
  ]);
  for (const server of [first, second]) {
    for (const database of ['shop', 'moved']) await server.createDatabase(database);
    await server.execute(
      sql`CREATE ROLE reader LOGIN PASSWORD 'first-password'; GRANT pg_read_all_data TO reader`,
    );
    await server.execute(SHOP, 'shop');
  }
  await second.execute(
    sql`CREATE TABLE customer (id int PRIMARY KEY, name text NOT NULL, city text)`,
    'moved',
  );
  const features = await engine.clickhouse.readFeatures();
  await createRegistry(engine.clickhouse).ensure();
  const reservedNames = managementNames(buildManagementSchema());
  const open = async (clickhouse: ClickHouse = engine.clickhouse): Promise<ManagementContext> => {
    const registry = createRegistry(clickhouse);
    await registry.load();
    return createManagementContext({
      registry,
      clickhouse,
      features,
      connectors: CONNECTORS,
      settings: { allowedHosts: ['127.0.0.1'], sourcePoolSize: 4, connectTimeoutMs: 5_000 },
      reservedNames,
      now: () => new Date(),
      newId: randomUUID,
    });
  };
  return {
    first,
    second,
    engine,
    open,
    clear: async () => {
      const cleaner = await open();
      await reconcile(cleaner);
      for (const { name } of cleaner.registry.current().services)
        await deleteService(cleaner, name, { force: true });
    },
    stop: async () => {
      await engine.stop();
      await Promise.all([first.remove(), second.remove()]);
    },
  };
}

export async function setUpLife(
  { first }: LifecycleWorld,
  context: ManagementContext,
  name: string,
  credentials = READER,
  wanted = DATABASES,
): Promise<Life> {
  await createService(context, { name, location: 'EXTERNAL', addresses: addressOf(first) });
  const databases = await setUpManagedDatabases(context, {
    service: name,
    credentials,
    databases: wanted,
    topicTables: null,
    expose: null,
  });
  return {
    databases,
    credentials: await setUpManagedCredentials(context, {
      service: name,
      credentials: null,
      grants: [],
      remoteTables: [requestTable('people', { table: 'customer' })],
    }),
  };
}

/** Reads through every reader of a service; `ok`, or the error code of those that fail. */
export async function readAll(
  { engine }: LifecycleWorld,
  { registry }: ManagementContext,
  service: string,
): Promise<readonly string[]> {
  const tables = registry
    .current()
    .tablesOfService(registry.current().serviceNamed(service)?.id ?? '');
  return Promise.all(
    tables.map(({ reader }) =>
      engine.clickhouse.run(sql`SELECT * FROM ${clickhouseTable(reader)} FORMAT Null`).then(
        () => 'ok',
        (error: GatewayError) => error.code,
      ),
    ),
  );
}

export async function queryAs(
  server: PostgresqlServer,
  user: string,
  password: string,
  statement: Sql,
  database = 'shop',
) {
  const client = new Client({ host: server.host, port: server.port, user, password, database });
  await client.connect();
  return client.query<Record<string, unknown>>(statement.text).finally(() => client.end());
}

/**
 * The embedded server has no place for users that SQL makes, so this keeps the grants that a
 * statement would change.
 */
export function withGrants(clickhouse: ClickHouse, granted: Set<string>): ClickHouse {
  return {
    ...clickhouse,
    run: async (statement, options) => {
      const [, action, grantee] =
        /^(GRANT|REVOKE) NAMED COLLECTION ON `endpoint_shop` (?:TO|FROM) `(\w+)`$/.exec(
          statement.text,
        ) ?? [];
      if (grantee === undefined) return clickhouse.run(statement, options);
      if (action === 'GRANT') granted.add(grantee);
      else granted.delete(grantee);
    },
    rows: async <T>(statement: Sql, options?: object) =>
      statement.text.includes('FROM system.users')
        ? ([{ name: 'a' }, { name: 'b' }, { name: 'c' }] as unknown as readonly T[])
        : clickhouse.rows<T>(statement, options),
  };
}
