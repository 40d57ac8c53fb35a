import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { CLICKHOUSE_BAZAAR, CLICKHOUSE_BAZAAR_TABLES } from '../../fixtures/clickhouse-bazaar';
import {
  startTestGateway,
  type Answer,
  type TestGateway,
} from '../../helpers/gateway/start-test-gateway';
import { readClickhouseReferenceTables } from '../../helpers/reference/read-clickhouse-reference-tables';
import { createReference, type ReferenceTable } from '../../helpers/reference/reference-executor';
import type { ClickhouseAccount } from '../../servers/clickhouse-files';
import { startClickhouse, type ClickhouseServer } from '../../servers/clickhouse-server';

/**
 * The data API over a second ClickHouse with hostile names and values, for an account in another
 * time zone and for one that may only read. Every answer is compared, as canonical JSON, with
 * graphql-js completing what the source itself prints over HTTP.
 */
const ACCOUNTS: readonly ClickhouseAccount[] = [
  {
    username: 'zoned',
    password: 'Bd7kZonedReader',
    settings: { session_timezone: 'Asia/Kathmandu' },
    grants: ['GRANT SELECT ON bazaar.*'],
  },
  {
    username: 'frozen',
    password: 'Bd7kFrozenReader',
    settings: { readonly: '1' },
    grants: ['GRANT SELECT ON bazaar.*'],
  },
];
let source: ClickhouseServer;
let gateway: TestGateway;
let tables: readonly ReferenceTable[];
let reference: ReturnType<typeof createReference>;

beforeAll(async () => {
  source = await startClickhouse({ accounts: ACCOUNTS, logStatements: true });
  for (const statement of CLICKHOUSE_BAZAAR) await source.execute(statement);
  // A test has more of them than is allowed.
  gateway = await startTestGateway({ TRIBUTARY_MAX_ALIASES: '300' });
  await gateway.data(
    'mutation ($input: CreateServiceInput!) { createService(input: $input) { id } }',
    {
      input: {
        name: 'bazaar',
        location: 'MANAGED',
        clickhouse: { host: source.host, port: source.port, database: 'bazaar', secure: false },
      },
    },
  );
  await gateway.data(
    'mutation ($input: SetUpManagedCredentialsInput!) { ' +
      'setUpManagedCredentials(input: $input) { state } }',
    {
      input: {
        service: 'bazaar',
        credentials: login(0),
        remoteTables: CLICKHOUSE_BAZAAR_TABLES.slice(1).map((name) => ({
          name,
          ...(name === 'people' ? { primaryKey: ['id'] } : {}),
        })),
      },
    },
  );
  // Later, over the stored credentials.
  await gateway.data(
    'mutation { createRemoteTable(input: { ' +
      'service: "bazaar", name: "kinds", primaryKey: ["id"] }) ' +
      '{ id } }',
  );
  await declareRelationships();
  tables = await readClickhouseReferenceTables(gateway, source.client, 'bazaar');
  reference = createReference(
    buildClientSchema(await gateway.data<IntrospectionQuery>(getIntrospectionQuery())),
    tables,
  );
}, 90_000);

afterAll(async () => {
  await gateway?.stop();
  await source?.remove();
}, 30_000);

const login = (index: number) => ({
  username: ACCOUNTS[index]!.username,
  password: ACCOUNTS[index]!.password,
});

async function declareRelationships(): Promise<void> {
  const { remoteTables } = await gateway.data<{
    remoteTables: readonly { id: string; name: string }[];
  }>('{ remoteTables { id name } }');
  const people = remoteTables.find(({ name }) => name === 'people')!.id;
  for (const [name, kind, from, to] of [
    ['boss', 'OBJECT', 'boss_id', 'id'],
    ['reports', 'ARRAY', 'id', 'boss_id'],
  ] as const) {
    await gateway.data(
      'mutation ($input: CreateRelationshipInput!) { createRelationship(input: $input) { id } }',
      {
        input: { name, kind, fromTable: people, toTable: people, columns: [{ from, to }] },
      },
    );
  }
}

function tableOf(name: string): ReferenceTable {
  const table = tables.find(
    (candidate) => (candidate as unknown as { name: string }).name === name,
  );
  if (table === undefined) throw new Error(`no table ${name}`);
  return table;
}
const fieldOf = (name: string): string => tableOf(name).fieldName;
const allColumns = (name: string): readonly string[] =>
  tableOf(name).columns.map((column) => column.fieldName);

async function expectReference(
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Answer> {
  const [answer, expected] = await Promise.all([
    gateway.ask(query, variables),
    reference.run(query, variables),
  ]);
  expect(expected.errors).toBeUndefined();
  expect({ errors: answer.errors, data: answer.data }).toEqual({
    errors: undefined,
    data: JSON.parse(JSON.stringify(expected.data)) as unknown,
  });
  expect(JSON.stringify(answer.data)).toBe(JSON.stringify(expected.data));
  for (const entry of answer.extensions?.plan ?? []) expect(entry.remaining).toEqual([]);
  return answer;
}

test('the catalog lists tables and views, and neither queues nor the tables behind views', async () => {
  const { service } = await gateway.data<{
    service: { catalog: readonly { name: string; kind: string; rowEstimate: string | null }[] };
  }>('{ service(name: "bazaar") { catalog(limit: 100) { schema name kind rowEstimate } } }');
  expect(service.catalog.map((entry) => [entry.name, entry.kind])).toEqual([
    ['bosses', 'VIEW'],
    ['by_city', 'MATERIALIZED_VIEW'],
    ['empty_table', 'TABLE'],
    ['kinds', 'TABLE'],
    ['order', 'TABLE'],
    ['people', 'TABLE'],
  ]);
  expect(service.catalog.find((entry) => entry.name === 'people')?.rowEstimate).toEqual('20');
});

test('a state of an aggregate function is left out and told, its neighbours are there', async () => {
  const { __type: type } = await gateway.data<{ __type: { description: string } }>(
    `{ __type(name: "BazaarKinds") { description } }`,
  );
  expect(type.description).toContain(
    'every "kind", it\'s \\ all Left out, because only ClickHouse\'s own ' +
      'functions read such states: "state" (AggregateFunction(sum, UInt64)).',
  );
  expect(tableOf('order').primaryKey).toEqual([]);
  expect(allColumns('kinds')).toContain('shown');
  const declared = await gateway.ask(
    'mutation { createRemoteTable(input: { service: "bazaar", name: "states", ' +
      'table: "kinds", columns: [{ name: "state", type: "AggregateFunction(sum, ' +
      'UInt64)" }] }) { id } }',
  );
  expect(declared.errors?.map(({ message, extensions }) => [extensions['code'], message])).toEqual([
    ['INVALID_INPUT', expect.stringContaining('AggregateFunction')],
  ]);
});

test('managed databases are refused by name', async () => {
  const answer = await gateway.ask(
    'mutation { setUpManagedDatabases(input: { service: "bazaar" }) { id } }',
  );
  expect(answer.errors?.[0]?.extensions['code']).toBe('INTEGRATION_NOT_SUPPORTED');
});

describe.each(ACCOUNTS.map((account, index) => [account.username, index] as const))(
  'as the account %s',
  (_name, index) => {
    beforeAll(
      () =>
        gateway.data(
          'mutation ($credentials: CredentialsInput!) { ' +
            'rotateCredentials(service: "bazaar", credentials: $credentials) ' +
            '{ id } }',
          { credentials: login(index) },
        ),
      30_000,
    );

    test('every value of every type, ordered and one by one', async () => {
      const columns = allColumns('kinds').join(' ');
      await expectReference(
        `{ ${fieldOf('kinds')}(orderBy: { id: ASC }) { ${columns} __typename } }`,
      );
      for (const id of [1, 2, 3, 4, 5]) {
        const answer = await expectReference(
          `query ($id: Int!) { row: ${fieldOf('kinds')}ByPk(id: $id) { ${columns} } }`,
          { id },
        );
        expect(answer.extensions?.plan?.map((entry) => entry.strategy)).toEqual(['ENGINE_SCAN']);
      }
      for (const column of allColumns('kinds'))
        await expectReference(`{ ${fieldOf('kinds')}(orderBy: { id: ASC }) { ${column} } }`);
    }, 60_000);

    test.each([
      'i8 ASC',
      'u32 DESC',
      'u64 ASC',
      'i128 DESC',
      'u128 ASC',
      'i256 ASC',
      'u256 DESC',
      'flag DESC',
      'd9 ASC',
      'd38 DESC',
      'd76 ASC',
      'low ASC',
      'mood DESC',
      'mood ASC',
      'uid ASC',
      'ip4 DESC',
      'ip6 ASC',
      'day ASC',
      'day32 DESC',
      'sec ASC',
      'zoned DESC',
      'milli ASC',
      'micro ASC',
      'nano DESC',
      'clock ASC',
      'shown ASC',
      'ni32 ASC',
      'nu64 DESC_NULLS_LAST',
      'nbool ASC_NULLS_FIRST',
      'ndec DESC',
      'ntxt ASC',
      'nlow DESC',
      'nmood ASC',
      'nuid DESC',
      'nday ASC_NULLS_FIRST',
      'nsec DESC',
      'nip ASC',
    ])('orders by %s', async (order) => {
      const [column, direction] = order.split(' ');
      await expectReference(
        `{ ${fieldOf('kinds')}(orderBy: [{ ` +
          `${column}: ${direction} }], limit: 3, ` +
          `offset: 1) { id ${column} } }`,
      );
      await expectReference(
        `{ ${fieldOf('kinds')}(orderBy: [{ ${column}: ${direction} }]) { id } }`,
      );
    });

    test('NaN is above all numbers', async () => {
      const field = fieldOf('kinds');
      const answer = await gateway.data<Record<string, readonly { id: number }[]>>(`{
      a: ${field}(orderBy: [{ f64: ASC }]) { id } b: ${field}(orderBy: [{ nf64: DESC_NULLS_LAST }]) { id } c: ${field}(where: { f64: { _gt: 1 } }, orderBy: [{ id: ASC }]) { id }
      d: ${field}(where: { f64: { _lt: 1 } }, orderBy: [{ id: ASC }]) { id } e: ${field}(where: { f64: { _neq: 1 } }, orderBy: [{ id: ASC }]) { id } }`);
      expect(Object.values(answer).map((rows) => rows.map(({ id }) => id))).toEqual([
        [4, 3, 5, 1, 2],
        [1, 5, 4, 3, 2],
        [1, 2],
        [3, 4, 5],
        [1, 2, 3, 4, 5],
      ]);
    });

    test.each([
      '{i8: {_eq: 127}}',
      '{i8: {_gt: -129}}',
      '{u8: {_in: [255, 256, 7]}}',
      '{u32: {_eq: "4294967295"}}',
      '{u64: {_eq: "18446744073709551615"}}',
      '{u64: {_gt: "-5"}}',
      '{u64: {_lt: "18446744073709551616"}}',
      '{u64: {_eq: "9007199254740993"}}',
      '{i64: {_lte: "-9223372036854775808"}}',
      '{i128: {_in: ["170141183460469231731687303715884105727", "5"]}}',
      '{u256: {_gte: "115792089237316195423570985008687907853269984665640564039457584007913129639935"}}',
      '{i256: {_lt: "-1"}}',
      '{d9: {_eq: "1.5"}}',
      '{d9: {_gte: "1.499"}}',
      '{d9: {_lt: "-0.009"}}',
      '{d18: {_eq: "99999999999999.9999"}}',
      '{d18: {_lte: "100000000000000"}}',
      '{d76: {_eq: "-0.00000000000000000001"}}',
      '{d76: {_gt: "-0.000000000000000000001"}}',
      '{d38: {_neq: "1"}}',
      '{d9: {_in: ["1.5", "1.501", "2"]}}',
      '{f64: {_eq: 1.7976931348623157e308}}',
      '{f64: {_in: [5e-324, 0.5]}}',
      '{f32: {_eq: 0.1}}',
      '{flag: {_eq: true}}',
      '{flag: {_neq: true}}',
      '{nbool: {_isNull: true}}',
      '{nbool: {_eq: false}}',
      '{txt: {_eq: "plain"}}',
      '{txt: {_eq: "PLAIN"}}',
      '{txt: {_gte: "p"}}',
      '{txt: {_neq: ""}}',
      '{txt: {_in: ["", "plain"]}}',
      '{txt: {_nin: ["", "plain"]}}',
      '{txt: {_in: []}}',
      '{txt: {_eq: "quote \' \\" back \\\\\\n tab\\tend"}}',
      '{txt: {_contains: "\\n"}}',
      '{txt: {_like: "%\\\\\\\\%"}}',
      '{txt: {_like: "100\\\\%\\\\_%"}}',
      '{txt: {_startsWith: "100%_"}}',
      '{txt: {_endsWith: "\\\\"}}',
      '{txt: {_ilike: "PLAIN"}}',
      '{txt: {_nlike: "p%"}}',
      '{txt: {_like: "_lain"}}',
      '{low: {_eq: "ünïcödé 😀"}}',
      '{low: {_contains: "😀"}}',
      '{low: {_ilike: "ÜNÏ%"}}',
      '{low: {_like: "_n%_"}}',
      '{shown: {_eq: "PLAIN"}}',
      '{ntxt: {_nilike: "P%"}}',
      '{nlow: {_in: ["x", "y"]}}',
      '{mood: {_eq: "ok"}}',
      '{mood: {_eq: "no such label"}}',
      '{mood: {_neq: "no such label"}}',
      '{mood: {_gt: "ok"}}',
      '{mood: {_in: ["sad", "x"]}}',
      '{mood: {_contains: "a"}}',
      '{nmood: {_eq: "b"}}',
      '{fix: {_eq: "wxyz"}}',
      '{fix: {_gt: "b"}}',
      '{uid: {_eq: "0190C3A5-0000-7000-8000-000000000001"}}',
      '{uid: {_gt: "0190c3a5-0000-7000-8000-000000000001"}}',
      '{uid: {_in: ["ffffffff-ffff-ffff-0000-000000000000"]}}',
      '{ip6: {_eq: "::1"}}',
      '{ip4: {_startsWith: "10."}}',
      '{ip6: {_in: ["fe80::1", "not one"]}}',
      '{clock: {_eq: "12:34:56"}}',
      '{fine: {_gt: "1"}}',
      '{nip: {_isNull: false}}',
      '{day: {_gte: "2024-02-29"}}',
      '{day: {_lt: "1900-01-01"}}',
      '{day: {_lte: "9999-12-31"}}',
      '{day32: {_eq: "1969-12-31"}}',
      '{day32: {_in: ["2299-12-31", "2300-01-01"]}}',
      '{nday: {_neq: "2000-01-01"}}',
      '{sec: {_eq: "2000-01-01T00:00:00Z"}}',
      '{sec: {_gt: "1970-01-01T00:00:00.5Z"}}',
      '{sec: {_eq: "1970-01-01T00:00:00.5Z"}}',
      '{sec: {_lt: "2200-01-01T00:00:00Z"}}',
      '{zoned: {_eq: "2024-02-29T05:45:00+05:45"}}',
      '{milli: {_gt: "2000-01-01T00:00:00Z"}}',
      '{micro: {_lt: "1970-01-01T00:00:00Z"}}',
      '{nano: {_gt: "2261-01-01T00:00:00Z"}}',
      '{nano: {_lt: "9999-01-01T00:00:00Z"}}',
      '{nsec: {_eq: "2106-02-07T06:28:15Z"}}',
      '{ni32: {_isNull: true}}',
      '{_not: {ni32: {_gt: 1}}}',
      '{nu64: {_neq: "99999999999999999999999"}}',
      '{_not: {nu64: {_eq: "99999999999999999999999"}}}',
      '{ndec: {_gt: "-1.5001"}}',
      '{_or: [{i8: {_eq: 1}}, {ntxt: {_isNull: true}}]}',
      '{_and: [{i8: {_gt: 0}}, {flag: {_eq: true}}]}',
      '{_not: {_or: [{flag: {_eq: true}}, {txt: {_eq: "x"}}]}}',
      '{_or: []}',
      '{_and: []}',
      '{_not: {}}',
      '{}',
    ])('filters %s', async (where) => {
      await expectReference(`{ ${fieldOf('kinds')}(where: ${where}, orderBy: {id: ASC}) { id } }`);
      await expectReference(
        `{ ${fieldOf('kinds')}(where: {_and: [${where}, ` +
          '{id: {_lt: 100}}]}, orderBy: {id: DESC}, limit: 2) { id } }',
      );
    });

    test('moments compare by every digit of their fraction', async () => {
      const field = fieldOf('kinds');
      const answer = await gateway.data<Record<string, readonly { id: number }[]>>(`{
      a: ${field}(where: {micro: {_eq: "1969-12-31T23:59:59.5Z"}}) { id } b: ${field}(where: {nnano: {_lt: "2024-01-01T00:00:00.123457Z"}}, orderBy: [{id: ASC}]) { id } c: ${field}(where: {nnano: {_gt: "2024-01-01T00:00:00.123456Z"}}) { id }
      d: ${field}(where: {nnano: {_eq: "2024-01-01T00:00:00.123456Z"}}) { id } e: ${field}(where: {milli: {_gte: "2024-02-29T17:34:56.78Z"}}) { id } f: ${field}(where: {milli: {_gte: "2024-02-29T17:34:56.780001Z"}}) { id } }`);
      expect(Object.values(answer).map((rows) => rows.map(({ id }) => id))).toEqual([
        [1],
        [1, 4, 5],
        [1],
        [],
        [1],
        [],
      ]);
    });

    test('hostile names and texts', async () => {
      await expectReference(
        `{ ${fieldOf('order')}(orderBy: {select: DESC}) { ${allColumns('order').join(' ')} } }`,
      );
      for (const text of [
        "it's",
        '50% off',
        'back\\slash',
        '"; DROP TABLE people; --',
        '\\',
        "'",
        '`',
        '*/',
        '{q:String}',
        '\u0001',
        'x'.repeat(5000),
        ') SETTINGS readonly = 0 --',
      ]) {
        await expectReference(
          'query ($text: String!) { ' +
            `${fieldOf('people')}(where: {_or: [{name: {_eq: $text}}, ` +
            '{city: {_contains: $text}}, ' +
            '{boss: {name: {_startsWith: $text}}}]}, ' +
            'orderBy: {id: ASC}) { id } }',
          { text },
        );
      }
    });

    test('relationships: to itself, nullable, nested, filtered, ordered, limited for each parent', async () => {
      const people = fieldOf('people');
      const answer = await expectReference(
        `{ ${people}(orderBy: {id: ASC}) { name boss { name boss { name } } ` +
          'reports(where: {id: {_gt: 4}}, orderBy: {id: DESC}, limit: 1) { id city } } }',
      );
      expect(answer.extensions?.plan?.map((entry) => entry.strategy)).toEqual(['PASSTHROUGH']);
      await expectReference(
        `{ ${people}(orderBy: {id: DESC}, limit: 3, ` +
          'offset: 1) { a: reports(orderBy: {id: ASC}, offset: 1) { id } ' +
          'b: reports(orderBy: {id: ASC}) { id reports(orderBy: {id: ASC}, ' +
          'limit: 1) { name } } } }',
      );
      await expectReference(
        `{ ${people}ByPk(id: 1) { name ` +
          'reports(orderBy: [{name: DESC}]) { name } ' +
          'none: reports(limit: 0) { id } } }',
      );
    });

    test.each([
      '{reports: {id: {_gt: 10}}}',
      '{_not: {reports: {}}}',
      '{boss: {name: {_eq: "Person 1"}}}',
      '{boss: {boss: {id: {_eq: 1}}}}',
      '{_or: [{boss: {id: {_eq: 2}}}, {city: {_like: "Z%"}}]}',
      '{reports: {reports: {}}}',
    ])('filters through relationships %s', async (where) => {
      await expectReference(`{ ${fieldOf('people')}(where: ${where}, orderBy: {id: ASC}) { id } }`);
    });

    test('rows by their keys that are asked for together are the same rows', async () => {
      const query = `{ ${[3, 1, 99, 2, 3].map((id, index) => `row${index}: ${fieldOf('people')}ByPk(id: ${id}) { __typename name id }`).join(' ')} }`;
      // What asks for the plan is never shared.
      const { data, errors } = await gateway.ask(
        query,
        {},
        { authorization: `Bearer ${gateway.readKey}` },
      );
      expect(JSON.stringify({ data, errors })).toBe(
        JSON.stringify({ data: (await reference.run(query)).data }),
      );
    });

    test('views, materialised views, empty tables, and more than a hundred members', async () => {
      await expectReference(
        `{ ${fieldOf('bosses')}(where: {id: {_lt: 4}}, ` +
          'orderBy: {id: ASC}) { id } ' +
          `${fieldOf('by_city')}(orderBy: [{city: ASC}]) { city n } ` +
          `${fieldOf('empty_table')}(limit: 5) { id } }`,
      );
      const many = Array.from({ length: 120 }, (_, at) => `member${at}: name`).join(' ');
      await expectReference(
        `{ ${fieldOf('people')}(orderBy: {id: ASC}, limit: 2) { boss { ${many} } ${many} } }`,
      );
    });

    test('aggregates, groups, distinct rows and orders by related rows are computed there', async () => {
      const answer = await gateway.ask(`{
      all: bazaarKindsAggregate { _count u64 { _sum _max } d76 { _sum _min } f64 { _sum } day { _min _max } low { _countDistinct } }
      cities: bazaarPeopleGroups(by: [{ column: city }], orderBy: [{ aggregate: { _count: DESC } }, { key: { city: ASC } }], limit: 2) { key { city } aggregate { _count id { _sum _avg } } }
      bins: bazaarPeopleGroups(by: [{ column: id, binWidth: 10 }], orderBy: [{ key: { id: ASC } }]) { key { id } aggregate { _count } }
      first: bazaarPeople(distinctOn: [city], orderBy: [{ city: ASC }, { id: DESC }]) { id city }
      busy: bazaarPeople(orderBy: [{ reportsAggregate: { _count: DESC } }, { id: ASC }], limit: 2) { id reportsAggregate { _count id { _max } } }
      few: bazaarPeople(where: { reportsAggregate: { _count: { _eq: 1 } } }) { id } }`);
      expect(answer.errors).toBeUndefined();
      expect(answer.data).toEqual({
        all: {
          _count: '5',
          u64: { _sum: '18455751272964292624', _max: '18446744073709551615' },
          d76: {
            _sum: '12345678901234567890123456789012345678901234567890123460.62345678901234567889',
            _min: '-0.00000000000000000001',
          },
          f64: { _sum: expect.closeTo(1.7976931348623157e308, 5) as number },
          day: { _min: '1970-01-01', _max: '2149-06-06' },
          low: { _countDistinct: '5' },
        },
        cities: [
          {
            key: { city: 'Kyōto' },
            aggregate: { _count: '7', id: { _sum: '77', _avg: '11.000000' } },
          },
          {
            key: { city: 'Oslo' },
            aggregate: { _count: '7', id: { _sum: '70', _avg: '10.000000' } },
          },
        ],
        bins: [
          { key: { id: '0' }, aggregate: { _count: '9' } },
          { key: { id: '10' }, aggregate: { _count: '10' } },
          { key: { id: '20' }, aggregate: { _count: '1' } },
        ],
        first: [
          { id: '20', city: 'Kyōto' },
          { id: '19', city: 'Oslo' },
          { id: '18', city: 'Zürich' },
        ],
        busy: [
          { id: '1', reportsAggregate: { _count: '2', id: { _max: '3' } } },
          { id: '2', reportsAggregate: { _count: '2', id: { _max: '5' } } },
        ],
        few: [{ id: '10' }],
      });
      for (const { remaining } of answer.extensions?.plan ?? []) expect(remaining).toEqual([]);
    });

    test('filters, pages and joins are evaluated there: its own log', async () => {
      const before = (await source.readLog()).length;
      const people = fieldOf('people');
      await gateway.data(
        `{ a: ${people}(where: {city: {_startsWith: "Z"}}, orderBy: [{name: DESC}], ` +
          `limit: 2, offset: 1) { name } b: ${people}(where: {boss: {city: {_eq: "Oslo"}}}) ` +
          `{ id } c: ${people}(limit: 2, orderBy: [{id: ASC}]) { reports { id } } }`,
      );
      const log = (await source.readLog())
        .slice(before)
        .split('\n')
        .map((line) => line.slice(line.indexOf(') ') + 2))
        .filter((line) => line.startsWith('SELECT'));
      expect(log).toHaveLength(3);
      expect(log.find((line) => line.includes('DESC'))).toMatch(
        /FROM `bazaar`.`people` AS `__table1` WHERE startsWith\(`__table1`.`city`, 'Z'\) ORDER BY `__table1`.`name` DESC.* LIMIT _CAST\(1, 'UInt64'\), _CAST\(2, 'UInt64'\) \(stage: Complete\)$/,
      );
      expect(
        log
          .filter((line) => line.includes('FROM view('))
          .map((line) => /\(stage: Complete\)$/.test(line) && line.includes('`bazaar`.`people`')),
      ).toEqual([true, true]);
    });
  },
);

test('related rows of another service: keys, and rows grouped by them, are found there whole', async () => {
  await gateway.data(
    'mutation ($input: CreateServiceInput!) { createService(input: $input) { id } }',
    {
      input: {
        name: 'other',
        location: 'MANAGED',
        clickhouse: { host: source.host, port: source.port, database: 'bazaar', secure: false },
      },
    },
  );
  await gateway.data(
    'mutation ($input: SetUpManagedCredentialsInput!) { ' +
      'setUpManagedCredentials(input: $input) { state } }',
    {
      input: {
        service: 'other',
        credentials: login(1),
        remoteTables: [{ name: 'people', primaryKey: ['id'] }],
      },
    },
  );
  const { remoteTables } = await gateway.data<{
    remoteTables: readonly { id: string; fieldName: string }[];
  }>('{ remoteTables { id fieldName } }');
  const idOf = (fieldName: string) =>
    remoteTables.find((table) => table.fieldName === fieldName)?.id;
  await gateway.data(
    'mutation ($input: CreateRelationshipInput!) { createRelationship(input: $input) { id } }',
    {
      input: {
        name: 'staff',
        kind: 'ARRAY',
        fromTable: idOf('bazaarPeople'),
        toTable: idOf('otherPeople'),
        columns: [{ from: 'id', to: 'boss_id' }],
      },
    },
  );
  const before = (await source.readLog()).length;
  const answer = await gateway.ask(
    '{ bazaarPeople(where: {staff: {name: {_eq: "Person 4"}}}) { name ' +
      'staff(orderBy: [{id: DESC}], limit: 1) { name boss: bossId } } }',
  );
  expect([answer.errors, answer.data]).toEqual([
    undefined,
    { bazaarPeople: [{ name: 'Person 2', staff: [{ name: 'Person 5', boss: '2' }] }] },
  ]);
  expect(answer.extensions?.plan?.map(({ remaining }) => remaining)).toEqual([[], [], []]);
  const log = (await source.readLog())
    .slice(before)
    .split('\n')
    .map((line) => line.slice(line.indexOf(') ') + 2))
    .filter((line) => line.startsWith('SELECT') && line.includes('people'));
  // What groups the rows by their keys, for the gateway, stays in the ClickHouse of the gateway.
  expect(
    log.map((line) => [
      line.includes('SELECT DISTINCT'),
      / LIMIT .* BY /.test(line),
      line.endsWith('(stage: Complete)'),
    ]),
  ).toEqual([
    [true, false, true],
    [false, false, true],
    [false, true, true],
  ]);
  expect(answer.extensions?.plan?.at(-1)?.received).toEqual([
    expect.stringMatching(
      /^SELECT t0.`boss_id` AS k0, .* FROM `bazaar`.`people` AS t0 .* LIMIT 1 BY k0$/,
    ),
  ]);
});
