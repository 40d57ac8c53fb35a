import { postgresqlString } from '../../../src/sql/postgresql-quoting';
import { Sql, sql } from '../../../src/sql/sql';
import { registerPostgresql } from '../../helpers/gateway/register-postgresql';
import type { Answer } from '../../helpers/gateway/start-test-gateway';
import {
  startWatchedGateway,
  type WatchedGateway,
} from '../../helpers/gateway/start-watched-gateway';
import { startPostgresql, type PostgresqlServer } from '../../servers/postgresql-server';

/**
 * Managed databases: everything that can be read, what ClickHouse's own inference stumbles over
 * included, for ten schemas at once.
 */
let server: PostgresqlServer;
let gateway: WatchedGateway;

const SCHEMAS = Array.from({ length: 11 }, (_, index) => `part${index}`);

beforeAll(async () => {
  [server, gateway] = await Promise.all([startPostgresql(), startWatchedGateway()]);
  await server.createDatabase('shop');
  await server.execute(
    sql`
    CREATE TABLE plain (id integer PRIMARY KEY, name text); INSERT INTO plain VALUES (1, 'one'), (2, 'two');
    CREATE VIEW seen AS SELECT id, name FROM plain;
    CREATE MATERIALIZED VIEW kept AS SELECT id, name FROM plain;
    CREATE TABLE hard (id integer PRIMARY KEY, empties integer[], amount numeric, span int4range, cash money, pause interval, matrix text[][]);
    INSERT INTO hard VALUES (1, '{}', 1e30, '[1,5)', '1.50', '1 day', '{{a,b}}'), (2, NULL, 'NaN', NULL, NULL, NULL, NULL);
    CREATE VIEW hard_view AS SELECT * FROM hard;
    CREATE TABLE parted (id integer PRIMARY KEY, name text) PARTITION BY RANGE (id); CREATE TABLE parted_1 PARTITION OF parted DEFAULT; INSERT INTO parted VALUES (7, 'seven');
    CREATE EXTENSION postgres_fdw;
    CREATE SERVER itself FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port ${postgresqlString(String(server.port))}, dbname 'shop');
    CREATE USER MAPPING FOR CURRENT_USER SERVER itself OPTIONS (user ${postgresqlString(server.username)}, password ${postgresqlString(server.password)});
    CREATE FOREIGN TABLE far (id integer, name text) SERVER itself OPTIONS (table_name 'plain')`,
    'shop',
  );
  for (const schema of SCHEMAS)
    await server.execute(
      Sql.dangerouslyFromText(
        `CREATE SCHEMA ${schema}; CREATE TABLE ${schema}.item (id ` +
          `integer PRIMARY KEY); INSERT INTO ${schema}.item VALUES ` +
          `(${schema.slice(4)})`,
      ),
      'shop',
    );
  await registerPostgresql(gateway, server, { name: 'shop' });
}, 120_000);

afterAll(async () => {
  await gateway?.stop();
  await server?.remove();
}, 60_000);

test('tables, partitioned tables, views, materialised views and foreign tables are exposed, partitions are not', async () => {
  const { remoteTables } = await gateway.data<{ remoteTables: readonly { name: string }[] }>(
    '{ remoteTables { name } }',
  );
  expect(remoteTables.map(({ name }) => name).toSorted()).toEqual([
    'far',
    'hard',
    'hard_view',
    'kept',
    'parted',
    'plain',
    'seen',
  ]);
  const two = [
    { id: 1, name: 'one' },
    { id: 2, name: 'two' },
  ];
  for (const field of ['shopPlain', 'shopSeen', 'shopKept', 'shopFar'])
    expect(await gateway.data(`{ ${field}(orderBy: [{ id: ASC }]) { id name } }`)).toEqual({
      [field]: two,
    });
  expect(await gateway.data('{ shopParted { id name } }')).toEqual({
    shopParted: [{ id: 7, name: 'seven' }],
  });
});

test('what ClickHouse cannot infer is read all the same, and hides no neighbour', async () => {
  const rows = [
    {
      id: 1,
      empties: [],
      amount: '1000000000000000000000000000000',
      span: '[1,5)',
      cash: '$1.50',
      pause: '1 day',
      matrix: '{{a,b}}',
    },
    { id: 2, empties: null, amount: 'NaN', span: null, cash: null, pause: null, matrix: null },
  ];
  const read = (field: string) =>
    gateway.data(
      `{ rows: ${field}(orderBy: [{ id: ASC }]) { id empties amount span cash pause matrix } }`,
    );
  expect(await read('shopHard')).toEqual({ rows });
  // PostgreSQL forgets the dimensions of a view's column; its description says what that means.
  expect(await read('shopHardView')).toEqual({
    rows: rows.map((row) => ({ ...row, matrix: null })),
  });
});

test('users of ClickHouse read tables, and views by name, in the managed database', async () => {
  expect(
    (await gateway.engine('SHOW TABLES FROM service_shop_shop_public'))
      .split('\n')
      .filter((name) => name !== '')
      .toSorted(),
  ).toEqual(['hard', 'parted', 'parted_1', 'plain']);
  for (const table of ['plain', 'seen', 'kept', 'far'])
    expect(
      await gateway.engine(`SELECT name FROM service_shop_shop_public.${table} ORDER BY id`),
    ).toBe('one\ntwo\n');
});

test('ten schemas at once, and no eleventh', async () => {
  const {
    integrations: [integration],
  } = await gateway.data<{ integrations: readonly { id: string }[] }>('{ integrations { id } }');
  const update = (schemas: readonly string[]): Promise<Answer> =>
    gateway.ask(
      'mutation ($id: ID!, $databases: [RemoteDatabaseInput!]) { ' +
        'updateManagedDatabases(id: $id, databases: $databases) { databases { name ' +
        'tableCount } } }',
      {
        id: integration?.id,
        databases: schemas.map((schema) => ({ database: 'shop', schema })),
      },
    );
  expect((await update(SCHEMAS)).errors?.map(({ extensions }) => extensions['code'])).toEqual([
    'INVALID_INPUT',
  ]);
  const { data } = await update(SCHEMAS.slice(0, 10));
  expect(data).toEqual({
    updateManagedDatabases: {
      databases: SCHEMAS.slice(0, 10).map((schema) => ({
        name: `service_shop_shop_${schema}`,
        tableCount: 1,
      })),
    },
  });
  const selection = SCHEMAS.slice(0, 10)
    .map((_, index) => `p${index}: shopPart${index}Item { id }`)
    .join(' ');
  expect(await gateway.data(`{ ${selection} }`)).toEqual(
    Object.fromEntries(SCHEMAS.slice(0, 10).map((_, index) => [`p${index}`, [{ id: index }]])),
  );
  expect(await gateway.engine('SELECT count() FROM service_shop_shop_part9.item')).toBe('1\n');
}, 30_000);
