import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import type { Credentials, ProvisionedAccount } from '../../src/connectors/contract/credentials';
import { mysqlConnector } from '../../src/connectors/mysql/mysql-connector';
import { Sql, sql } from '../../src/sql/sql';
import { Secret } from '../../src/util/secret';
import { startMariadb, type MariadbServer } from '../servers/mariadb-server';

const TLS = join(__dirname, '../fixtures/tls');
const accounts = mysqlConnector.credentials.accounts;
let server: MariadbServer;

const address = (changes: object = {}) =>
  mysqlConnector.address.parse({
    host: server.host,
    port: server.port,
    database: 'shop',
    sslMode: 'PREFER',
    ...changes,
  });
const administrator = (): Credentials => ({
  username: server.username,
  password: new Secret(server.password),
});
const wanted = (name: string, changes: Partial<ProvisionedAccount> = {}): ProvisionedAccount => ({
  name,
  scope: [
    { database: 'shop', schema: 'shop' },
    { database: 'shop', schema: 'a_b' },
  ],
  statementTimeoutMs: 60_000,
  timeoutMs: 5_000,
  ...changes,
});

/** The values of a statement's first column; the number of the error that it ends with. */
async function ask(
  credentials: Credentials,
  statement: string,
): Promise<readonly unknown[] | number> {
  const connection = await createConnection({
    host: server.host,
    port: server.port,
    user: credentials.username,
    password: credentials.password?.reveal(),
    ssl: { rejectUnauthorized: false },
  });
  try {
    const [rows] = await connection.query({ sql: statement, rowsAsArray: true });
    return (rows as unknown[][]).map((row) => row[0]);
  } catch (error) {
    return (error as { errno: number }).errno;
  } finally {
    await connection.end();
  }
}
const users = () =>
  ask(
    administrator(),
    "SELECT user FROM mysql.user WHERE user LIKE 'tributary\\_%' AND user <> " +
      "'tributary_admin' ORDER BY user",
  );

beforeAll(async () => {
  const certificate = {
    cert: readFileSync(join(TLS, 'server.pem'), 'utf8'),
    key: readFileSync(join(TLS, 'server.key'), 'utf8'),
  };
  server = await startMariadb({ sslCertAndKey: certificate, logStatements: true });
  await server.execute(sql`
    CREATE DATABASE shop; CREATE DATABASE ${Sql.dangerouslyFromText('`a_b`')};
    CREATE DATABASE axb; CREATE DATABASE other;
    CREATE TABLE shop.t (id int); INSERT INTO shop.t VALUES (1), (2); CREATE TABLE a_b.t (id int);
    CREATE TABLE axb.t (id int); CREATE TABLE other.t (id int);
    CREATE USER maker@'%' IDENTIFIED BY 'maker'; GRANT CREATE USER ON *.* TO maker@'%'; GRANT
    SELECT ON shop.* TO maker@'%' WITH GRANT OPTION;
    CREATE USER nobody@'%' IDENTIFIED BY 'nobody'; GRANT SELECT ON shop.* TO nobody@'%'`);
}, 120_000);

afterAll(() => server?.remove(), 60_000);

test('may read what is wanted, and nothing else', async () => {
  const account = await accounts.provision(address(), administrator(), wanted('tributary_one'));
  expect(account.username).toBe('tributary_one');
  expect(await ask(account, 'SELECT * FROM shop.t ORDER BY id')).toEqual([1, 2]);
  expect(await ask(account, 'SELECT count(*) FROM a_b.t')).toEqual([0]);
  for (const denied of [
    'SELECT * FROM axb.t',
    'SELECT * FROM other.t',
    'SELECT * FROM mysql.user',
    'INSERT INTO shop.t VALUES (3)',
    'DELETE FROM shop.t',
    'CREATE TABLE shop.x (id int)',
    'CREATE USER x',
    'SHOW CREATE USER nobody',
    "SELECT LOAD_FILE('/etc/passwd') UNION SELECT * FROM shop.t INTO OUTFILE '/tmp/x'",
  ]) {
    expect([denied, await ask(account, denied)]).toEqual([denied, expect.any(Number)]);
  }
  const grants = (await ask(account, 'SHOW GRANTS')) as readonly string[];
  expect(grants.toSorted()).toEqual([
    'GRANT SELECT ON `a\\_b`.* TO `tributary_one`@`%`',
    'GRANT SELECT ON `shop`.* TO `tributary_one`@`%`',
    expect.stringMatching(
      new RegExp(
        /^GRANT USAGE ON \*\.\* TO `tributary_one`@`%` IDENTIFIED BY PASSWORD '\*[0-9A-F]{40}' /
          .source + /WITH MAX_USER_CONNECTIONS 100 MAX_STATEMENT_TIME 60\.000000$/.source,
      ),
    ),
  ]);
});

test('ends its statements by itself', async () => {
  const account = await accounts.provision(
    address(),
    administrator(),
    wanted('tributary_quick', { statementTimeoutMs: 200 }),
  );
  const startedAt = Date.now();
  expect(await ask(account, 'SELECT COUNT(*) FROM shop.t a, (SELECT SLEEP(20)) s')).toBe(1969);
  expect(Date.now() - startedAt).toBeLessThan(10_000);
});

test('has a random password, which is in no statement', async () => {
  const made = await Promise.all(
    ['tributary_r1', 'tributary_r2'].map((name) =>
      accounts.provision(address(), administrator(), wanted(name)),
    ),
  );
  const passwords = made.map(({ password }) => password!.reveal());
  expect([
    passwords.every((password) => password.length >= 32),
    passwords[0] === passwords[1],
  ]).toEqual([true, false]);
  const log = await server.readLog();
  expect(log).toContain('tributary_r1');
  for (const password of passwords) expect(log).not.toContain(password);
});

test('is let in over TLS only where the address requires it', async () => {
  await accounts.provision(
    address({ sslMode: 'REQUIRE' }),
    administrator(),
    wanted('tributary_tls'),
  );
  await accounts.provision(address(), administrator(), wanted('tributary_any'));
  expect(
    await ask(
      administrator(),
      "SELECT ssl_type FROM mysql.user WHERE user IN ('tributary_tls', 'tributary_any') " +
        'ORDER BY user',
    ),
  ).toEqual(['', 'ANY']);
});

test('is dropped, and dropping it again does not matter', async () => {
  await accounts.provision(address(), administrator(), wanted('tributary_gone'));
  for (let round = 0; round < 2; round += 1)
    await accounts.drop(address(), administrator(), { name: 'tributary_gone', timeoutMs: 5_000 });
  expect(await users()).not.toContain('tributary_gone');
});

test('is made whole or not at all, and the refusal says what the administrator lacks', async () => {
  const before = await users();
  const as = (username: string) =>
    accounts.provision(
      address(),
      { username, password: new Secret(username) },
      wanted('tributary_half'),
    );
  for (const username of ['maker', 'nobody']) {
    await expect(as(username)).rejects.toMatchObject({
      code: 'CREDENTIALS_REFUSED',
      details: { refusal: 'PERMISSION_DENIED' },
    });
    expect(await users()).toEqual(before);
  }
  await expect(
    accounts.provision(
      address(),
      { username: 'maker', password: new Secret('wrong') },
      wanted('x'),
    ),
  ).rejects.toMatchObject({
    code: 'CREDENTIALS_REFUSED',
    details: { refusal: 'AUTHENTICATION_FAILED' },
  });
  await expect(
    accounts.provision(
      address(),
      { username: 'maker', password: new Secret('maker') },
      wanted('tributary_whole', { scope: [] }),
    ),
  ).resolves.toMatchObject({ username: 'tributary_whole' });
  await expect(
    accounts.provision(address(), administrator(), wanted('tributary_one')),
  ).rejects.toMatchObject({ code: 'SERVICE_QUERY_FAILED', details: { errorNumber: 1396 } });
  expect(await users()).toContain('tributary_one');
});
