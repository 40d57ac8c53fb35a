import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { clickhouseConnector } from '../../src/connectors/clickhouse/clickhouse-connector';
import { TABLE_SETTINGS } from '../../src/connectors/clickhouse-columns/table-settings';
import { clickhouseIdentifier, clickhouseString } from '../../src/sql/clickhouse-quoting';
import { joinSql, sql, type Sql } from '../../src/sql/sql';
import { Secret } from '../../src/util/secret';
import { startTestGateway, type TestGateway } from '../helpers/gateway/start-test-gateway';
import { withServer } from '../helpers/sources/with-server';
import { startClickhouse, type ClickhouseServer } from '../servers/clickhouse-server';

const TLS = join(__dirname, '../fixtures/tls');
const CA = readFileSync(join(TLS, 'ca.pem'), 'utf8');
const CERTIFICATE = {
  cert: readFileSync(join(TLS, 'server.pem'), 'utf8'),
  key: readFileSync(join(TLS, 'server.key'), 'utf8'),
};
const READER = { username: 'reader', password: 'Lk3pReaderSecret' };

/**
 * One speaks TLS, one does not. The third trusts the authority of the first, and stands for the
 * ClickHouse of a gateway.
 */
let secure: ClickhouseServer;
let plain: ClickhouseServer;
let trusting: ClickhouseServer;

beforeAll(async () => {
  const accounts = [{ ...READER, grants: ['GRANT SELECT ON shop.*'] }];
  [secure, plain, trusting] = await Promise.all([
    startClickhouse({ accounts, certificate: CERTIFICATE }),
    startClickhouse({ accounts }),
    startClickhouse({ trustedCertificate: CA }),
  ]);
  for (const server of [secure, plain]) {
    await server.execute(sql`CREATE DATABASE shop`);
    await server.execute(
      joinSql(
        [
          sql`CREATE TABLE shop.artist ENGINE = MergeTree ORDER BY id AS`,
          sql`SELECT toUInt64(1) AS id, 'Nina' AS name`,
        ],
        ' ',
      ),
    );
  }
}, 90_000);

afterAll(async () => {
  for (const server of [secure, plain, trusting]) await server?.remove();
}, 60_000);

const address = (port: number, changes: object = {}) =>
  clickhouseConnector.address.parse({ host: 'localhost', port, database: 'shop', ...changes });
const check = (
  port: number,
  changes: object = {},
  login: { readonly username: string; readonly password: string } = READER,
) =>
  clickhouseConnector.access.check(
    address(port, changes),
    { username: login.username, password: new Secret(login.password) },
    10_000,
  );

async function checkTrusting(port: number, changes: object = {}): Promise<unknown> {
  const script = [
    require.resolve('../fixtures/check-clickhouse.ts'),
    JSON.stringify(address(port, changes)),
    READER.username,
    READER.password,
  ];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['-r', require.resolve('../helpers/typescript-register.cjs'), ...script],
    { env: { NODE_EXTRA_CA_CERTS: join(TLS, 'ca.pem') } },
  );
  return JSON.parse(stdout);
}

describe('a connection check', () => {
  test('verifies the certificate and whom it is made out to', async () => {
    expect(await checkTrusting(secure.port)).toMatchObject({
      ok: true,
      serverVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
    });
    expect(await checkTrusting(secure.port, { host: '127.0.0.1' })).toMatchObject({
      ok: false,
      refusal: 'TLS_FAILED',
    });
    expect(await check(secure.port)).toMatchObject({ ok: false, refusal: 'TLS_FAILED' });
  }, 30_000);

  test('tells TLS_FAILED of a port without TLS, and hints at TLS where a port hangs up', async () => {
    expect(await check(plain.port)).toMatchObject({ ok: false, refusal: 'TLS_FAILED' });
    expect(await check(secure.port, { secure: false })).toMatchObject({
      ok: false,
      refusal: 'UNREACHABLE',
      message: expect.stringContaining('set `secure` to true') as string,
    });
    await withServer('\u0015\u0003\u0003\u0000\u0002\u0002F', async (port) => {
      expect(await check(port, { host: '127.0.0.1', secure: false })).toMatchObject({
        ok: false,
        refusal: 'TLS_FAILED',
        message: expect.stringContaining('`secure`') as string,
      });
    });
  }, 30_000);

  test('tells DATABASE_NOT_FOUND and AUTHENTICATION_FAILED', async () => {
    expect(await check(plain.port, { secure: false, database: 'no such' })).toMatchObject({
      ok: false,
      refusal: 'DATABASE_NOT_FOUND',
    });
    expect(
      await check(plain.port, { secure: false }, { username: 'nobody', password: 'x' }),
    ).toMatchObject({ ok: false, refusal: 'AUTHENTICATION_FAILED' });
    expect(
      await check(plain.port, { secure: false }, { ...READER, password: 'wrong' }),
    ).toMatchObject({ ok: false, refusal: 'AUTHENTICATION_FAILED' });
  }, 30_000);

  test('tells UNREACHABLE of whatever is no ClickHouse', async () => {
    for (const answer of [
      'HTTP/1.1 400 Bad Request\r\n\r\n',
      '\u0000',
      '\u0000'.repeat(100_000),
      '220 mail.example.com ESMTP',
    ]) {
      await withServer(answer, async (port) => {
        expect(
          await clickhouseConnector.access.check(
            address(port, { host: '127.0.0.1', secure: false }),
            { username: 'a', password: new Secret('b') },
            500,
          ),
        ).toMatchObject({ ok: false, refusal: 'UNREACHABLE' });
      });
    }
  });

  test('refuses credentials that cannot be used', async () => {
    await expect(
      clickhouseConnector.access.check(address(1), { username: 'reader' }, 500),
    ).rejects.toMatchObject({ code: 'CREDENTIALS_REQUIRED' });
    await expect(check(1, {}, { username: 'a\0b', password: 'x' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  });
});

describe('in ClickHouse', () => {
  const createCollection = (name: Sql, host: string) => {
    const entries = clickhouseConnector.storage.collectionEntries(address(secure.port, { host }), {
      username: READER.username,
      password: new Secret(READER.password),
    });
    const rendered = entries.map(({ key, value, overridable }) =>
      joinSql(
        [
          sql`${clickhouseIdentifier(key)} =`,
          sql`${clickhouseString(typeof value === 'string' ? value : value.reveal())}`,
          sql`${overridable ? sql`OVERRIDABLE` : sql`NOT OVERRIDABLE`}`,
        ],
        ' ',
      ),
    );
    return sql`CREATE NAMED COLLECTION ${name} AS ${joinSql(rendered, ', ')}`;
  };
  const there = (collection: string, host: string) =>
    clickhouseConnector.queries.passthroughSource(
      collection,
      '',
      sql`SELECT name FROM shop.artist`,
      address(secure.port, { host }),
    );

  test('a trusted certificate is read over, as engine and as function', async () => {
    await trusting.client.run(createCollection(sql`trusted`, 'localhost'), { sensitive: true });
    expect(await trusting.client.rows(sql`SELECT * FROM ${there('trusted', 'localhost')}`)).toEqual(
      [{ name: 'Nina' }],
    );
    const engine = clickhouseConnector.storage.reader.engine(
      'trusted',
      { remote: { database: '', schema: 'shop', table: 'artist' } },
      { poolSize: 2 },
      address(secure.port),
    );
    await trusting.client.run(
      sql`CREATE TABLE default.artist (id UInt64, name String) ENGINE = ${engine}`,
    );
    expect(await trusting.client.rows(sql`SELECT * FROM default.artist WHERE id = 1`)).toEqual([
      { id: '1', name: 'Nina' },
    ]);
    const [created] = await trusting.client.rows<{ statement: string }>(
      sql`SHOW CREATE TABLE default.artist`,
    );
    expect(created?.statement).toContain('RemoteSecure(trusted');
  }, 30_000);

  test('an unknown authority is refused', async () => {
    await secure.client.run(createCollection(sql`untrusted`, 'localhost'), { sensitive: true });
    await expect(
      secure.client.rows(sql`SELECT * FROM ${there('untrusted', 'localhost')}`),
    ).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' });
  }, 30_000);

  test('only the check of the gateway looks whom a certificate is made out to', async () => {
    await trusting.client.run(createCollection(sql`elsewhere`, '127.0.0.1'), { sensitive: true });
    expect(
      await trusting.client.rows(sql`SELECT * FROM ${there('elsewhere', '127.0.0.1')}`),
    ).toEqual([{ name: 'Nina' }]);
  }, 30_000);
});

describe('a table with types that CREATE TABLE refuses by default', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    await plain.client.run(
      joinSql(
        [
          sql`CREATE TABLE shop.odd (id UInt64, fixed FixedString(300),`,
          sql`low LowCardinality(UInt8), nest Nested(x UInt8)) ENGINE = MergeTree ORDER BY id`,
        ],
        ' ',
      ),
      { settings: TABLE_SETTINGS },
    );
    await plain.execute(sql`INSERT INTO shop.odd VALUES (1, 'a', 7, [(2)])`);
    gateway = await startTestGateway();
  }, 60_000);

  afterAll(() => gateway?.stop(), 30_000);

  test('is read, and its reader is made anew by a refresh and with other credentials', async () => {
    const { host, port } = plain;
    await gateway.data(
      'mutation ($input: CreateServiceInput!) { createService(input: $input) { id } }',
      {
        input: {
          name: 'odd',
          location: 'MANAGED',
          clickhouse: { host, port, database: 'shop', secure: false },
        },
      },
    );
    const { setUpManagedCredentials: integration } = await gateway.data<{
      setUpManagedCredentials: {
        remoteTables: readonly { readonly id: string; readonly fieldName: string }[];
      };
    }>(
      'mutation ($input: SetUpManagedCredentialsInput!) { setUpManagedCredentials(input: $input) ' +
        '{ remoteTables { id fieldName } } }',
      { input: { service: 'odd', credentials: READER, remoteTables: [{ name: 'odd' }] } },
    );
    const [table] = integration.remoteTables;
    const read = () => gateway.data(`{ rows: ${table?.fieldName} { id low nest } }`);
    const rows = { rows: [{ id: '1', low: 7, nest: [{ x: 2 }] }] };
    expect(await read()).toEqual(rows);
    await gateway.data('mutation ($id: ID!) { refreshRemoteTable(id: $id) { id } }', {
      id: table?.id,
    });
    expect(await read()).toEqual(rows);
    await gateway.data(
      'mutation ($credentials: CredentialsInput!) { rotateCredentials(service: "odd", ' +
        'credentials: $credentials) { accounts } }',
      { credentials: READER },
    );
    expect(await read()).toEqual(rows);
  }, 60_000);
});
