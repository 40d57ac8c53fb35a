import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { eventually } from '../../helpers/eventually';
import type { Answer } from '../../helpers/gateway/start-test-gateway';
import {
  startWatchedGateway,
  type WatchedGateway,
} from '../../helpers/gateway/start-watched-gateway';
import { startTcpProxy } from '../../helpers/sources/start-tcp-proxy';
import { startAzurite } from '../../servers/azurite-server';
import { startS3 } from '../../servers/s3-server';
import type { StoredRequest } from '../../servers/stored-request';

/**
 * The data API over an S3 server and an Azurite: what is answered, and by the stores' own logs what
 * was fetched for it.
 */
interface Store {
  readonly name: 'lake' | 'pond';
  readonly address: (url: string, container?: string) => object;
  readonly credentials: Readonly<Record<string, string>>;
  readonly url: string;
  put(path: string, content: string | Buffer): Promise<void>;
  mark(): Promise<void>;
  /** The objects that were fetched since the mark, sorted, without the prefix. */
  fetched(): Promise<readonly string[]>;
  requests(): Promise<readonly StoredRequest[]>;
  /** `FUNCTION(collection, KEY = '...'` of ClickHouse. */
  readonly target: (path: string) => string;
  stop(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

let gateway: WatchedGateway;
const stores: Partial<Record<'lake' | 'pond', Store>> = {};

function follow(
  readRequests: () => Promise<readonly StoredRequest[]>,
  putElsewhere: (path: string) => Promise<void>,
) {
  let seen = 0;
  let marks = 0;
  return {
    requests: readRequests,
    mark: async () => {
      // Azurite writes its log after the answers: when this is there, everything before it is.
      const path = `marks/${(marks += 1)}`;
      await putElsewhere(path);
      seen = await eventually(async () => {
        const requests = await readRequests();
        expect(requests.some((request) => request.path.endsWith(path))).toBe(true);
        return requests.length;
      });
    },
    fetched: async () => {
      const paths = (await readRequests())
        .slice(seen)
        .filter(({ method, query }) => method === 'GET' && query === '')
        .map(({ path }) => path.replace('/data/base/', ''));
      return [...new Set(paths)].toSorted();
    },
  };
}

beforeAll(async () => {
  const [s3, azurite, watched] = await Promise.all([
    startS3(),
    startAzurite(),
    startWatchedGateway(),
  ]);
  gateway = watched;
  for (const name of ['data', 'other'])
    await Promise.all([s3.createBucket(name), azurite.createContainer(name)]);
  stores.lake = {
    name: 'lake',
    url: s3.url,
    address: (url, bucket = 'data') => ({ s3: { url: `${url}/${bucket}/base` } }),
    credentials: { accessKeyId: s3.accessKeyId, secretAccessKey: s3.secretAccessKey },
    put: (path, content) => s3.put('data', `base/${path}`, content),
    ...follow(
      () => s3.readRequests(),
      (path) => s3.put('other', path, ''),
    ),
    target: (path) => `s3(service_lake, filename = '${path}'`,
    stop: () => s3.stop(),
    start: () => s3.start(),
    remove: () => s3.remove(),
  };
  stores.pond = {
    name: 'pond',
    url: azurite.url,
    address: (url, container = 'data') => ({
      azureBlobStorage: { storageAccountUrl: url, container, blobPath: 'base' },
    }),
    credentials: { connectionString: azurite.connectionString },
    put: (path, content) => azurite.put('data', `base/${path}`, content),
    ...follow(
      () => azurite.readRequests(),
      (path) => azurite.put('other', path, ''),
    ),
    target: (path) => `azureBlobStorage(service_pond, blob_path = 'base/${path}'`,
    stop: () => azurite.stop(),
    start: () => azurite.start(),
    remove: () => azurite.remove(),
  };
  await Promise.all([
    s3.put('data', 'outside.csv', 'id\n666\n'),
    s3.put('other', 'base/secret.csv', 'id\n666\n'),
    azurite.put('data', 'outside.csv', 'id\n666\n'),
    azurite.put('other', 'base/secret.csv', 'id\n666\n'),
  ]);
}, 120_000);

afterAll(async () => {
  await gateway?.stop();
  await Promise.all(Object.values(stores).map((store) => store.remove()));
}, 60_000);

/**
 * Values at the edges of their types; `id` in order. What each format says of them is in the tests.
 */
const EDGES = `SELECT * FROM VALUES('id Int32, big Nullable(Int64), huge Nullable(UInt64), ratio Nullable(Float64), exact Nullable(Decimal(38, 10)), flag Nullable(Bool), txt Nullable(String), day Nullable(Date32), moment Nullable(DateTime64(6, \\'UTC\\')), tags Array(Nullable(String))',
  (1, 9223372036854775807, 18446744073709551615, 1.7976931348623157e308, '9999999999999999999999999999.9999999999', true, 'it\\'s "q" \\\\ ünïcödé 😀 \\n,;\\t', '2299-12-31', '2262-01-01 00:00:00.999999', ['a', NULL, '']),
  (2, -9223372036854775808, 0, 5e-324, '-0.0000000001', false, '', '1900-01-01', '1900-01-01 00:00:00', []),
  (3, 9007199254740993, 9007199254740993, -0.1, '1.1', NULL, 'null', '1970-01-01', '1970-01-01 00:00:00.5', ['x']),
  (4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, [])) ORDER BY id`;
const EXPECTED = [
  {
    id: 1,
    big: '9223372036854775807',
    huge: '18446744073709551615',
    ratio: 1.7976931348623157e308,
    exact: '9999999999999999999999999999.9999999999',
    flag: true,
    txt: 'it\'s "q" \\ ünïcödé 😀 \n,;\t',
    day: '2299-12-31',
    moment: '2262-01-01T00:00:00.999999Z',
    tags: ['a', null, ''],
  },
  {
    id: 2,
    big: '-9223372036854775808',
    huge: '0',
    ratio: 5e-324,
    exact: '-0.0000000001',
    flag: false,
    txt: '',
    day: '1900-01-01',
    moment: '1900-01-01T00:00:00Z',
    tags: [],
  },
  {
    id: 3,
    big: '9007199254740993',
    huge: '9007199254740993',
    ratio: -0.1,
    exact: '1.1000000000',
    flag: null,
    txt: 'null',
    day: '1970-01-01',
    moment: '1970-01-01T00:00:00.5Z',
    tags: ['x'],
  },
  {
    id: 4,
    big: null,
    huge: null,
    ratio: null,
    exact: null,
    flag: null,
    txt: null,
    day: null,
    moment: null,
    tags: [],
  },
];
const DECLARED = [
  ['id', 'Int32'],
  ['big', 'Nullable(Int64)'],
  ['huge', 'Nullable(UInt64)'],
  ['ratio', 'Nullable(Float64)'],
  ['exact', 'Nullable(Decimal(38, 10))'],
  ['flag', 'Nullable(Bool)'],
  ['txt', 'Nullable(String)'],
  ['day', 'Nullable(Date32)'],
  ['moment', "Nullable(DateTime64(6, 'UTC'))"],
  ['tags', 'Array(Nullable(String))'],
].map(([name, type]) => ({ name, type }));
const FIELDS = DECLARED.map(({ name }) => name).join(' ');

const CREATE_TABLE =
  'mutation ($input: CreateRemoteTableInput!) { createRemoteTable(input: $input) { ' +
  'id fieldName columns { name fieldName graphqlType clickhouseType } } }';
interface Created {
  readonly id: string;
  readonly fieldName: string;
  readonly columns: readonly {
    readonly name: string;
    readonly fieldName: string;
    readonly graphqlType: string;
    readonly clickhouseType: string;
  }[];
}
const codeOf = ({ errors }: Answer): unknown => errors?.[0]?.extensions['code'];

describe.each(['lake', 'pond'] as const)('%s', (name) => {
  let store: Store;
  const askTable = (input: object) =>
    gateway.ask(CREATE_TABLE, { input: { service: name, ...input } });
  const createTable = async (input: object): Promise<Created> =>
    (
      await gateway.data<{ createRemoteTable: Created }>(CREATE_TABLE, {
        input: { service: name, ...input },
      })
    ).createRemoteTable;
  /** Rows of the only root field. */
  const rows = async (query: string): Promise<unknown> =>
    Object.values(await gateway.data<Record<string, unknown>>(query))[0];
  const generate = (path: string, format: string, select: string) =>
    gateway.engine(
      `INSERT INTO FUNCTION ${store.target(path)}, format = '${format}') SETTINGS ` +
        `s3_truncate_on_insert = 1, azure_truncate_on_insert = 1 ${select}`,
    );

  beforeAll(async () => {
    store = stores[name] as Store;
    await gateway.data(
      'mutation ($input: CreateServiceInput!) { createService(input: $input) { id } }',
      { input: { name, location: 'MANAGED', ...store.address(store.url) } },
    );
    await gateway.data(
      'mutation ($input: SetUpManagedCredentialsInput!) { ' +
        'setUpManagedCredentials(input: $input) { id } }',
      { input: { service: name, credentials: store.credentials } },
    );
    for (const year of [2023, 2024])
      for (const month of ['01', '02', '03'])
        await store.put(
          `sales/year=${year}/month=${month}/part.csv`,
          `id,amount\n${year}${month},${year - 2000}.5\n`,
        );
  }, 60_000);

  test('managed databases are refused by name', async () => {
    expect(
      codeOf(
        await gateway.ask(
          'mutation ($service: String!) { ' +
            'setUpManagedDatabases(input: { service: $service ' +
            '}) { id } }',
          { service: name },
        ),
      ),
    ).toBe('INTEGRATION_NOT_SUPPORTED');
  });

  describe('formats', () => {
    // What a format cannot hold is left out of its file: ORC has no UInt64, and its times are
    // nanoseconds.
    test.each([
      ['parquet', 'Parquet', EXPECTED],
      ['arrow', 'Arrow', EXPECTED],
      ['arrows', 'ArrowStream', EXPECTED],
      ['avro', 'Avro', EXPECTED],
      ['orc', 'ORC', EXPECTED],
      ['csv', 'CSV', EXPECTED],
      ['tsv', 'TSV', EXPECTED],
      ['jsonl', 'JSONEachRow', EXPECTED],
      ['json', 'JSON', EXPECTED],
      ['csv.gz', 'CSV', EXPECTED],
      ['jsonl.zst', 'JSONEachRow', EXPECTED],
      ['tsv.xz', 'TSV', EXPECTED],
      ['csv.deflate', 'CSV', EXPECTED],
      ['jsonl.lz4', 'JSONEachRow', EXPECTED],
      ['csv.br', 'CSV', EXPECTED],
    ])('.%s, declared, read as %s by its ending', async (ending, format, expected) => {
      const path = `edges/declared.${ending}`;
      await generate(path, format, EDGES);
      const { fieldName } = await createTable({
        name: `declared ${ending}`,
        path,
        columns: DECLARED,
      });
      expect(await rows(`{ ${fieldName}(orderBy: [{ id: ASC }]) { ${FIELDS} } }`)).toEqual(
        expected,
      );
    });

    test.each([
      ['parquet', 'Parquet'],
      ['arrow', 'Arrow'],
      ['avro', 'Avro'],
      ['orc', 'ORC'],
      ['csv', 'CSVWithNames'],
      ['tsv', 'TSVWithNames'],
      ['jsonl', 'JSONEachRow'],
      ['json', 'JSON'],
    ])('.%s, its columns inferred', async (ending, format) => {
      const path = `edges/inferred.${ending}`;
      await generate(
        path,
        format,
        "SELECT 1 AS id, toInt64(9007199254740993) AS big, 1.5 AS ratio, 'ü' AS txt, true AS flag, toDate32('2024-02-03') AS day, toDateTime64('2024-02-29 12:34:56.5', 3, 'UTC') AS moment, [1, 2]::Array(Int32) AS nums, map('k', 'v') AS attributes",
      );
      const { fieldName, columns } = await createTable({
        name: `inferred ${ending}`,
        path,
        format,
      });
      expect(columns.map(({ name }) => name)).toEqual([
        'id',
        'big',
        'ratio',
        'txt',
        'flag',
        'day',
        'moment',
        'nums',
        'attributes',
        '_path',
        '_file',
        '_size',
        '_time',
        '_etag',
      ]);
      const scalars = Object.fromEntries(
        columns.map((column) => [column.name, column.graphqlType.replaceAll('!', '')]),
      );
      // Text does not tell how wide a number is.
      const isText = ['csv', 'tsv', 'jsonl'].includes(ending);
      const [idType, numsType] = isText ? ['BigInt', '[BigInt]'] : ['Int', '[Int]'];
      expect(scalars).toMatchObject({
        id: idType,
        big: 'BigInt',
        ratio: 'Float',
        txt: 'String',
        flag: 'Boolean',
        day: 'Date',
        moment: 'DateTime',
        nums: numsType,
        attributes: 'JSON',
      });
      const [row] = (await rows(
        `{ ${fieldName} { id big ratio txt flag day moment nums attributes path file size } }`,
      )) as readonly Record<string, unknown>[];
      expect(row).toMatchObject({
        id: isText ? '1' : 1,
        big: '9007199254740993',
        ratio: 1.5,
        txt: 'ü',
        flag: true,
        day: '2024-02-03',
        moment: '2024-02-29T12:34:56.5Z',
        nums: isText ? ['1', '2'] : [1, 2],
        attributes: { k: 'v' },
        path: `data/base/${path}`,
        file: `inferred.${ending}`,
        size: expect.stringMatching(/^[0-9]+$/) as string,
      });
    });

    test('one that cannot be read, or is not told by the ending, is refused with the list', async () => {
      for (const input of [
        { path: 'edges/x.csv', format: 'Protobuf' },
        { path: 'edges/x' },
        { path: 'edges/**' },
      ]) {
        const answer = await askTable({ name: 'nope', ...input });
        expect([codeOf(answer), answer.errors?.[0]?.message]).toEqual([
          'INVALID_INPUT',
          expect.stringContaining('Formats: Parquet, ORC'),
        ]);
      }
    });
  });

  describe('rows', () => {
    let items: Created;
    const ids = async (where: string): Promise<unknown> =>
      (
        (await rows(
          `{ ${items.fieldName}(where: ${where}, orderBy: [{ id: ASC }]) { id } }`,
        )) as readonly { id: number }[]
      ).map(({ id }) => id);

    beforeAll(async () => {
      await generate('items.parquet', 'Parquet', EDGES);
      items = await createTable({ name: 'items', path: 'items.parquet', primaryKey: ['id'] });
    });

    test.each([
      ['{ id: { _in: [1, 4] } }', [1, 4]],
      ['{ big: { _eq: "9007199254740993" } }', [3]],
      ['{ big: { _gt: "9007199254740992" } }', [1, 3]],
      ['{ huge: { _gte: "9007199254740993" } }', [1, 3]],
      ['{ ratio: { _lt: 1e-300 } }', [2, 3]],
      ['{ exact: { _eq: "1.1" } }', [3]],
      ['{ exact: { _lt: "0" } }', [2]],
      ['{ flag: { _eq: true } }', [1]],
      ['{ flag: { _neq: true } }', [2]],
      ['{ flag: { _isNull: true } }', [3, 4]],
      ['{ txt: { _eq: "" } }', [2]],
      ['{ txt: { _eq: "null" } }', [3]],
      ['{ txt: { _regex: "ö.*\\\\n,;\\\\t$" } }', [1]],
      ['{ tags: { _has: "x" } }', [3]],
      ['{ tags: { _hasAll: ["", "a"] } }', [1]],
      ['{ _not: { tags: { _hasAny: ["a", "x"] } } }', [2, 4]],
      ['{ tags: { _eq: ["a", null, ""] } }', [1]],
      ['{ tags: { _eq: [] } }', [2, 4]],
      ['{ txt: { _contains: "\\\\ ünïcödé" } }', [1]],
      ['{ txt: { _ilike: "NU%" } }', [3]],
      ['{ txt: { _nin: ["", "null"] } }', [1]],
      ['{ _not: { txt: { _eq: "null" } } }', [1, 2]],
      ['{ day: { _gte: "1970-01-01" } }', [1, 3]],
      ['{ moment: { _lt: "1970-01-01T00:00:00.6Z" } }', [2, 3]],
      ['{ moment: { _eq: "2262-01-01T01:00:00.999999+01:00" } }', [1]],
      ['{ _or: [{ id: { _eq: 2 } }, { txt: { _startsWith: "it" } }] }', [1, 2]],
      ['{ file: { _eq: "items.parquet" } }', [1, 2, 3, 4]],
      ['{ path: { _endsWith: "/nothing" } }', []],
      ['{ time: { _gt: "2001-01-01T00:00:00Z" } }', [1, 2, 3, 4]],
      ['{ size: { _gt: "1" } }', [1, 2, 3, 4]],
      ['{ _or: [] }', []],
      ['{}', [1, 2, 3, 4]],
    ])('%s', async (where, expected) => {
      expect(await ids(where)).toEqual(expected);
    });

    test('ordered, cut, and by primary key', async () => {
      expect(
        await rows(
          `{ ${items.fieldName}(orderBy: [{ ` +
            'huge: DESC_NULLS_LAST }], limit: 2, ' +
            'offset: 1) { id } }',
        ),
      ).toEqual([{ id: 3 }, { id: 2 }]);
      expect(
        await rows(`{ ${items.fieldName}(orderBy: [{ txt: ASC_NULLS_FIRST }]) { id } }`),
      ).toEqual([{ id: 4 }, { id: 2 }, { id: 1 }, { id: 3 }]);
      expect(await rows(`{ ${items.fieldName}ByPk(id: 3) { id tags } }`)).toEqual({
        id: 3,
        tags: ['x'],
      });
      expect(await rows(`{ ${items.fieldName}ByPk(id: 99) { id } }`)).toBeNull();
    });

    test('aggregates, groups and distinct rows', async () => {
      const { fieldName } = items;
      expect(
        await rows(
          `{ ${fieldName}Aggregate { _count big { _min _max _sum } ` +
            'exact { _avg } ratio { _max } txt { _countDistinct _min ' +
            '_topK(k: 1) } day { _max } moment { _min } file { _any } } }',
        ),
      ).toEqual({
        _count: '4',
        big: {
          _min: '-9223372036854775808',
          _max: '9223372036854775807',
          _sum: '9007199254740992',
        },
        exact: { _avg: '3333333333333333333333333333.6999999999333333' },
        ratio: { _max: 1.7976931348623157e308 },
        txt: { _countDistinct: '3', _min: '', _topK: [''] },
        day: { _max: '2299-12-31' },
        moment: { _min: '1900-01-01T00:00:00Z' },
        file: { _any: 'items.parquet' },
      });
      expect(
        await rows(
          `{ ${fieldName}Groups(by: [{ column: flag }], ` +
            'orderBy: [{ aggregate: { _count: DESC } }, ' +
            '{ key: { flag: ASC } }], limit: 2) { key { flag } ' +
            'aggregate { _count id { _max } } } }',
        ),
      ).toEqual([
        { key: { flag: null }, aggregate: { _count: '2', id: { _max: 4 } } },
        { key: { flag: false }, aggregate: { _count: '1', id: { _max: 2 } } },
      ]);
      expect(
        await rows(
          `{ ${fieldName}(distinctOn: [flag], ` +
            'orderBy: [{ flag: ASC_NULLS_FIRST }, ' +
            '{ id: DESC }]) { id flag } }',
        ),
      ).toEqual([
        { id: 4, flag: null },
        { id: 2, flag: false },
        { id: 1, flag: true },
      ]);
    });

    test('related rows, where keys are declared: nested, filtered through, limited for each parent', async () => {
      await generate(
        'orders.parquet',
        'Parquet',
        'SELECT toInt32(number) AS no, toInt32(1 + number % 3) ' +
          'AS item_id, number * 10 AS price FROM numbers(7)',
      );
      const orders = await createTable({
        name: 'orders',
        path: 'orders.parquet',
        primaryKey: ['no'],
      });
      const relate = (input: object) =>
        gateway.data(
          'mutation ($input: CreateRelationshipInput!) { ' +
            'createRelationship(input: $input) { id } }',
          { input },
        );
      await relate({
        name: 'item',
        kind: 'OBJECT',
        fromTable: orders.id,
        toTable: items.id,
        columns: [{ from: 'item_id', to: 'id' }],
      });
      await relate({
        name: 'orders',
        kind: 'ARRAY',
        fromTable: items.id,
        toTable: orders.id,
        columns: [{ from: 'id', to: 'item_id' }],
      });
      expect(
        await rows(
          `{ ${items.fieldName}(orderBy: [{ id: ASC }]) { id ` +
            'orders(where: { no: { _gt: 0 } }, orderBy: [{ no: DESC }], limit: 1) { no ' +
            'item { big } } } }',
        ),
      ).toEqual([
        { id: 1, orders: [{ no: 6, item: { big: EXPECTED[0]?.big } }] },
        { id: 2, orders: [{ no: 4, item: { big: EXPECTED[1]?.big } }] },
        { id: 3, orders: [{ no: 5, item: { big: EXPECTED[2]?.big } }] },
        { id: 4, orders: [] },
      ]);
      expect(await ids('{ orders: { price: { _gte: "50" } } }')).toEqual([1, 3]);
    });
  });

  describe('what is fetched', () => {
    let sales: Created;
    const MONTHS = [1, 2, 3];
    const part = (year: number, month: number): string =>
      `sales/year=${year}/month=0${month}/part.csv`;
    const ask = async (
      where: string,
    ): Promise<{ readonly ids: readonly unknown[]; readonly answer: Answer }> => {
      await store.mark();
      const answer = await gateway.ask(
        `{ ${sales.fieldName}(where: ${where}, orderBy: [{ id: ASC }]) { id year month } }`,
      );
      return {
        answer,
        ids: (answer.data?.[sales.fieldName] as readonly { id: string }[]).map(({ id }) => id),
      };
    };

    beforeAll(async () => {
      sales = await createTable({ name: 'sales', path: 'sales/**/*.csv', format: 'CSVWithNames' });
    });

    test('partitions of the path are columns', async () => {
      expect(sales.columns.map(({ name, graphqlType }) => [name, graphqlType])).toEqual(
        expect.arrayContaining([
          ['id', 'BigInt'],
          ['amount', 'Float'],
          ['year', expect.stringContaining('Int') as string],
          ['month', expect.any(String) as string],
        ]),
      );
      const { answer } = await ask(
        '{ year: { _eq: YEAR } }'.replace(
          'YEAR',
          /Big/.test(sales.columns.find(({ name: column }) => column === 'year')?.graphqlType ?? '')
            ? '"2023"'
            : '2023',
        ),
      );
      expect(answer.errors).toBeUndefined();
      expect(answer.data?.[sales.fieldName]).toHaveLength(3);
    });

    test.each([
      ['{ year: { _eq: "2024" } }', MONTHS.map((month) => part(2024, month))],
      [
        '{ _and: [{ year: { _gte: "2024" } }, { month: { _in: ["2", "3"] } }] }',
        [part(2024, 2), part(2024, 3)],
      ],
      ['{ path: { _like: "%/month=03/%" } }', [part(2023, 3), part(2024, 3)]],
      ['{ path: { _eq: "data/base/sales/year=2023/month=01/part.csv" } }', [part(2023, 1)]],
      ['{ file: { _neq: "part.csv" } }', []],
      [
        '{ _and: [{ year: { _eq: "2023" } }, { amount: { _gt: 0 } }] }',
        MONTHS.map((month) => part(2023, month)),
      ],
    ])('%s fetches no other object', async (where, fetched) => {
      const { answer } = await ask(where);
      expect(answer.errors).toBeUndefined();
      // Azurite writes its log after the answer.
      await eventually(async () => {
        expect(await store.fetched()).toEqual(fetched);
      });
      const plan = answer.extensions?.plan?.[0];
      expect(plan?.strategy).toBe('ENGINE_SCAN');
      expect(plan?.pushed).toHaveLength(where.includes('_and: [{ year: { _gte') ? 2 : 1);
      expect(plan?.received.join()).toMatch(
        /^LIST data\/base\/sales\/; GET data\/base\/sales\/\*\*\/\*\.csv WHERE /,
      );
    });

    test.each([
      '{ amount: { _lt: 0 } }',
      '{ size: { _gt: "1000000" } }',
      '{ time: { _lt: "2001-01-01T00:00:00Z" } }',
      '{ _or: [{ year: { _eq: "2024" } }, { amount: { _gt: 0 } }] }',
    ])('%s fetches all of them, and the plan says so', async (where) => {
      const { answer } = await ask(where);
      await eventually(async () => {
        expect(await store.fetched()).toHaveLength(6);
      });
      const plan = answer.extensions?.plan?.[0];
      expect([plan?.pushed, plan?.received]).toEqual([
        [],
        ['LIST data/base/sales/; GET data/base/sales/**/*.csv'],
      ]);
      expect(plan?.remaining.length).toBeGreaterThan(0);
    });

    test('a column of the objects keeps its name beside those of the path', async () => {
      await store.put('names/a.csv', 'path,size,Path\np,s,P\n');
      const { fieldName } = await createTable({
        name: 'names',
        path: 'names/a.csv',
        format: 'CSVWithNames',
      });
      expect(await rows(`{ ${fieldName} { path size path2 path3 size2 } }`)).toEqual([
        { path: 'p', size: 's', path2: 'P', path3: 'data/base/names/a.csv', size2: '21' },
      ]);
    });

    test('paths of any characters find their object and no other', async () => {
      for (const [index, key] of [
        'odd/100%.csv',
        'odd/a%41.csv',
        'odd/a b+c&d=e.csv',
        'odd/é名😀.csv',
        "odd/it's;x,y.csv",
        'odd/a@b:c~d.csv',
      ].entries()) {
        await store.put(key, `id\n${index}\n`);
        const { fieldName } = await createTable({ name: `odd ${index}`, path: key });
        expect(await rows(`{ ${fieldName} { id path } }`)).toEqual([
          { id: String(index), path: `data/base/${key}` },
        ]);
      }
    });
  });

  describe('a path', () => {
    const declared = { columns: [{ name: 'id', type: 'Int32' }], format: 'CSV' };

    test.each([
      '../outside.csv',
      'x/../../outside.csv',
      '../../other/base/secret.csv',
      '/outside.csv',
      '{../outside,items}.csv',
      '{.,x}{.,y}/outside.csv',
      '..\\outside.csv',
      'http://127.0.0.1:1/x.csv//',
      '//127.0.0.1/x.csv',
      'a::b.csv',
      '',
    ])('that could lead out of the address is refused: %j', async (path) => {
      expect(codeOf(await askTable({ name: 'out', path, ...declared }))).toBe('INVALID_INPUT');
    });

    test.each([
      '%2e%2e/outside.csv',
      '%2e%2e%2foutside.csv',
      '..%2foutside.csv',
      '@127.0.0.1/x.csv',
      'x.csv?versionId=1',
      'x.csv#y',
      'http:%2f%2f127.0.0.1:1/x.csv',
    ])('is taken as it stands, and never leads out of the address: %j', async (path) => {
      const { fieldName, id } = await createTable({ name: 'out', path, ...declared });
      const answer = await gateway.ask(`{ ${fieldName} { id } }`);
      expect(answer.data?.[fieldName] ?? []).toEqual([]);
      await gateway.data('mutation ($id: ID!) { deleteRemoteTable(id: $id) { id } }', { id });
      const outside = (await store.requests()).filter(
        (request) =>
          request.method !== 'PUT' &&
          /outside|secret/.test(request.path) &&
          !/^\/data\/base[/%]/.test(request.path),
      );
      expect(outside).toEqual([]);
    });
  });

  describe('objects that do not fit', () => {
    const COLUMNS = [
      { name: 'a', type: 'Int64' },
      { name: 'b', type: 'Int64' },
    ];
    const readTable = async (
      path: string,
      more: object = { columns: COLUMNS },
    ): Promise<Answer> => {
      const { fieldName, id } = await createTable({ name: 'unfit', path, ...more });
      const answer = await gateway.ask(`{ rows: ${fieldName} { a b } }`);
      await gateway.data('mutation ($id: ID!) { deleteRemoteTable(id: $id) { id } }', { id });
      return answer;
    };

    test.each([
      ['missing.csv', null],
      ['text.csv', 'a,b\n1,2\nx,3\n'],
      ['short.csv', 'a,b\n1\n'],
      ['broken.parquet', 'PAR1 this is none PAR1'],
      ['cut.csv.gz', gzipSync('a,b\n1,2\n').subarray(0, 15)],
    ])('%s fails, and says so', async (file, content) => {
      if (content !== null) await store.put(`unfit/${file}`, content);
      const answer = await readTable(`unfit/${file}`);
      expect(answer.errors?.[0]?.extensions).toMatchObject({
        code: 'SERVICE_QUERY_FAILED',
        category: 'EXTERNAL',
        service: name,
      });
      expect(answer.data).toEqual({ rows: null });
    });

    test('null in a column that was declared without one fails', async () => {
      await generate(
        'unfit/nulls.parquet',
        'Parquet',
        'SELECT toInt64(1) AS a, CAST(NULL AS Nullable(Int64)) AS b',
      );
      expect(codeOf(await readTable('unfit/nulls.parquet'))).toBe('SERVICE_QUERY_FAILED');
    });

    test('an empty object, and globs that match nothing, answer no rows', async () => {
      await store.put('unfit/empty.csv', '');
      for (const path of ['unfit/empty.csv', 'unfit/no-*.csv'])
        expect((await readTable(path)).data).toEqual({ rows: [] });
    });

    test('nothing is inferred from what is not there, empty or broken', async () => {
      for (const [path, code] of [
        ['unfit/missing.csv', 'NOT_FOUND'],
        ['unfit/no-*.csv', 'NOT_FOUND'],
        ['unfit/empty.csv', 'NOT_FOUND'],
        ['unfit/broken.parquet', 'SERVICE_QUERY_FAILED'],
      ])
        expect([path, codeOf(await askTable({ name: 'unfit', path }))]).toEqual([path, code]);
    });

    test('an object without a column answers null', async () => {
      await generate('drift/1.parquet', 'Parquet', 'SELECT toInt64(1) AS a, toInt64(2) AS b');
      await generate('drift/2.parquet', 'Parquet', 'SELECT toInt64(3) AS a');
      const answer = await readTable('drift/*.parquet', {});
      expect(answer.errors).toBeUndefined();
      expect(answer.data?.['rows']).toEqual(
        expect.arrayContaining([
          { a: '1', b: '2' },
          { a: '3', b: null },
        ]),
      );
    });

    test('a refresh finds new columns', async () => {
      await store.put('grow.csv', 'a\n1\n');
      const { id } = await createTable({ name: 'grow', path: 'grow.csv', format: 'CSVWithNames' });
      await store.put('grow.csv', 'a,extra\n1,2\n');
      const { refreshRemoteTable } = await gateway.data<{
        refreshRemoteTable: { changes: readonly string[]; fieldName: string };
      }>('mutation ($id: ID!) { refreshRemoteTable(id: $id) { changes fieldName } }', { id });
      expect(refreshRemoteTable.changes).toEqual(['Column "extra" (Nullable(Int64)) was added.']);
      expect(await rows(`{ ${refreshRemoteTable.fieldName} { a extra file } }`)).toEqual([
        { a: '1', extra: '2', file: 'grow.csv' },
      ]);
    });
  });

  test('the catalog searches, pages, and lists nothing outside of the address', async () => {
    const list = async (args: string): Promise<readonly string[]> => {
      const { service } = await gateway.data<{
        service: { catalog: readonly { name: string; kind: string; schema: string | null }[] };
      }>(
        `query ($name: String!) { service(name: $name) { catalog(${args}) { name kind schema } } }`,
        { name },
      );
      expect(new Set(service.catalog.map(({ kind }) => kind))).toEqual(
        new Set(service.catalog.length === 0 ? [] : ['OBJECT']),
      );
      return service.catalog.map((entry) => entry.name);
    };
    await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        store.put(`many/${String(index).padStart(4, '0')}.txt`, 'x'),
      ),
    );
    expect(await list('search: "SALES/year=2024"')).toEqual(
      [1, 2, 3].map((month) => `sales/year=2024/month=0${month}/part.csv`),
    );
    expect(await list('search: "many/", limit: 5, offset: 10')).toEqual(
      [10, 11, 12, 13, 14].map((index) => `many/00${index}.txt`),
    );
    const all = await list('limit: 1000');
    expect(all).toEqual(expect.arrayContaining(['items.parquet', 'odd/é名😀.csv']));
    expect(all.filter((entry) => /outside|secret|^base/.test(entry))).toEqual([]);
    expect(await list('search: "%\' OR 1=1 --"')).toEqual([]);
  });

  test('table and schema are refused, and so are columns that every table has', async () => {
    for (const input of [
      { table: 'x' },
      { path: 'items.parquet', schema: 'x' },
      {},
      { path: 'items.parquet', columns: [{ name: '_path', type: 'String' }] },
      { path: 'items.parquet', columns: [{ name: 'a', type: 'NoSuchType' }] },
    ]) {
      expect(codeOf(await askTable({ name: 'nope', ...input }))).toBe('INVALID_INPUT');
    }
  });

  test('redirects are followed to no other server, by no check and no query', async () => {
    const asked: string[] = [];
    const thief = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('id\n1\n');
    });
    const guide = createServer((request, response) => {
      response
        .writeHead(307, {
          location: `http://127.0.0.1:${(thief.address() as AddressInfo).port}${request.url ?? ''}`,
        })
        .end();
    });
    await new Promise<void>((resolve) => {
      thief.listen(0, '127.0.0.1', resolve);
    });
    const proxy = await startTcpProxy(Number(new URL(store.url).port));
    const guided = `${name}-guided`;
    try {
      await store.put('via.csv', 'id\n1\n');
      await gateway.data(
        'mutation ($input: CreateServiceInput!) { createService(input: $input) { id } }',
        {
          input: {
            name: guided,
            location: 'MANAGED',
            ...store.address(store.url.replace(/:\d+/, `:${proxy.port}`)),
          },
        },
      );
      const credentials = withEndpoint(store.credentials, proxy.port);
      const { setUpManagedCredentials } = await gateway.data<{
        setUpManagedCredentials: { remoteTables: readonly Created[] };
      }>(
        'mutation ($input: SetUpManagedCredentialsInput!) { ' +
          'setUpManagedCredentials(input: $input) { remoteTables { fieldName } } }',
        {
          input: {
            service: guided,
            credentials,
            remoteTables: [
              { name: 'via', path: 'via.csv' },
              { name: 'all', path: 'v*.csv' },
            ],
          },
        },
      );
      const fields = setUpManagedCredentials.remoteTables.map(({ fieldName }) => fieldName);
      for (const field of fields) expect(await rows(`{ ${field} { id } }`)).toEqual([{ id: '1' }]);
      await proxy.stop();
      await new Promise<void>((resolve) => {
        guide.listen(proxy.port, '127.0.0.1', resolve);
      });
      for (const field of fields)
        expect(codeOf(await gateway.ask(`{ ${field} { id } }`))).toBe('SERVICE_QUERY_FAILED');
      const TEST =
        'mutation ($service: String!, $credentials: CredentialsInput) { ' +
        'testConnection(service: $service, credentials: $credentials) { ok ' +
        'refusal } }';
      for (const given of [credentials, null])
        expect(await gateway.data(TEST, { service: guided, credentials: given })).toEqual({
          testConnection: { ok: false, refusal: 'UNREACHABLE' },
        });
      expect(
        codeOf(
          await gateway.ask(
            'query ($name: String!) { service(name: $name) { catalog { name } } }',
            { name: guided },
          ),
        ),
      ).toBe('SERVICE_QUERY_FAILED');
      expect(asked).toEqual([]);
    } finally {
      for (const server of [thief, guide]) server.close();
    }
  });
});

/** A connection string leads to the service's own address. */
function withEndpoint(
  { connectionString, ...keys }: Readonly<Record<string, string>>,
  port: number,
): Readonly<Record<string, string>> {
  return connectionString === undefined
    ? keys
    : {
        connectionString: connectionString.replace(
          /(BlobEndpoint=http:\/\/127\.0\.0\.1):\d+/,
          `$1:${port}`,
        ),
      };
}
