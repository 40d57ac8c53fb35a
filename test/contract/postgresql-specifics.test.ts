import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogReader, NativeSession } from '../../src/connectors/contract/catalog';
import type { Credentials } from '../../src/connectors/contract/credentials';
import { connectorFor, CONNECTORS } from '../../src/connectors/list';
import { encryptionQuery } from '../../src/connectors/postgresql/native/tls-problem';
import { postgresqlConnector } from '../../src/connectors/postgresql/postgresql-connector';
import { isScannableName } from '../../src/connectors/postgresql/scan/scannable-name';
import { SUPPORT_MATRIX } from '../../src/connectors/support-matrix';
import type { DescribedTable } from '../../src/model/remote-table';
import { SERVICE_TYPES, type ServiceAddress } from '../../src/model/service';
import {
  clickhouseIdentifier,
  clickhouseString,
  clickhouseTable,
} from '../../src/sql/clickhouse-quoting';
import { postgresqlIdentifier } from '../../src/sql/postgresql-quoting';
import { joinSql, Sql, sql } from '../../src/sql/sql';
import { Secret } from '../../src/util/secret';
import { eventually } from '../helpers/eventually';
import { startTestClickHouse, type TestClickHouse } from '../helpers/gateway/start-test-clickhouse';
import { withServer } from '../helpers/sources/with-server';
import { thrownBy } from '../helpers/thrown-by';
import { startPostgresql, type PostgresqlServer } from '../servers/postgresql-server';

const TLS = join(__dirname, '../fixtures/tls');
const CA = readFileSync(join(TLS, 'ca.pem'), 'utf8');
const PASSWORD = 'reader-p4ss\'\\"word';
/** Names that break whoever forgets to quote. */
const HOSTILE_SCHEMA = 'sché "ma" \'x\'\\y';
const QUOTED_SCHEMA = "it's a `schema`; {x} 名前";
const HOSTILE_TABLES = [
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
  'x'.repeat(63),
  'new\nline',
];
const HOSTILE_COLUMNS = [
  'select',
  'a b',
  'q"q',
  "s's",
  'b\\s',
  'b`t',
  '__typename',
  '1',
  'né',
  '$1',
  '{x:String}',
  '?',
  'y'.repeat(63),
  'CamelCase',
  'camelcase',
];

let postgresql: PostgresqlServer;
let engine: TestClickHouse;
let session: NativeSession;
let viaClickHouse: CatalogReader;

const connector = postgresqlConnector;
const address = (changes: Record<string, unknown> = {}): ServiceAddress =>
  connector.address.parse({
    host: postgresql.host,
    port: postgresql.port,
    database: 'shop',
    ...changes,
  });
const login = (username: string, password: string): Credentials => ({
  username,
  password: new Secret(password),
});
const reader = login('reader', PASSWORD);
const superuser = () => login(postgresql.username, postgresql.password);
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
  [postgresql, engine] = await Promise.all([
    startPostgresql({ sslCertAndKey: certificate, logStatements: true }),
    startTestClickHouse(),
  ]);
  await postgresql.createDatabase('shop');
  await postgresql.execute(SHOP, 'shop');
  await postgresql.execute(hostileTables(HOSTILE_SCHEMA), 'shop');
  await postgresql.execute(hostileTables(QUOTED_SCHEMA), 'shop');
  for (const statement of ROLES) await postgresql.execute(statement, 'shop');
  await createCollection('service_shop');
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
  await postgresql?.remove();
}, 60_000);

describe('the address', () => {
  test('prints an IPv6 address in brackets, and names its database and schema', () => {
    const parsed = connector.address.parse({ host: '::1', port: 1, database: 'd' });
    expect([
      connector.address.render(parsed),
      connector.identity.defaultDatabase(parsed),
      connector.identity.defaultSchema(),
    ]).toEqual(['[::1]:1/d', 'd', 'public']);
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
      expect(answer.ok ? answer.serverVersion : answer.message).toMatch(/^[0-9]+\.[0-9]+$/);
    }
  });

  test('is closed at its end', async () => {
    await check();
    const ours = joinSql(
      [
        sql`SELECT json_build_object('count', count(*))::text AS doc FROM pg_stat_activity`,
        sql`WHERE application_name = 'tributary' AND pid <> pg_backend_pid()`,
      ],
      ' ',
    );
    await eventually(async () =>
      expect(JSON.parse(await session.read(ours))).toEqual({ count: 0 }),
    );
  });

  test('tells UNREACHABLE: nothing listens, no such host', async () => {
    expect(await refusal({ port: 1 })).toBe('UNREACHABLE');
    expect(await refusal({ port: 1, sslMode: 'DISABLE' })).toBe('UNREACHABLE');
    expect(await refusal({ host: 'host.invalid' })).toBe('UNREACHABLE');
  });

  test('tells UNREACHABLE in time: a server that never answers, hangs up, or is none', async () => {
    for (const answer of [null, '', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'S', 'N']) {
      await withServer(answer, async (port) => {
        const expected = answer === 'S' ? /UNREACHABLE|TLS_FAILED/ : /UNREACHABLE/;
        expect(await refusal({ port }, reader, 300)).toMatch(expected);
        expect(await refusal({ port, sslMode: 'DISABLE' }, reader, 300)).toBe('UNREACHABLE');
      });
    }
  });

  test('tells TLS_FAILED: a certificate of an unknown authority, or for another host', async () => {
    expect(await refusal({ sslMode: 'VERIFY_CA' })).toBe('TLS_FAILED');
    expect(await refusal({ sslMode: 'VERIFY_FULL', sslRootCert: CA })).toBe('TLS_FAILED');
    expect(
      await refusal({
        sslMode: 'REQUIRE',
        sslRootCert: readFileSync(join(TLS, 'server.pem'), 'utf8'),
      }),
    ).toBe('TLS_FAILED');
  });

  test('tells AUTHENTICATION_FAILED: wrong or empty password, unknown user, no login', async () => {
    for (const sslMode of ['PREFER', 'DISABLE']) {
      expect(await refusal({ sslMode }, login('reader', 'wrong'))).toBe('AUTHENTICATION_FAILED');
      expect(await refusal({ sslMode }, login('reader', ''))).toBe('AUTHENTICATION_FAILED');
      expect(await refusal({ sslMode }, login('nobody here', PASSWORD))).toBe(
        'AUTHENTICATION_FAILED',
      );
      expect(await refusal({ sslMode }, login('no_login', PASSWORD))).toBe('AUTHENTICATION_FAILED');
    }
  });

  test('tells DATABASE_NOT_FOUND and PERMISSION_DENIED', async () => {
    expect(await refusal({ database: 'no such "db"' })).toBe('DATABASE_NOT_FOUND');
    expect(await refusal({ database: 'closed' })).toBe('PERMISSION_DENIED');
    expect(await refusal({ database: 'full' })).toBe('UNREACHABLE');
  });

  test('refuses credentials that cannot be used', async () => {
    await expect(check({}, { username: 'reader' })).rejects.toMatchObject({
      code: 'CREDENTIALS_REQUIRED',
    });
    await expect(check({}, { ...reader, sslClientCert: 'x' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    await expect(check({}, login('a\0b', 'p'))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('tells TLS_FAILED of a server without TLS, which PREFER takes as it is', async () => {
    const plain = await startPostgresql();
    try {
      const own = { host: plain.host, port: plain.port, database: 'postgres' };
      const credentials = login(plain.username, plain.password);
      expect(await refusal({ ...own, sslMode: 'REQUIRE' }, credentials)).toBe('TLS_FAILED');
      expect(await refusal({ ...own, ...verifying }, credentials)).toBe('TLS_FAILED');
      expect(await refusal(own, credentials)).toBe('none');
      await plain.stop();
      expect(await refusal(own, credentials)).toBe('UNREACHABLE');
    } finally {
      await plain.remove();
    }
  }, 60_000);
});

describe('a native session', () => {
  test('reads only, is bounded, and survives a refused statement', async () => {
    const bounded = await connector.catalog.openSession(address(), superuser(), 'shop', 300);
    try {
      await expect(bounded.read(sql`SELECT nextval('counter')::text`)).rejects.toMatchObject({
        code: 'SERVICE_QUERY_FAILED',
        details: { sqlState: '25006' },
      });
      await expect(bounded.read(sql`SELECT pg_sleep(20)::text`)).rejects.toMatchObject({
        code: 'SERVICE_TIMEOUT',
      });
      await expect(bounded.read(sql`SELECT 1`)).rejects.toMatchObject({ code: 'INTERNAL' });
      await expect(bounded.read(sql`SELECT '{}'::text`)).resolves.toBe('{}');
      await expect(
        bounded.read(sql`SELECT pg_terminate_backend(pg_backend_pid())::text`),
      ).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' });
      await expect(bounded.read(sql`SELECT '{}'::text`)).rejects.toMatchObject({
        code: 'SERVICE_UNREACHABLE',
      });
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
  const describeTables = (schema: string, tables: readonly string[] | null) =>
    connector.catalog.describe(session.read, { database: 'shop', schema, tables });
  const describeTable = async (name: string): Promise<DescribedTable> => {
    const [table] = await describeTables('public', [name]);
    return table!;
  };
  const list = (search: string | null, limit = 100, offset = 0) =>
    connector.catalog.list(session.read, { search, limit, offset });
  const names = async (search: string | null, limit?: number, offset?: number) =>
    (await list(search, limit, offset)).map(({ remote }) => `${remote.schema}.${remote.table}`);

  test('lists tables, views, foreign tables; no partition, system or unreadable table', async () => {
    const listed = (await list(null)).filter(({ remote }) => remote.schema === 'public');
    expect(
      Object.fromEntries(
        listed.map(({ remote, kind, rowEstimate }) => [remote.table, [kind, rowEstimate]]),
      ),
    ).toEqual({
      artist: ['TABLE', 3],
      album: ['TABLE', null],
      everything: ['TABLE', null],
      lists: ['TABLE', null],
      event: ['TABLE', 4],
      note: ['TABLE', null],
      artist_view: ['VIEW', null],
      slow_artist: ['VIEW', null],
      artist_copy: ['MATERIALIZED_VIEW', 3],
      remote_artist: ['FOREIGN_TABLE', null],
      narrow: ['TABLE', null],
      folded: ['TABLE', null],
    });
    expect(listed.every(({ remote }) => remote.database === 'shop')).toBe(true);
  });

  test('searches a part of schema.name, without patterns, and pages', async () => {
    expect(await names('ART')).toEqual([
      'public.artist',
      'public.artist_copy',
      'public.artist_view',
      'public.remote_artist',
      'public.slow_artist',
    ]);
    expect(await names('public.artist')).toHaveLength(3);
    expect(await names('%')).toEqual([
      `${QUOTED_SCHEMA}.per%cent_{b}`,
      `${HOSTILE_SCHEMA}.per%cent_{b}`,
    ]);
    expect(await names('T_{')).toEqual([
      `${QUOTED_SCHEMA}.per%cent_{b}`,
      `${HOSTILE_SCHEMA}.per%cent_{b}`,
    ]);
    expect(await names('BACK\\')).toEqual([
      `${QUOTED_SCHEMA}.back\\slash`,
      `${HOSTILE_SCHEMA}.back\\slash`,
    ]);
    expect(await names('ÜNÏ')).toEqual([
      `${QUOTED_SCHEMA}.ünïcödé 名前`,
      `${HOSTILE_SCHEMA}.ünïcödé 名前`,
    ]);
    expect(await names("'; --")).toEqual([]);
    expect(await names('\0')).toEqual([]);
    const all = await names(null);
    expect([...(await names(null, 4)), ...(await names(null, 100, 4))]).toEqual(all);
  });

  test('maps every type', async () => {
    const { columns } = await describeTable('everything');
    const mapped = columns.map(
      ({ name, clickhouseType, scalar, list: isList, nullable, encoding }) => [
        name,
        clickhouseType,
        scalar,
        isList,
        nullable,
        encoding,
      ],
    );
    expect(mapped).toEqual([
      ['small', 'Int16', 'Int', false, false, 'int2'],
      ['int', 'Nullable(Int32)', 'Int', false, true, 'int4'],
      ['big', 'Nullable(Int64)', 'BigInt', false, true, 'int8'],
      ['object_id', 'Nullable(UInt32)', 'BigInt', false, true, 'oid'],
      ['single', 'Nullable(String)', 'Float', false, true, 'float4'],
      ['double', 'Nullable(String)', 'Float', false, true, 'float8'],
      ['truth', 'Nullable(Bool)', 'Boolean', false, true, 'bool'],
      ['price', 'Nullable(Decimal(10, 2))', 'Decimal', false, true, 'numeric'],
      ['whole', 'Nullable(Decimal(76, 0))', 'Decimal', false, true, 'numeric'],
      ['wide', 'Nullable(String)', 'Decimal', false, true, 'numeric_text'],
      ['negative_scale', 'Nullable(String)', 'Decimal', false, true, 'numeric_text'],
      ['small_fraction', 'Nullable(String)', 'Decimal', false, true, 'numeric_text'],
      ['any_number', 'Nullable(String)', 'Decimal', false, true, 'numeric_text'],
      ['words', 'Nullable(String)', 'String', false, true, 'text_c'],
      ['words_c', 'Nullable(String)', 'String', false, true, 'text_c'],
      ['words_icu', 'Nullable(String)', 'String', false, true, 'text'],
      ['words_loose', 'Nullable(String)', 'String', false, true, 'text_folded'],
      ['short', 'Nullable(String)', 'String', false, true, 'text_c'],
      ['padded', 'Nullable(String)', 'String', false, true, 'text_folded'],
      ['identifier', 'Nullable(String)', 'String', false, true, 'text_c'],
      ['one_byte', 'Nullable(String)', 'String', false, true, 'other'],
      ['uuid', 'Nullable(UUID)', 'UUID', false, true, 'uuid'],
      ['instant', 'Nullable(String)', 'DateTime', false, true, 'timestamptz'],
      ['wall_clock', 'Nullable(String)', 'LocalDateTime', false, true, 'timestamp'],
      ['day', 'Nullable(String)', 'Date', false, true, 'date'],
      ['json', 'Nullable(String)', 'JSON', false, true, 'json'],
      ['jsonb', 'Nullable(String)', 'JSON', false, true, 'jsonb'],
      ['mood', 'Nullable(String)', 'String', false, true, 'enum'],
      ['point3', 'Nullable(String)', 'String', false, true, 'other'],
      ['positive', 'Int32', 'Int', false, false, 'int4'],
      ['money_like', 'Nullable(Decimal(12, 4))', 'Decimal', false, true, 'numeric'],
      ['mood_domain', 'Nullable(String)', 'String', false, true, 'enum'],
      ['icu_domain', 'Nullable(String)', 'String', false, true, 'text'],
      ...[
        'time',
        'timetz',
        'interval',
        'inet',
        'bytes',
        'cash',
        'bits',
        'xml',
        'range',
        'shape',
        'vector',
        'impostor',
      ].map((name) => [name, 'Nullable(String)', 'String', false, true, 'other']),
    ]);
    const remoteTypes = Object.fromEntries(
      columns.map((column) => [column.name, column.remoteType]),
    );
    expect(remoteTypes).toMatchObject({
      price: 'numeric(10,2)',
      short: 'character varying(20)',
      instant: 'timestamp with time zone',
      positive: 'positive_int',
    });
  });

  test('maps arrays, of domains and under domains too', async () => {
    const { columns } = await describeTable('lists');
    expect(
      columns.map(({ name, clickhouseType, scalar, list: isList, nullable, encoding }) => [
        name,
        clickhouseType,
        scalar,
        isList,
        nullable,
        encoding,
      ]),
    ).toEqual([
      ['ints', 'Array(Nullable(Int32))', 'Int', true, false, 'array:int4'],
      ['words', 'Array(Nullable(String))', 'String', true, true, 'array:text_c'],
      ['words_icu', 'Array(Nullable(String))', 'String', true, true, 'array:text'],
      ['prices', 'Array(Nullable(Decimal(10, 2)))', 'Decimal', true, true, 'array:numeric'],
      ['instants', 'Array(Nullable(String))', 'DateTime', true, true, 'array:timestamptz'],
      ['moods', 'Array(Nullable(String))', 'String', true, true, 'array:enum'],
      ['documents', 'Array(Nullable(String))', 'JSON', true, true, 'array:jsonb'],
      ['positives', 'Array(Nullable(Int32))', 'Int', true, true, 'array:int4'],
      ['amounts', 'Array(Nullable(Decimal(12, 4)))', 'Decimal', true, true, 'array:numeric'],
      ['tags', 'Array(Nullable(String))', 'String', true, true, 'array:text_c'],
      ['points', 'Array(Nullable(String))', 'String', true, true, 'array:other'],
      ['matrix', 'Nullable(String)', 'String', false, true, 'other'],
      ['old_vector', 'Nullable(String)', 'String', false, true, 'other'],
    ]);
  });

  test('finds keys that find one row, and no others', async () => {
    const album = await describeTable('album');
    expect(album.primaryKey).toEqual(['year', 'artist_id']);
    expect(album.uniqueKeys).toEqual([['code'], ['artist_id', 'title']]);
    expect((await describeTable('artist_view')).primaryKey).toEqual([]);
    expect((await describeTable('folded')).primaryKey).toEqual(['key']);
  });

  test('finds foreign keys: composite, to itself, from and to partitioned tables', async () => {
    expect((await describeTable('album')).foreignKeys).toEqual([
      {
        name: 'album_artist',
        columns: ['artist_id'],
        toSchema: 'public',
        toTable: 'artist',
        toColumns: ['id'],
      },
      {
        name: 'album_sequel',
        columns: ['sequel_year', 'artist_id'],
        toSchema: 'public',
        toTable: 'album',
        toColumns: ['year', 'artist_id'],
      },
    ]);
    expect((await describeTable('event')).foreignKeys).toEqual([
      {
        name: 'event_artist',
        columns: ['artist_id'],
        toSchema: 'public',
        toTable: 'artist',
        toColumns: ['id'],
      },
    ]);
    expect((await describeTable('note')).foreignKeys).toEqual([
      {
        name: 'note_event',
        columns: ['event_day', 'event_id'],
        toSchema: 'public',
        toTable: 'event',
        toColumns: ['day', 'id'],
      },
    ]);
  });

  test('describes partitioned tables, and a partition when it is named', async () => {
    const event = await describeTable('event');
    expect(event).toMatchObject({ kind: 'TABLE', primaryKey: ['day', 'id'], rowEstimate: 4 });
    const partition = await describeTable('event_2024');
    expect(partition).toMatchObject({ kind: 'TABLE', primaryKey: ['day', 'id'], rowEstimate: 3 });
    expect(partition.foreignKeys).toMatchObject([{ toTable: 'artist' }]);
    const all = await describeTables('public', null);
    expect(all.map((table) => table.remote.table)).not.toContain('event_2024');
  });

  test('keeps comments of tables and columns', async () => {
    const artist = await describeTable('artist');
    expect(artist.description).toBe('Who "made" it, isn\'t\\it?\nSecond line');
    expect(artist.columns.map((column) => column.description)).toEqual(["The 'id'", null]);
  });

  test('shows an account only what it may read', async () => {
    const narrow = await describeTable('narrow');
    expect(narrow.columns.map((column) => column.name)).toEqual(['id', 'title']);
    expect(narrow.uniqueKeys).toEqual([]);
    expect(await describeTables('public', ['secret', 'no such table'])).toEqual([]);
    expect(await describeTables('closed_schema', null)).toEqual([]);
  });

  test('takes any name as it is', async () => {
    const tables = await describeTables(HOSTILE_SCHEMA, HOSTILE_TABLES);
    expect(tables.map((table) => table.remote.table).sort()).toEqual([...HOSTILE_TABLES].sort());
    for (const table of tables) {
      expect(table.remote).toMatchObject({ database: 'shop', schema: HOSTILE_SCHEMA });
      expect(table.columns.map((column) => column.name)).toEqual(HOSTILE_COLUMNS);
    }
    // A name of 64 bytes is another name, though PostgreSQL would cut it to that of a table.
    expect(await describeTables(HOSTILE_SCHEMA, ['x'.repeat(64)])).toEqual([]);
    expect(await describeTables('public\0', ['artist'])).toEqual([]);
    expect(await describeTables('public', ['artist\0'])).toEqual([]);
    expect(await describeTables('public', [])).toEqual([]);
  });

  test('answers the same through ClickHouse', async () => {
    for (const search of [null, 'art', 'BACK\\', '%', "'"]) {
      const page = { search, limit: 100, offset: 0 };
      expect(await connector.catalog.list(viaClickHouse, page)).toEqual(
        await connector.catalog.list(session.read, page),
      );
    }
    for (const [schema, tables] of [
      ['public', null],
      [HOSTILE_SCHEMA, null],
      [HOSTILE_SCHEMA, HOSTILE_TABLES],
      ['pg_catalog', null],
    ] as const) {
      const wanted = { database: 'shop', schema, tables };
      const described = await connector.catalog.describe(session.read, wanted);
      expect(described.length).toBeGreaterThan(0);
      expect(await connector.catalog.describe(viaClickHouse, wanted)).toEqual(described);
    }
  });
});

describe('in ClickHouse', () => {
  beforeAll(() => engine.clickhouse.run(sql`CREATE DATABASE readers`));

  /** CREATE TABLE readers.NAME with the described columns. */
  const declare = async (name: string, table: DescribedTable, poolSize: number) => {
    const columns = table.columns.map(
      (column) =>
        sql`${clickhouseIdentifier(column.name)} ${Sql.dangerouslyFromText(column.clickhouseType)}`,
    );
    const reference = clickhouseTable({ database: 'readers', name });
    const clause = connector.storage.reader.engine('service_shop', table, { poolSize });
    await engine.clickhouse.run(
      sql`CREATE TABLE ${reference} (${joinSql(columns, ', ')}) ENGINE = ${clause}`,
    );
    return reference;
  };

  test.each([QUOTED_SCHEMA, HOSTILE_SCHEMA])(
    'declared tables of schema %s read the right table, whatever the names',
    async (schema) => {
      // These two hold characters that the engine cannot name.
      const scannable = HOSTILE_COLUMNS.filter((name) => name !== 'q"q' && name !== 'b\\s');
      expect(HOSTILE_COLUMNS.filter(isScannableName)).toEqual(scannable);
      const tables = await connector.catalog.describe(session.read, {
        database: 'shop',
        schema,
        tables: HOSTILE_TABLES,
      });
      expect(tables).toHaveLength(HOSTILE_TABLES.length);
      for (const [index, table] of tables.entries()) {
        const reference = await declare(`${schema.length}_${index}`, table, 2);
        const selected = joinSql(scannable.map(clickhouseIdentifier), ', ');
        const rows = await engine.clickhouse.rows<Record<string, number>>(
          sql`SELECT ${selected} FROM ${reference} WHERE ${clickhouseIdentifier('select')} = 0`,
        );
        expect(rows).toEqual([
          Object.fromEntries(scannable.map((name) => [name, HOSTILE_COLUMNS.indexOf(name)])),
        ]);
      }
    },
  );

  test('a declared table keeps a bounded pool, and shows no secret', async () => {
    const [artist] = await connector.catalog.describe(session.read, {
      database: 'shop',
      schema: 'public',
      tables: ['slow_artist'],
    });
    const reference = await declare('slow_artist', artist!, 2);
    await Promise.all(
      Array.from({ length: 8 }, () => engine.clickhouse.rows(sql`SELECT * FROM ${reference}`)),
    );
    const reads = (await postgresql.readLog())
      .split('\n')
      .filter((line) => line.includes('COPY (SELECT') && line.includes('slow_artist'));
    const backends = new Set(reads.map((line) => /\[([0-9]+)\]/.exec(line)?.[1]));
    expect(reads).toHaveLength(8);
    expect(backends.size).toBeLessThanOrEqual(2);
    const [created] = await engine.clickhouse.rows<{ statement: string }>(
      sql`SHOW CREATE TABLE ${reference}`,
    );
    expect(created!.statement).not.toContain('p4ss');
  });

  test('a managed database holds the tables of one schema', async () => {
    const clause = connector.storage.databaseEngine('service_shop', {
      database: 'shop',
      schema: 'public',
    });
    await engine.clickhouse.run(sql`CREATE DATABASE service_shop_shop_public ENGINE = ${clause}`);
    const rows = await engine.clickhouse.rows<{ id: number; name: string }>(
      sql`SELECT * FROM service_shop_shop_public.artist ORDER BY id`,
    );
    expect(rows.map((row) => row.name)).toEqual(['Nina', "D'Angelo", 'Björk']);
    await engine.clickhouse.run(sql`DROP DATABASE service_shop_shop_public`);
  });

  test('its own connection is encrypted when the server offers TLS', async () => {
    expect(JSON.parse(await viaClickHouse(encryptionQuery))).toEqual({ encrypted: true });
  });
});

describe('declared columns', () => {
  test.each([
    ['Int32', 'Int32', 'Int', false, 'int4'],
    ['Nullable(Int64)', 'Nullable(Int64)', 'BigInt', true, 'int8'],
    ['UInt8', 'Int16', 'Int', false, 'int2'],
    ['UInt64', 'Decimal(20, 0)', 'Decimal', false, 'numeric'],
    ['LowCardinality(Nullable(String))', 'Nullable(String)', 'String', true, 'text_declared'],
    ['FixedString(3)', 'String', 'String', false, 'text_folded'],
    ['Decimal(10, 2)', 'Decimal(10, 2)', 'Decimal', false, 'numeric'],
    ['Decimal64(4)', 'Decimal(18, 4)', 'Decimal', false, 'numeric'],
    ['Date32', 'String', 'Date', false, 'date'],
    ['Bool', 'Bool', 'Boolean', false, 'bool'],
    ['Nullable(DateTime64(6))', 'Nullable(String)', 'LocalDateTime', true, 'timestamp'],
    ["DateTime('UTC')", 'String', 'DateTime', false, 'timestamptz'],
    ["DateTime64(3, 'Asia/Tokyo')", 'String', 'DateTime', false, 'timestamptz'],
    ['UUID', 'UUID', 'UUID', false, 'uuid'],
    ['Array(Nullable(Float64))', 'Array(Nullable(String))', 'Float', true, 'array:float8'],
    [
      'Array(LowCardinality(String))',
      'Array(Nullable(String))',
      'String',
      true,
      'array:text_declared',
    ],
  ])('%s is read as %s', (declared, clickhouseType, scalar, nullable, encoding) => {
    const list = encoding.startsWith('array:');
    expect(connector.catalog.declareColumn('c', declared, [])).toEqual({
      name: 'c',
      remoteType: null,
      description: null,
      clickhouseType,
      scalar,
      list,
      nullable,
      encoding,
    });
  });

  test.each([
    'Int256',
    'JSON',
    'Array(Array(Int32))',
    'Map(String, Int32)',
    'Tuple(Int32)',
    'Decimal(80, 2)',
    'Decimal',
    'String(3)',
    'FixedString',
    '',
    'Int32) ENGINE = Null; --',
    'Array()',
  ])('%j is refused', (declared) =>
    expect(thrownBy(() => connector.catalog.declareColumn('c', declared, [])).code).toBe(
      'INVALID_INPUT',
    ),
  );
});

describe('the list of connectors', () => {
  test('holds what is built, and refuses the rest by name', () => {
    expect(SUPPORT_MATRIX.map((row) => row.serviceType)).toEqual([...SERVICE_TYPES]);
    for (const type of SERVICE_TYPES) {
      if (CONNECTORS.has(type)) expect(connectorFor(type).identity.type).toBe(type);
      else
        expect(thrownBy(() => connectorFor(type))).toMatchObject({
          code: 'INTEGRATION_NOT_SUPPORTED',
          details: { supported: [...CONNECTORS.keys()] },
        });
    }
  });
});

async function createCollection(name: string): Promise<void> {
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
    sql`CREATE NAMED COLLECTION ${clickhouseIdentifier(name)} AS ${joinSql(entries, ', ')}`,
    { sensitive: true },
  );
}

const SHOP = sql`
  CREATE SEQUENCE counter;
  CREATE TYPE mood AS ENUM ('sad', 'ok');
  CREATE TYPE point3 AS (x int, y int, z int);
  CREATE DOMAIN positive_int AS int NOT NULL CHECK (value > 0);
  CREATE DOMAIN plain_int AS int;
  CREATE DOMAIN inner_amount AS numeric(12, 4);
  CREATE DOMAIN amount AS inner_amount;
  CREATE DOMAIN mood_domain AS mood;
  CREATE DOMAIN icu_domain AS text COLLATE "und-x-icu";
  CREATE DOMAIN tag_list AS text[];
  CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
  CREATE SCHEMA other;
  CREATE TYPE other.int4 AS RANGE (subtype = float8);
  CREATE TABLE everything (
    small smallint NOT NULL, int integer, big bigint, object_id oid, single real,
    double double precision, truth boolean,
    price numeric(10, 2), whole numeric(76), wide numeric(77, 2), negative_scale numeric(5, -2),
    small_fraction numeric(2, 4), any_number numeric,
    words text, words_c text COLLATE "C", words_icu text COLLATE "und-x-icu",
    words_loose text COLLATE loose, short varchar(20), padded char(8),
    identifier name, one_byte "char", uuid uuid, instant timestamptz, wall_clock timestamp(3),
    day date, json json, jsonb jsonb, mood mood, point3 point3,
    positive positive_int, money_like amount, mood_domain mood_domain, icu_domain icu_domain,
    time time, timetz timetz, interval interval, inet inet, bytes bytea, cash money, bits bit(3),
    xml xml, range int4range, shape point, vector tsvector, impostor other.int4);
  CREATE TABLE lists (
    ints int[] NOT NULL, words text[], words_icu text[] COLLATE "und-x-icu", prices numeric(10,
    2)[], instants timestamptz[], moods mood[],
    documents jsonb[], positives plain_int[], amounts amount[], tags tag_list, points point3[],
    matrix int[][], old_vector oidvector);
  CREATE TABLE artist (id int PRIMARY KEY, dropped int, name text NOT NULL);
  ALTER TABLE artist DROP COLUMN dropped;
  COMMENT ON TABLE artist IS E'Who "made" it, isn''t\\\\it?\nSecond line';
  COMMENT ON COLUMN artist.id IS 'The ''id''';
  INSERT INTO artist VALUES (1, 'Nina'), (2, 'D''Angelo'), (3, 'Björk');
  CREATE TABLE album (
    title text NOT NULL, artist_id int NOT NULL CONSTRAINT album_artist REFERENCES artist,
    year int NOT NULL, code text NOT NULL UNIQUE,
    maybe int UNIQUE, sequel_year int, deleted boolean NOT NULL DEFAULT false, PRIMARY KEY (year,
    artist_id),
    CONSTRAINT album_sequel FOREIGN KEY (sequel_year, artist_id) REFERENCES album (year,
    artist_id));
  CREATE UNIQUE INDEX ON album (artist_id, title) INCLUDE (year);
  CREATE UNIQUE INDEX ON album (title) WHERE NOT deleted;
  CREATE UNIQUE INDEX ON album (lower(title));
  CREATE TABLE event (day date NOT NULL, id int NOT NULL, artist_id int
  CONSTRAINT event_artist REFERENCES artist, PRIMARY KEY (day, id)) PARTITION BY RANGE (day);
  CREATE TABLE event_2024 PARTITION OF event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
  CREATE TABLE event_2025 PARTITION OF event FOR VALUES
  FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY RANGE (id);
  CREATE TABLE event_2025_a PARTITION OF event_2025 DEFAULT;
  INSERT INTO event VALUES ('2024-01-01', 1, 1), ('2024-01-02', 2, 1), ('2024-01-03', 3, 2),
  ('2025-01-01', 1, null);
  CREATE TABLE note (event_day date, event_id int, body text,
  CONSTRAINT note_event FOREIGN KEY (event_day, event_id) REFERENCES event);
  CREATE VIEW artist_view AS SELECT * FROM artist;
  CREATE VIEW slow_artist AS SELECT id, name, pg_sleep(0.05)::text AS waited FROM artist;
  CREATE MATERIALIZED VIEW artist_copy AS SELECT * FROM artist;
  CREATE FOREIGN DATA WRAPPER nothing;
  CREATE SERVER elsewhere FOREIGN DATA WRAPPER nothing;
  CREATE FOREIGN TABLE remote_artist (id int NOT NULL) SERVER elsewhere;
  CREATE TABLE narrow (id int, title text, salary int NOT NULL UNIQUE);
  CREATE TABLE folded (key text COLLATE loose PRIMARY KEY);
  CREATE TABLE secret (id int);
  CREATE SCHEMA closed_schema;
  CREATE TABLE closed_schema.hidden (id int);
  ANALYZE artist, artist_copy, event_2024, event_2025_a;`;

const ROLES = [
  sql`CREATE ROLE reader LOGIN PASSWORD E'reader-p4ss\\'\\\\"word'`,
  sql`CREATE ROLE no_login NOLOGIN PASSWORD 'x'`,
  joinSql(
    [
      sql`GRANT USAGE ON SCHEMA ${postgresqlIdentifier(HOSTILE_SCHEMA)},`,
      sql`${postgresqlIdentifier(QUOTED_SCHEMA)} TO reader`,
    ],
    ' ',
  ),
  joinSql(
    [
      sql`GRANT SELECT ON ALL TABLES IN SCHEMA public, closed_schema,`,
      sql`${postgresqlIdentifier(HOSTILE_SCHEMA)},`,
      sql`${postgresqlIdentifier(QUOTED_SCHEMA)} TO reader`,
    ],
    ' ',
  ),
  sql`REVOKE SELECT ON secret, narrow FROM reader`,
  sql`GRANT SELECT (id, title) ON narrow TO reader`,
  sql`CREATE DATABASE closed`,
  sql`REVOKE CONNECT ON DATABASE closed FROM public`,
  sql`CREATE DATABASE "full" CONNECTION LIMIT 0`,
];

/** One table for each hostile name, with all hostile columns; each column holds its own place. */
function hostileTables(schemaName: string): Sql {
  const schema = postgresqlIdentifier(schemaName);
  const columns = HOSTILE_COLUMNS.map((name, place) =>
    joinSql(
      [
        sql`${postgresqlIdentifier(name)} int NOT NULL DEFAULT`,
        sql`${Sql.dangerouslyFromText(String(place))}`,
      ],
      ' ',
    ),
  );
  const tables = HOSTILE_TABLES.map((name) => {
    const table = sql`${schema}.${postgresqlIdentifier(name)}`;
    return joinSql(
      [
        sql`CREATE TABLE ${table} (${joinSql(columns, ', ')}); INSERT INTO ${table}`,
        sql`DEFAULT VALUES`,
      ],
      ' ',
    );
  });
  return sql`CREATE SCHEMA ${schema}; ${joinSql(tables, '; ')}`;
}
