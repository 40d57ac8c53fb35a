import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { mysqlString } from '../../../src/sql/mysql-quoting';
import { sql } from '../../../src/sql/sql';
import { MYSQL_BAZAAR, MYSQL_BAZAAR_TABLES } from '../../fixtures/mysql-bazaar';
import { RANGES } from '../../fixtures/ranges';
import { askInTurn, askTogether } from '../../helpers/gateway/ask-together';
import {
  startTestGateway,
  type Answer,
  type TestGateway,
} from '../../helpers/gateway/start-test-gateway';
import { readMysqlReferenceTables } from '../../helpers/reference/read-mysql-reference-tables';
import { createReference, type ReferenceTable } from '../../helpers/reference/reference-executor';
import { startMariadb, type MariadbServer } from '../../servers/mariadb-server';

/**
 * The data API over a real MariaDB with hostile names, values, time zone and sql_mode. Every answer
 * is compared, as canonical JSON, with graphql-js completing the same rows; once with passthrough
 * queries, once without.
 */
let mariadb: MariadbServer;
let gateway: TestGateway;
let tables: readonly ReferenceTable[];
let reference: ReturnType<typeof createReference>;

beforeAll(async () => {
  const sqlMode =
    'NO_BACKSLASH_ESCAPES,ANSI_QUOTES,PIPES_AS_CONCAT,HIGH_NOT_PRECEDENCE,ONLY_FULL_GROUP_BY,STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE';
  mariadb = await startMariadb({
    logStatements: true,
    settings: { 'default-time-zone': '+05:45', 'sql-mode': sqlMode },
  });
  await mariadb.createDatabase('bazaar');
  await mariadb.execute(MYSQL_BAZAAR, 'bazaar');
  // A test has more of them than is allowed.
  gateway = await startTestGateway({ TRIBUTARY_MAX_ALIASES: '300' });
  const { host, port, username, password } = mariadb;
  await gateway.data(
    'mutation ($input: CreateServiceInput!) { createService(input: $input) { id } }',
    {
      input: {
        name: 'bazaar',
        location: 'MANAGED',
        mysql: { host, port, database: 'bazaar', sslMode: 'DISABLE' },
      },
    },
  );
  await gateway.data(
    'mutation ($input: SetUpManagedCredentialsInput!) { ' +
      'setUpManagedCredentials(input: $input) { state } }',
    {
      input: {
        service: 'bazaar',
        credentials: { username, password },
        remoteTables: MYSQL_BAZAAR_TABLES.slice(1).map((name) => ({ name })),
      },
    },
  );
  // Later, over the stored credentials: the catalog is read through ClickHouse.
  await gateway.data(
    'mutation { createRemoteTable(input: { service: "bazaar", name: "kinds" }) { id } }',
  );
  tables = await readMysqlReferenceTables(gateway, mariadb, 'bazaar');
  reference = createReference(
    buildClientSchema(await gateway.data<IntrospectionQuery>(getIntrospectionQuery())),
    tables,
  );
}, 90_000);

afterAll(async () => {
  await gateway?.stop();
  await mariadb?.remove();
}, 30_000);

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
  // toEqual ignores the order of members: the canonical text does not.
  expect(JSON.stringify(answer.data)).toBe(JSON.stringify(expected.data));
  return answer;
}

test('exposes tables and views under names that do not clash, with their keys', () => {
  expect(tables.map((table) => table.fieldName).toSorted()).toEqual(
    [
      'bazaarBosses',
      'bazaarEmptyTable',
      'bazaarKeyless',
      'bazaarKinds',
      'bazaarOrder',
      'bazaarOrderByPk2',
      'bazaarOrderDetails',
      'bazaarOrderFilter2',
      'bazaarPassports',
      'bazaarPeople',
    ].toSorted(),
  );
  expect(tableOf('Order Details').primaryKey).toEqual(['order select', 'line']);
  expect(tableOf('people').relationships.map(({ name, kind }) => [name, kind])).toEqual(
    expect.arrayContaining([
      ['boss', 'OBJECT'],
      ['mentor', 'OBJECT'],
    ]),
  );
});

test('managed databases are refused by name', async () => {
  const answer = await gateway.ask(
    'mutation { setUpManagedDatabases(input: { service: "bazaar" }) { id } }',
  );
  expect(answer.errors?.[0]?.extensions['code']).toBe('INTEGRATION_NOT_SUPPORTED');
});

test('connections are tested with given and with stored credentials, and REQUIRE is refused where the server has no TLS', async () => {
  const { host, port, username, password } = mariadb;
  const TEST =
    'mutation ($service: String!, $credentials: CredentialsInput) { ' +
    'testConnection(service: $service, credentials: $credentials) { ok refusal ' +
    'serverVersion } }';
  for (const credentials of [{ username, password }, null]) {
    const { testConnection } = await gateway.data<{ testConnection: unknown }>(TEST, {
      service: 'bazaar',
      credentials,
    });
    expect(testConnection).toMatchObject({
      ok: true,
      refusal: null,
      serverVersion: expect.stringMatching(/^10\.|^11\./) as unknown,
    });
  }
  await gateway.data(
    'mutation ($input: CreateServiceInput!) { createService(input: $input) { id } }',
    {
      input: {
        name: 'strict',
        location: 'MANAGED',
        mysql: { host, port, database: 'bazaar', sslMode: 'REQUIRE' },
      },
    },
  );
  const { testConnection } = await gateway.data<{ testConnection: unknown }>(TEST, {
    service: 'strict',
    credentials: { username, password },
  });
  expect(testConnection).toMatchObject({ ok: false, refusal: 'TLS_FAILED' });
});

test('tables in the database of the address follow it to another, and others stay where they are', async () => {
  const { host, port, username, password } = mariadb;
  for (const name of ['first', 'second', 'third']) {
    await mariadb.createDatabase(name);
    await mariadb.execute(
      sql`CREATE TABLE place (name varchar(10) PRIMARY KEY); INSERT INTO place VALUES (${mysqlString(name)})`,
      name,
    );
  }
  const input = (database: string) => ({
    name: 'mover',
    location: 'MANAGED',
    mysql: { host, port, database, sslMode: 'DISABLE' },
  });
  const remoteTables = [{ name: 'place' }, { name: 'fixed', table: 'place', schema: 'third' }];
  const read = () => gateway.data('{ moverPlace { name } moverThirdFixed { name } }');
  await gateway.data(
    'mutation ($input: CreateServiceInput!) { createService(input: $input) { id } }',
    { input: input('first') },
  );
  await gateway.data(
    'mutation ($input: SetUpManagedCredentialsInput!) { ' +
      'setUpManagedCredentials(input: $input) { state } }',
    { input: { service: 'mover', credentials: { username, password }, remoteTables } },
  );
  expect(await read()).toEqual({
    moverPlace: [{ name: 'first' }],
    moverThirdFixed: [{ name: 'third' }],
  });
  await gateway.data(
    'mutation ($input: CreateServiceInput!) { ' +
      'updateService(name: "mover", input: $input) { address } }',
    { input: input('second') },
  );
  expect(await read()).toEqual({
    moverPlace: [{ name: 'second' }],
    moverThirdFixed: [{ name: 'third' }],
  });
  await gateway.data('mutation { deleteService(name: "mover", force: true) { name } }');
  await mariadb.execute(sql`DROP DATABASE first; DROP DATABASE second; DROP DATABASE third`);
});

test('the catalog lists what is there', async () => {
  const { service } = await gateway.data<{ service: { catalog: readonly { name: string }[] } }>(
    '{ service(name: "bazaar") { catalog(limit: 100) { schema name kind rowEstimate } } }',
  );
  expect(service.catalog.map((entry) => entry.name)).toEqual([...MYSQL_BAZAAR_TABLES].toSorted());
});

/** Only MySQL can print or compare these: a TIMESTAMP comes in the time zone of a session. */
const INSTANTS = ['instant', 'finest'];

describe.each([
  ['with passthrough queries', {}],
  ['without passthrough queries', { TRIBUTARY_PASSTHROUGH: 'off' }],
] as const)('%s', (_title, env) => {
  const hasPassthrough = !('TRIBUTARY_PASSTHROUGH' in env);
  beforeAll(async () => {
    await gateway.restart(env);
  }, 30_000);

  test('every value of every type, ordered', async () => {
    const columns = allColumns('kinds')
      .filter((name) => hasPassthrough || !INSTANTS.includes(name))
      .join(' ');
    await expectReference(
      `{ ${fieldOf('kinds')}(orderBy: { id: ASC }) { ${columns} __typename } }`,
    );
  });

  test('every value of every type, by primary key', async () => {
    const columns = allColumns('kinds')
      .filter((name) => !INSTANTS.includes(name))
      .join(' ');
    for (const id of [1, 2, 3, 4, 5, 6]) {
      const answer = await expectReference(
        `query ($id: Int!) { row: ${fieldOf('kinds')}ByPk(id: $id) { ${columns} } }`,
        { id },
      );
      expect(answer.extensions?.plan?.map((entry) => entry.strategy)).toEqual(['ENGINE_SCAN']);
    }
  });

  test('a moment in time', async () => {
    const query = `{ ${fieldOf('kinds')}ByPk(id: 1) { instant finest } }`;
    if (hasPassthrough) await expectReference(query);
    else
      expect((await gateway.ask(query)).errors?.[0]?.extensions['code']).toBe(
        'CLICKHOUSE_FEATURE_MISSING',
      );
  });

  test.each([
    ['tiny', 'ASC'],
    ['big', 'DESC'],
    ['ubig', 'ASC'],
    ['amount', 'ASC'],
    ['exact', 'DESC'],
    ['ratio', 'ASC_NULLS_FIRST'],
    ['dbl', 'DESC_NULLS_LAST'],
    ['flag', 'DESC_NULLS_LAST'],
    ['bits', 'ASC'],
    ['yr', 'DESC'],
    ['plain', 'ASC'],
    ['txt', 'DESC'],
    ['txt', 'ASC'],
    ['old', 'ASC'],
    ['code', 'DESC'],
    ['blobby', 'ASC'],
    ['mood', 'ASC'],
    ['tags', 'DESC'],
    ['day', 'ASC'],
    ['moment', 'DESC'],
    ['fine', 'ASC'],
    ['instant', 'ASC_NULLS_FIRST'],
    ['finest', 'DESC'],
    ['clock', 'ASC'],
    ['uid', 'ASC'],
    ['addr', 'DESC'],
    ['due', 'ASC'],
    ['filled', 'ASC'],
  ])('orders by %s %s', async (column, direction) => {
    if (!hasPassthrough && INSTANTS.includes(column)) return;
    await expectReference(
      `{ ${fieldOf('kinds')}(orderBy: [{ ` +
        `${column}: ${direction} }], limit: 4, ` +
        `offset: 1) { id ${column} } }`,
    );
    await expectReference(`{ ${fieldOf('kinds')}(orderBy: [{ ${column}: ${direction} }]) { id } }`);
  });

  test.each([
    '{tiny: {_eq: 127}}',
    '{truth: {_eq: 2}}',
    '{small: {_neq: 0}}',
    '{big: {_gt: "0"}}',
    '{ubig: {_eq: "18446744073709551615"}}',
    '{ubig: {_gt: "-5"}}',
    '{big: {_in: ["9223372036854775807", "-9223372036854775808", "99999999999999999999999"]}}',
    '{ubig: {_eq: "9007199254740993"}}',
    '{filled: {_eq: 42}}',
    '{amount: {_eq: "-12345678.9"}}',
    '{amount: {_lte: "0"}}',
    '{amount: {_eq: "0.001"}}',
    '{amount: {_in: ["1", "-0.01"]}}',
    '{exact: {_gt: "1.05"}}',
    '{exact: {_eq: "1.1"}}',
    '{exact: {_neq: "12345678901234567890123456789012345.123456789012345678901234567891"}}',
    '{ratio: {_eq: 0.1}}',
    '{ratio: {_lte: 0.5}}',
    '{dbl: {_eq: 1.7976931348623157e308}}',
    '{dbl: {_gt: 1e-300}}',
    '{dbl: {_in: [5e-324, 0.1]}}',
    '{flag: {_eq: true}}',
    '{flag: {_neq: true}}',
    '{flag: {_isNull: true}}',
    '{flag: {_isNull: false}}',
    '{bits: {_eq: "682"}}',
    '{yr: {_eq: 24}}',
    '{yr: {_neq: 24}}',
    '{yr: {_gt: 1950}}',
    '{plain: {_eq: "plain"}}',
    '{plain: {_eq: "PLAIN"}}',
    '{plain: {_eq: "plain "}}',
    '{plain: {_gte: "p"}}',
    '{plain: {_neq: ""}}',
    '{plain: {_in: ["", "plain"]}}',
    '{plain: {_nin: ["", "plain"]}}',
    '{plain: {_in: []}}',
    '{plain: {_nin: []}}',
    '{plain: {_eq: "quote \' \\" back \\\\\\n tab\\tend"}}',
    '{plain: {_contains: "\\n"}}',
    '{plain: {_contains: "\' "}}',
    '{plain: {_like: "%\\\\\\\\%"}}',
    '{plain: {_like: "100\\\\%\\\\_%"}}',
    '{plain: {_startsWith: "100%_"}}',
    '{plain: {_endsWith: "\\\\"}}',
    '{plain: {_startsWith: "p"}}',
    '{plain: {_nlike: "p%"}}',
    '{plain: {_ilike: "PLAIN"}}',
    '{plain: {_nilike: "PL%"}}',
    '{plain: {_like: "_lain"}}',
    '{plain: {_like: "_n_codé _"}}',
    '{code: {_like: "b|_"}}',
    '{code: {_contains: "|"}}',
    '{plain: {_contains: "😀"}}',
    '{txt: {_gt: "Z"}}',
    '{txt: {_lte: "a"}}',
    '{txt: {_like: "PLAIN"}}',
    '{txt: {_ilike: "PL%"}}',
    '{txt: {_contains: "😀"}}',
    '{old: {_gte: "z"}}',
    '{old: {_contains: "é"}}',
    '{blobby: {_eq: "0x00ff"}}',
    '{blobby: {_eq: "no hex"}}',
    '{fixed: {_startsWith: "0x61"}}',
    '{blobby: {_gt: "0x1"}}',
    '{clock: {_eq: "12:34:56"}}',
    '{clock: {_gt: "1"}}',
    '{finer: {_eq: "838:59:59.999"}}',
    '{addr: {_eq: "::1"}}',
    '{uid: {_eq: "0190C3A5-0000-7000-8000-000000000001"}}',
    '{uid: {_gt: "0190c3a5-0000-7000-8000-000000000001"}}',
    '{uid: {_in: ["ffffffff-ffff-ffff-ffff-ffffffffffff"]}}',
    '{day: {_gte: "2024-02-29"}}',
    '{day: {_eq: "9999-12-31"}}',
    '{day: {_lt: "1900-01-02"}}',
    '{moment: {_lt: "1970-01-01T00:00:00"}}',
    '{moment: {_eq: "2024-02-29T12:34:56"}}',
    '{fine: {_eq: "2024-02-29T12:34:56.12"}}',
    '{fine: {_gt: "9999-12-31T23:59:59.999998"}}',
    '{due: {_isNull: true}}',
    '{due: {_isNull: false}}',
    '{_not: {due: {_isNull: true}}}',
    '{_or: [{small: {_eq: 1}}, {plain: {_isNull: true}}]}',
    '{_and: [{small: {_gt: 0}}, {flag: {_eq: true}}]}',
    '{_not: {small: {_gt: 0}}}',
    '{_not: {_or: [{flag: {_eq: true}}, {plain: {_eq: "x"}}]}}',
    '{_or: []}',
    '{_and: []}',
    '{_not: {}}',
    '{}',
    '{small: {}}',
    '{small: {_gt: 0, _lt: 2}}',
  ])('filters %s', async (where) => {
    await expectReference(`{ ${fieldOf('kinds')}(where: ${where}, orderBy: {id: ASC}) { id } }`);
    await expectReference(
      `{ ${fieldOf('kinds')}(where: {_and: [${where}, ` +
        '{id: {_lt: 100}}]}, orderBy: {id: DESC}, limit: 2) { id } }',
    );
    await expectReference(
      `{ ${fieldOf('kinds')}(where: {_and: [${where}, {id: {_eq: 1}}]}) { id } }`,
    );
  });

  test.each([
    '{txt: {_eq: "ünïcödé 😀"}}',
    '{txt: {_neq: "Z"}}',
    '{txt: {_in: ["plain", "no"]}}',
    '{txt: {_nin: ["plain", "it\'s"]}}',
    '{old: {_eq: "é"}}',
    '{old: {_eq: "😀"}}',
    '{old: {_neq: "日本"}}',
    '{mood: {_eq: "ok"}}',
    '{mood: {_eq: "no such label"}}',
    '{mood: {_in: ["sad", "日本"]}}',
    '{tags: {_eq: "x,z"}}',
    '{instant: {_gt: "1970-01-02T00:00:00Z"}}',
    '{instant: {_eq: "2024-02-29T05:45:00+05:45"}}',
    '{finest: {_gt: "1970-01-01T00:00:01.25Z"}}',
    '{finest: {_lt: "1969-12-31T23:59:59.5Z"}}',
  ])("filters that are the service's own: %s", async (where) => {
    const query = `{ ${fieldOf('kinds')}(where: ${where}, orderBy: {id: ASC}) { id } }`;
    if (hasPassthrough) await expectReference(query);
    else
      expect((await gateway.ask(query)).errors?.[0]?.extensions['code']).toBe(
        'CLICKHOUSE_FEATURE_MISSING',
      );
  });

  test('text of a case-insensitive collation is equal as the service has it', async () => {
    if (!hasPassthrough) return;
    const answer = await gateway.data(
      `{ a: ${fieldOf('kinds')}(where: {txt: {_eq: "PLAIN"}}) { id } ` +
        `b: ${fieldOf('kinds')}(where: {txt: {_eq: "tail"}}) { id } }`,
    );
    expect(answer).toEqual({ a: [{ id: 1 }], b: [{ id: 2 }] });
  });

  test.each([
    '^p',
    'n$',
    '^plain$',
    'l.in',
    '[A-Z]',
    '[^a-z]+$',
    '(one|do)n?e',
    '\\d{3}',
    '\\s',
    '^\\w+$',
    '^.{5}$',
    'k.*t',
    '\\\\$',
    '%_',
    "'|q",
    '[äöüï]',
    '😀$',
    'a{1,2}',
    '(?:a|b)+',
    '[a\\]b-]',
    '\\.|\\|',
    'd$|^$',
    'end$',
    '\\n',
  ])('matches the regular expression %s', async (expression) => {
    await expectReference(
      `query ($e: String!) { ${fieldOf('kinds')}(where: {_or: [{plain: {_regex: $e}}, ` +
        '{txt: {_regex: $e}}, {code: {_regex: $e}}]}, orderBy: {id: ASC}) { id } }',
      { e: expression },
    );
  });

  test('hostile names of tables and columns', async () => {
    const order = fieldOf('order');
    // Without passthrough queries, a name with a backslash is refused: the engine would ask for
    // another one.
    const columns = allColumns('order')
      .filter((name) => hasPassthrough || name !== 'backSlash')
      .join(' ');
    const refused = hasPassthrough ? null : await gateway.ask(`{ ${order} { backSlash } }`);
    expect(refused?.errors?.[0]?.extensions['code'] ?? null).toBe(
      hasPassthrough ? null : 'CLICKHOUSE_FEATURE_MISSING',
    );
    await expectReference(
      `{ ${order}(orderBy: {select: DESC}) { ${columns} ` +
        'orderDetails(orderBy: [{line: DESC}], limit: 1) { line note ' +
        'order { type } } } }',
    );
    for (const name of [
      "it's",
      '50% off',
      'under_score',
      'back\\slash',
      '"; DROP TABLE people; --',
      '\\',
      "'",
      '`',
      '*/',
      '/*!',
      '{a|b}',
      '{q:String}',
      '$$',
      '\u0001',
      '\u001a',
      'x'.repeat(5000),
    ]) {
      await expectReference(
        'query ($name: String!) { ' +
          `${fieldOf('order_filter')}ByPk(name: $name) { name } ` +
          `${fieldOf('order_filter')}(where: {name: {_eq: $name}}, orderBy: {name: ASC}) { name } }`,
        { name },
      );
      await expectReference(
        'query ($name: String!) { ' +
          `${fieldOf('order_filter')}(where: {_or: [{name: {_contains: $name}}, ` +
          '{name: {_startsWith: $name}}, {name: {_endsWith: $name}}]}, ' +
          'orderBy: {name: ASC}) { name } }',
        { name },
      );
    }
  });

  test('relationships: composite, nullable, to itself, one to one, nested, filtered, ordered, limited for each parent', async () => {
    await expectReference(
      `{ ${fieldOf('order_by_pk')}(orderBy: {id: ASC}) { ` +
        'id orderDetails { note order { type } } } }',
    );
    await expectReference(
      `{ ${fieldOf('people')}(orderBy: {id: ASC}) { name boss { name ` +
        'boss { name } } mentor { name } people(where: {id: {_gt: 4}}, ' +
        'orderBy: {id: DESC}, limit: 1) { id } passports { number } } }',
    );
    await expectReference(
      `{ ${fieldOf('people')}(orderBy: {id: DESC}, limit: 3, ` +
        'offset: 1) { a: people(orderBy: {id: ASC}, offset: 1) { id } ' +
        'b: people(orderBy: {id: ASC}) { id people(orderBy: {id: ASC}, ' +
        'limit: 1) { name } } } }',
    );
    await expectReference(
      `{ ${fieldOf('people')}(orderBy: {id: ASC}) { id people(orderBy: {bossId: ASC_NULLS_FIRST, name: DESC}, limit: 1, offset: 1) { id people(orderBy: {id: DESC}) { id } } none: people(limit: 0) { id } } }`.replace(
        '{bossId: ASC_NULLS_FIRST, name: DESC}',
        '[{bossId: ASC_NULLS_FIRST}, {name: DESC}]',
      ),
    );
    await expectReference(
      `{ ${fieldOf('people')}ByPk(id: 1) { name people(orderBy: [{name: DESC}]) { name } } }`,
    );
  });

  test.each([
    '{people: {id: {_gt: 10}}}',
    '{people: {}}',
    '{_not: {people: {}}}',
    '{boss: {name: {_eq: "Person 1"}}}',
    '{boss: {boss: {id: {_eq: 1}}}}',
    '{_or: [{boss: {id: {_eq: 2}}}, {passports: {number: {_like: "P1%"}}}]}',
    '{_not: {boss: {id: {_lt: 3}}}}',
    '{people: {people: {}}, passports: {}}',
    '{people: {_not: {mentor: {}}}}',
  ])('filters through relationships %s', async (where) => {
    await expectReference(`{ ${fieldOf('people')}(where: ${where}, orderBy: {id: ASC}) { id } }`);
  });

  test('views, tables without a key, empty tables, long aliases and more than a hundred members', async () => {
    await expectReference(
      `{ ${fieldOf('bosses')}(where: {id: {_lt: 4}}, orderBy: {id: ASC}) { id name } }`,
    );
    await expectReference(
      `{ ${fieldOf('keyless')}(orderBy: [{n: ASC}]) { label ` +
        `n } ${fieldOf('empty_table')}(limit: 5) { id } }`,
    );
    const long = 'a'.repeat(120);
    const many = Array.from({ length: 120 }, (_, index) => `member${index}: name`).join(' ');
    await expectReference(
      `{ ${fieldOf('people')}(orderBy: {id: ASC}, ` +
        `limit: 2) { ${long}: name boss { ${long}: id ${many} } ${many} } }`,
    );
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

  test('lists in ranges of a key that are asked for together have the same bytes', async () => {
    const lists = RANGES.map(
      (where) => `${fieldOf('people')}(where: ${where}) { __typename id name bossId }`,
    );
    const queries = lists.map((list) => `{ ${list} }`);
    const alone = await askInTurn(gateway, queries);
    expect(alone.some((text) => text.includes('errors'))).toBe(false);
    expect(await askTogether(gateway, queries)).toEqual(alone);
    const [together = ''] = await askTogether(gateway, [
      `{ ${lists.map((list, index) => `list${index}: ${list}`).join(' ')} }`,
    ]);
    expect(Object.values((JSON.parse(together) as { readonly data: object }).data)).toEqual(
      alone.map((text) => (JSON.parse(text) as Answer).data?.[fieldOf('people')]),
    );
  });

  test('the plan shows what MariaDB received, to the letter', async () => {
    const b =
      `b: ${fieldOf('people')}(where: {_or: [{id: {_in: [1, 2]}}, ` +
      '{name: {_startsWith: "Person 1"}}], bossId: {_isNull: false}}) { id }';
    const answer = await expectReference(`{
      a: ${fieldOf('people')}ByPk(id: 3) { name }
      ${hasPassthrough ? b : ''}
      d: ${fieldOf('people')}(orderBy: {id: DESC}, limit: 2) { id people(orderBy: {id: ASC}, limit: 1) { id } }
      e: ${fieldOf('kinds')}(where: {amount: {_eq: "1.50"}, flag: {_eq: true}, plain: {_neq: "x"}, bits: {_gt: "1"}}) { id }
    }`);
    const log = await mariadb.readLog();
    const received = answer.extensions?.plan?.flatMap((entry) => entry.received) ?? [];
    expect(received.length).toBeGreaterThanOrEqual(3);
    for (const statement of received) expect(log).toContain(statement);
  });
});

test('what MariaDB would cut off is an error, never a shorter answer', async () => {
  await gateway.restart({});
  const query = `{ ${fieldOf('people')}(orderBy: {id: ASC}) { id people { id name } } }`;
  await expectReference(query);
  await mariadb.execute({ text: 'SET GLOBAL group_concat_max_len = 40' } as never);
  try {
    const answer = await gateway.ask(query);
    expect(answer.errors?.[0]?.extensions['code']).toBe('SERVICE_QUERY_FAILED');
  } finally {
    await mariadb.execute({ text: 'SET GLOBAL group_concat_max_len = 1048576' } as never);
  }
});
