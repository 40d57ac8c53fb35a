import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogReader, NativeSession } from '../../src/connectors/contract/catalog';
import type { Credentials } from '../../src/connectors/contract/credentials';
import { mysqlConnector } from '../../src/connectors/mysql/mysql-connector';
import { encryptionQuery } from '../../src/connectors/mysql/native/tls-problem';
import { isScannableName } from '../../src/connectors/mysql/scan/scannable-name';
import type { DescribedTable } from '../../src/model/remote-table';
import type { ServiceAddress } from '../../src/model/service';
import {
  clickhouseIdentifier,
  clickhouseString,
  clickhouseTable,
} from '../../src/sql/clickhouse-quoting';
import { mysqlIdentifier } from '../../src/sql/mysql-quoting';
import { joinSql, Sql, sql } from '../../src/sql/sql';
import { Secret } from '../../src/util/secret';
import { startTestClickHouse, type TestClickHouse } from '../helpers/gateway/start-test-clickhouse';
import { withServer } from '../helpers/sources/with-server';
import { thrownBy } from '../helpers/thrown-by';
import { startMariadb, type MariadbServer } from '../servers/mariadb-server';

const TLS = join(__dirname, '../fixtures/tls');
const CA = readFileSync(join(TLS, 'ca.pem'), 'utf8');
const PASSWORD = 'reader-p4ss\'\\"word';
const HOSTILE_SCHEMA = 'it\'s a `schema`; {x} "名前"';
/** Names that break whoever forgets to quote. */
const HOSTILE_NAMES = [
  'order',
  'two words',
  'a"b',
  "it's",
  'back\\slash',
  '`tick`',
  '__x',
  '1st',
  'ünïcödé 名前',
  'per%cent_{b}',
  'x'.repeat(64),
  'new\nline',
  '*/',
  '/*!',
  '?',
  '--',
];

let mariadb: MariadbServer;
let engine: TestClickHouse;
let session: NativeSession;
let viaClickHouse: CatalogReader;

const connector = mysqlConnector;
const address = (changes: Record<string, unknown> = {}): ServiceAddress =>
  connector.address.parse({ host: mariadb.host, port: mariadb.port, database: 'shop', ...changes });
const login = (username: string, password: string): Credentials => ({
  username,
  password: new Secret(password),
});
const reader = login('reader', PASSWORD);
const check = (
  changes: Record<string, unknown> = {},
  credentials: Credentials = reader,
  timeoutMs = 5_000,
) => connector.access.check(address(changes), credentials, timeoutMs);

beforeAll(async () => {
  const certificate = {
    cert: readFileSync(join(TLS, 'server.pem'), 'utf8'),
    key: readFileSync(join(TLS, 'server.key'), 'utf8'),
  };
  [mariadb, engine] = await Promise.all([
    startMariadb({ sslCertAndKey: certificate, logStatements: true }),
    startTestClickHouse(),
  ]);
  await mariadb.execute(SHOP);
  const entries = connector.storage
    .collectionEntries(address(), reader)
    .map(({ key, value, overridable }) => {
      const text = clickhouseString(typeof value === 'string' ? value : value.reveal());
      return joinSql(
        [
          sql`${clickhouseIdentifier(key)} = ${text}`,
          sql`${overridable ? sql`OVERRIDABLE` : sql`NOT OVERRIDABLE`}`,
        ],
        ' ',
      );
    });
  await engine.clickhouse.run(
    sql`CREATE NAMED COLLECTION service_shop AS ${joinSql(entries, ', ')}`,
    { sensitive: true },
  );
  await engine.clickhouse.run(sql`CREATE DATABASE readers`);
  session = await connector.catalog.openSession(address(), reader, 'shop', 10_000);
  viaClickHouse = async (query) => {
    const rows = await engine.clickhouse.rows<{ doc: string }>(
      sql`SELECT doc FROM ${connector.queries.passthroughSource('service_shop', 'shop', query)}`,
    );
    return rows[0]!.doc;
  };
}, 120_000);

afterAll(async () => {
  await session?.close();
  await engine?.stop();
  await mariadb?.remove();
}, 60_000);

describe('the address', () => {
  test('its database is a schema too', () => {
    const parsed = connector.address.parse({ host: 'h', database: 'd' });
    expect([
      connector.identity.defaultDatabase(parsed),
      connector.identity.defaultSchema(parsed),
    ]).toEqual(['d', 'd']);
  });

  test('says which TLS modes ClickHouse cannot honour', () => {
    const problem = (sslMode: string) =>
      connector.access.tlsProblem(connector.address.parse({ host: 'h', sslMode }));
    expect(['DISABLE', 'PREFER', 'REQUIRE'].map(problem)).toEqual([null, null, null]);
    expect(problem('VERIFY_CA')).toContain('VERIFY_CA cannot be enforced');
    expect(problem('VERIFY_FULL')).toContain('VERIFY_FULL cannot be enforced');
  });
});

describe('a connection check', () => {
  const refusal = async (...parameters: Parameters<typeof check>) => {
    const answer = await check(...parameters);
    expect(JSON.stringify(answer)).not.toContain(PASSWORD);
    return answer.ok ? 'none' : answer.refusal;
  };
  const verifying = { sslMode: 'VERIFY_CA', sslRootCert: CA };

  test('answers the version, in every TLS mode that fits', async () => {
    for (const tls of [
      {},
      { sslMode: 'DISABLE' },
      { sslMode: 'REQUIRE' },
      { sslMode: 'REQUIRE', sslRootCert: CA },
      verifying,
      { ...verifying, sslMode: 'VERIFY_FULL', host: 'localhost' },
    ]) {
      const answer = await check(tls);
      expect(answer.ok ? answer.serverVersion : answer.message).toMatch(/^[0-9.]+-MariaDB$/);
    }
  });

  test('tells UNREACHABLE: nothing listens, no host, no answer, a hang-up, no MySQL', async () => {
    expect(await refusal({ port: 1 })).toBe('UNREACHABLE');
    expect(await refusal({ host: 'host.invalid' })).toBe('UNREACHABLE');
    for (const answer of [null, '', 'HTTP/1.1 400 Bad Request\r\n\r\n']) {
      await withServer(answer, async (port) => {
        expect(await refusal({ port }, reader, 500)).toBe('UNREACHABLE');
        expect(await refusal({ port, sslMode: 'DISABLE' }, reader, 500)).toBe('UNREACHABLE');
      });
    }
  });

  test('tells TLS_FAILED: a certificate of an unknown authority, or for another host', async () => {
    expect(await refusal({ sslMode: 'VERIFY_CA' })).toBe('TLS_FAILED');
    expect(await refusal({ sslMode: 'VERIFY_FULL', sslRootCert: CA })).toBe('TLS_FAILED');
  });

  test('tells AUTHENTICATION_FAILED, DATABASE_NOT_FOUND and PERMISSION_DENIED', async () => {
    for (const sslMode of ['PREFER', 'DISABLE']) {
      expect(await refusal({ sslMode }, login('reader', 'wrong'))).toBe('AUTHENTICATION_FAILED');
      expect(await refusal({ sslMode }, login('reader', ''))).toBe('AUTHENTICATION_FAILED');
      expect(await refusal({ sslMode }, login('nobody here', PASSWORD))).toBe(
        'AUTHENTICATION_FAILED',
      );
      expect(await refusal({ sslMode }, login('locked', 'x'))).toBe('AUTHENTICATION_FAILED');
    }
    expect(
      await refusal({ database: 'no_such_db' }, login(mariadb.username, mariadb.password)),
    ).toBe('DATABASE_NOT_FOUND');
    expect(await refusal({ database: 'closed' })).toBe('PERMISSION_DENIED');
  });

  test('tells TLS_FAILED of a server without TLS, which PREFER takes as it is', async () => {
    const plain = await startMariadb();
    try {
      const own = { host: plain.host, port: plain.port, database: 'mysql' };
      const credentials = login(plain.username, plain.password);
      expect(await refusal({ ...own, sslMode: 'REQUIRE' }, credentials)).toBe('TLS_FAILED');
      expect(await refusal(own, credentials)).toBe('none');
      await plain.stop();
      expect(await refusal(own, credentials)).toBe('UNREACHABLE');
    } finally {
      await plain.remove();
    }
  }, 60_000);

  test('refuses credentials that cannot be used', async () => {
    await expect(check({}, { username: 'reader' })).rejects.toMatchObject({
      code: 'CREDENTIALS_REQUIRED',
    });
    await expect(check({}, { ...reader, sslClientCert: 'x' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    await expect(check({}, login('a\0b', 'p'))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('a native session', () => {
  test('reads only, is bounded, and survives a refused statement', async () => {
    const bounded = await connector.catalog.openSession(
      address(),
      login(mariadb.username, mariadb.password),
      'shop',
      300,
    );
    try {
      await expect(bounded.read(sql`INSERT INTO artist VALUES (9, 'x')`)).rejects.toMatchObject({
        code: 'SERVICE_QUERY_FAILED',
        details: { errorNumber: 1792 },
      });
      await expect(
        bounded.read(sql`SELECT CONCAT(COUNT(*)) FROM seq_1_to_1000000000 WHERE seq % 7 = 9`),
      ).rejects.toMatchObject({ code: 'SERVICE_TIMEOUT' });
      await expect(bounded.read(sql`SELECT 1`)).rejects.toMatchObject({ code: 'INTERNAL' });
      await expect(bounded.read(sql`SELECT '{}'`)).resolves.toBe('{}');
    } finally {
      await bounded.close();
    }
  });

  test('refuses with CREDENTIALS_REFUSED and says why', async () => {
    const opened = connector.catalog.openSession(
      address(),
      login('reader', 'wrong'),
      'shop',
      5_000,
    );
    await expect(opened).rejects.toMatchObject({
      code: 'CREDENTIALS_REFUSED',
      details: { refusal: 'AUTHENTICATION_FAILED' },
    });
  });
});

describe('the catalog', () => {
  const describeTable = async (name: string): Promise<DescribedTable | undefined> =>
    (
      await connector.catalog.describe(session.read, {
        database: 'shop',
        schema: 'shop',
        tables: [name],
      })
    )[0];
  const names = async (search: string | null, limit = 100, offset = 0) =>
    (await connector.catalog.list(session.read, { search, limit, offset })).map(
      ({ remote }) => `${remote.schema}.${remote.table}`,
    );

  test('lists what may be read, searches parts of names without patterns, and pages', async () => {
    expect(await names('shop.')).toEqual([
      'shop.album',
      'shop.artist',
      'shop.artist_view',
      'shop.narrow',
    ]);
    expect(await names('ART')).toEqual(['shop.artist', 'shop.artist_view']);
    expect(await names('%')).toEqual([`${HOSTILE_SCHEMA}.per%cent_{b}`]);
    expect([await names("'; --"), await names('\0')]).toEqual([[], []]);
    const all = await names(null);
    expect([...(await names(null, 4)), ...(await names(null, 100, 4))]).toEqual(all);
  });

  test('describes keys, foreign keys, comments and what may be read', async () => {
    const artist = await describeTable('artist');
    expect([
      artist?.kind,
      artist?.primaryKey,
      artist?.description,
      artist?.columns[0]?.description,
    ]).toEqual(['TABLE', ['id'], 'Who "made" it, isn\'t\\it?', "The 'id'"]);
    const album = await describeTable('album');
    expect([album?.primaryKey, album?.uniqueKeys]).toEqual([['year', 'artist_id'], [['code']]]);
    expect(album?.foreignKeys).toEqual([
      {
        name: 'album_artist',
        columns: ['artist_id'],
        toSchema: 'shop',
        toTable: 'artist',
        toColumns: ['id'],
      },
      {
        name: 'album_sequel',
        columns: ['sequel_year', 'artist_id'],
        toSchema: 'shop',
        toTable: 'album',
        toColumns: ['year', 'artist_id'],
      },
    ]);
    expect([
      (await describeTable('artist_view'))?.kind,
      (await describeTable('artist_view'))?.rowEstimate,
    ]).toEqual(['VIEW', null]);
    expect((await describeTable('narrow'))?.columns.map((column) => column.name)).toEqual([
      'id',
      'title',
    ]);
    expect([
      await describeTable('secret'),
      await describeTable('no such table'),
      await describeTable('ARTIST'),
    ]).toEqual([undefined, undefined, undefined]);
  });

  test('answers the same through ClickHouse, and takes any name as it is', async () => {
    for (const search of [null, 'art', 'BACK\\', '%', "'"]) {
      const page = { search, limit: 100, offset: 0 };
      expect(await connector.catalog.list(viaClickHouse, page)).toEqual(
        await connector.catalog.list(session.read, page),
      );
    }
    for (const [schema, tables] of [
      ['shop', null],
      [HOSTILE_SCHEMA, null],
      [HOSTILE_SCHEMA, HOSTILE_NAMES],
    ] as const) {
      const wanted = { database: 'shop', schema, tables };
      const described = await connector.catalog.describe(session.read, wanted);
      expect(await connector.catalog.describe(viaClickHouse, wanted)).toEqual(described);
      if (schema === HOSTILE_SCHEMA) {
        expect(described.map((table) => table.remote.table).toSorted()).toEqual(
          HOSTILE_NAMES.toSorted(),
        );
        for (const table of described)
          expect(table.columns.map((column) => column.name)).toEqual(HOSTILE_NAMES);
      }
    }
  });
});

describe('in ClickHouse', () => {
  test('declared tables read the right table, whatever the names', async () => {
    const scannable = HOSTILE_NAMES.filter(isScannableName);
    expect(HOSTILE_NAMES.filter((name) => !scannable.includes(name))).toEqual([
      'back\\slash',
      'new\nline',
    ]);
    const tables = await connector.catalog.describe(session.read, {
      database: 'shop',
      schema: HOSTILE_SCHEMA,
      tables: HOSTILE_NAMES,
    });
    for (const [index, table] of tables.entries()) {
      const columns = table.columns.map((column) =>
        joinSql(
          [
            sql`${clickhouseIdentifier(column.name)}`,
            sql`${Sql.dangerouslyFromText(column.clickhouseType)}`,
          ],
          ' ',
        ),
      );
      const reference = clickhouseTable({ database: 'readers', name: `hostile_${index}` });
      const clause = connector.storage.reader.engine('service_shop', table, { poolSize: 2 });
      await engine.clickhouse.run(
        joinSql(
          [sql`CREATE TABLE ${reference} (${joinSql(columns, ', ')})`, sql`ENGINE = ${clause}`],
          ' ',
        ),
      );
      const rows = await engine.clickhouse.rows<Record<string, number>>(
        joinSql(
          [
            sql`SELECT ${joinSql(scannable.map(clickhouseIdentifier), ', ')} FROM ${reference}`,
            sql`WHERE ${clickhouseIdentifier('order')} = 0`,
          ],
          ' ',
        ),
      );
      expect(rows).toEqual([
        Object.fromEntries(scannable.map((name) => [name, HOSTILE_NAMES.indexOf(name)])),
      ]);
      const [created] = await engine.clickhouse.rows<{ statement: string }>(
        sql`SHOW CREATE TABLE ${reference}`,
      );
      expect(created!.statement).not.toContain('p4ss');
    }
  });

  test('its connection is encrypted if the server offers TLS, or shown to be plain', async () => {
    expect(JSON.parse(await viaClickHouse(encryptionQuery))).toEqual({ encrypted: true });
    const plain = await connector.catalog.openSession(
      address({ sslMode: 'DISABLE' }),
      reader,
      'shop',
      5_000,
    );
    expect(JSON.parse(await plain.read(encryptionQuery).finally(() => plain.close()))).toEqual({
      encrypted: false,
    });
  });
});

describe('declared columns', () => {
  test.each([
    ['Int32', 'Int32', 'Int', 'int'],
    ['Nullable(UInt64)', 'Nullable(UInt64)', 'BigInt', 'bigint_unsigned'],
    ['Bool', 'Int8', 'Boolean', 'bool'],
    ['Decimal(65, 30)', 'Decimal(65, 30)', 'Decimal', 'decimal'],
    ['Float64', 'String', 'Float', 'double'],
    ['LowCardinality(Nullable(String))', 'Nullable(String)', 'String', 'text_foreign'],
    ['DateTime64(6)', 'String', 'LocalDateTime', 'datetime'],
    ["DateTime('UTC')", 'String', 'DateTime', 'timestamp'],
  ])('%s is read as %s', (declared, clickhouseType, scalar, encoding) => {
    expect(connector.catalog.declareColumn('c', declared, [])).toMatchObject({
      clickhouseType,
      scalar,
      encoding,
      list: false,
    });
  });

  test.each([
    'Int128',
    'Array(Int32)',
    'JSON',
    'Decimal(66, 2)',
    'Decimal(10, 11)',
    '',
    'Int32) ENGINE = Null; --',
  ])('%j is refused', (declared) => {
    expect(thrownBy(() => connector.catalog.declareColumn('c', declared, [])).code).toBe(
      'INVALID_INPUT',
    );
  });
});

/** One table for each hostile name, with all hostile columns; each column holds its own place. */
function hostileTables(): Sql {
  const columns = HOSTILE_NAMES.map(
    (name, place) =>
      sql`${mysqlIdentifier(name)} int NOT NULL DEFAULT ${Sql.dangerouslyFromText(String(place))}`,
  );
  const tables = HOSTILE_NAMES.map((name) => {
    const table = sql`${mysqlIdentifier(HOSTILE_SCHEMA)}.${mysqlIdentifier(name)}`;
    return sql`CREATE TABLE ${table} (${joinSql(columns, ', ')}); INSERT INTO ${table} VALUES ()`;
  });
  return sql`CREATE DATABASE ${mysqlIdentifier(HOSTILE_SCHEMA)}; ${joinSql(tables, '; ')}`;
}

const SHOP = sql`
CREATE DATABASE shop CHARACTER SET utf8mb4; CREATE DATABASE closed; ${hostileTables()};
CREATE TABLE shop.artist (id int PRIMARY KEY COMMENT 'The ''id''',
  name varchar(50) NOT NULL) COMMENT 'Who "made" it, isn''t\\\\it?';
INSERT INTO shop.artist VALUES (1, 'Nina'), (2, 'Björk');
CREATE TABLE shop.album (title varchar(50) NOT NULL, artist_id int NOT NULL, year int NOT NULL,
  code varchar(20) NOT NULL UNIQUE, maybe int UNIQUE, sequel_year int, PRIMARY KEY (year,
  artist_id),
  UNIQUE KEY prefix (title(3)),
  CONSTRAINT album_artist FOREIGN KEY (artist_id) REFERENCES shop.artist (id),
  CONSTRAINT album_sequel FOREIGN KEY (sequel_year, artist_id) REFERENCES shop.album (year,
  artist_id));
CREATE VIEW shop.artist_view AS SELECT * FROM shop.artist;
CREATE TABLE shop.narrow (id int, title varchar(20), salary int NOT NULL UNIQUE);
CREATE TABLE shop.secret (id int);
CREATE USER reader@'%' IDENTIFIED BY ${Sql.dangerouslyFromText("'reader-p4ss''\\\\\"word'")};
CREATE USER locked@'%' IDENTIFIED BY 'x' ACCOUNT LOCK;
GRANT SELECT ON shop.artist TO reader@'%'; GRANT SELECT ON shop.album TO reader@'%'; GRANT
  SELECT ON shop.artist_view TO reader@'%'; GRANT SELECT (id, title) ON shop.narrow TO reader@'%';
GRANT SELECT ON ${mysqlIdentifier(HOSTILE_SCHEMA)}.* TO reader@'%';`;
