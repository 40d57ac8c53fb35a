import { Client } from 'pg';
import { postgresqlString } from '../../../src/sql/postgresql-quoting';
import { joinSql, Sql, sql } from '../../../src/sql/sql';
import { POSTGRESQL_EDGE_TYPES, POSTGRESQL_EDGES } from '../../fixtures/postgresql-edges';
import { registerPostgresql } from '../../helpers/gateway/register-postgresql';
import { startTestGateway, type TestGateway } from '../../helpers/gateway/start-test-gateway';
import { readTypeTable } from '../../helpers/read-type-table';
import { startPostgresql, type PostgresqlServer } from '../../servers/postgresql-server';

/**
 * Each type of PostgreSQL in a table of its own, with values at its edges. What the data API
 * answers is what `pg` prints as text, turned into the JSON of docs/services/postgresql.md here.
 */
let server: PostgresqlServer;
let gateway: TestGateway;
/** Table name -> text of each row's value in PostgreSQL, by id. */
const printed = new Map<string, readonly (string | null)[]>();

/**
 * Every other type of list is NOT NULL: one that may be null is only read by passthrough queries.
 */
const isScannedList = (index: number): boolean =>
  (POSTGRESQL_EDGES[index]?.[0].endsWith('[]') ?? false) && index % 2 === 0;

/** Values that an engine scan cannot read. */
const isUnscannable = (type: string, text: string | null): boolean =>
  /^jsonb?\[\]$/.test(type) ||
  (text !== null &&
    ((/^(numeric\((10|38|76),\d+\)(\[\])?|amount(\[\])?)$/.test(type) && text.includes('NaN')) ||
      (type.endsWith(']') && text.startsWith('['))));

interface Column {
  readonly name: string;
  readonly graphqlType: string;
  readonly clickhouseType: string;
}
const columns = new Map<string, Column>();

beforeAll(async () => {
  [server, gateway] = await Promise.all([
    startPostgresql({ settings: { max_connections: '400' } }),
    startTestGateway({ TRIBUTARY_CONNECTIONS_PER_TABLE: '2' }),
  ]);
  await server.createDatabase('edges');
  await server.execute(Sql.dangerouslyFromText(POSTGRESQL_EDGE_TYPES), 'edges');
  for (const [index, [type, ...literals]] of POSTGRESQL_EDGES.entries()) {
    const table = Sql.dangerouslyFromText(`edge_${index}`);
    const values = literals.map(
      (literal, place) =>
        sql`(${Sql.dangerouslyFromText(String(place + 1))}, ${postgresqlString(literal)}::${Sql.dangerouslyFromText(type)})`,
    );
    const notNull = isScannedList(index) ? sql` NOT NULL` : sql``;
    const last = isScannedList(index) ? sql`` : sql`, (0, NULL)`;
    await server.execute(
      sql`CREATE TABLE ${table} (id integer PRIMARY KEY, value ${Sql.dangerouslyFromText(type)}${notNull}, neighbour text DEFAULT 'here'); INSERT INTO ${table} VALUES ${joinSql(values, ', ')}${last}`,
      'edges',
    );
  }
  await readPrinted();
  await registerPostgresql(gateway, server, { name: 'edges' });
  const { remoteTables } = await gateway.data<{
    remoteTables: readonly { name: string; columns: readonly Column[] }[];
  }>('{ remoteTables { name columns { name graphqlType clickhouseType } } }');
  for (const table of remoteTables)
    columns.set(
      table.name,
      table.columns.find(({ name }) => name === 'value')!,
    );
}, 120_000);

afterAll(async () => {
  await gateway?.stop();
  await server?.remove();
}, 60_000);

async function readPrinted(): Promise<void> {
  const client = new Client({
    host: server.host,
    port: server.port,
    user: server.username,
    password: server.password,
    database: 'edges',
    types: { getTypeParser: () => (text: string) => text },
  });
  await client.connect();
  try {
    for (const index of POSTGRESQL_EDGES.keys()) {
      const { rows } = await client.query<{ value: string | null }>(
        `SELECT value FROM edge_${index} ORDER BY id`,
      );
      printed.set(
        `edge_${index}`,
        rows.map(({ value }) => value),
      );
    }
  } finally {
    await client.end();
  }
}

function toJson(graphqlType: string, text: string | null): unknown {
  if (text === null) return null;
  if (graphqlType.startsWith('['))
    return parseArray(text).map((element) => toJson(graphqlType.slice(1, -1), element));
  switch (graphqlType) {
    case 'Int':
      return Number(text);
    case 'Float':
      return Number.isFinite(Number(text)) ? Number(text) : null;
    case 'Boolean':
      return text === 't';
    case 'JSON':
      return JSON.parse(text);
    case 'DateTime':
      return /infinity/.test(text)
        ? text
        : text
            .replace(' ', 'T')
            .replace(/\+00( BC)?$/, (_all, bc: string | undefined) =>
              bc === undefined ? 'Z' : ' BC',
            );
    case 'LocalDateTime':
      return text.replace(' ', 'T');
    default:
      return text;
  }
}

/** The elements of a one-dimensional array in PostgreSQL's text form, whatever its lower bound. */
function parseArray(text: string): readonly (string | null)[] {
  const elements = text
    .replace(/^\[[^=]*=/, '')
    .slice(1, -1)
    .matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/gs);
  return [...elements].map(([, quoted, bare]) =>
    quoted === undefined
      ? bare === 'NULL'
        ? null
        : (bare ?? '')
      : quoted.replace(/\\(.)/gs, '$1'),
  );
}

/** The rows of a table as the data API should answer them. */
function rowsOf(
  index: number,
): readonly { readonly id: number; readonly value: unknown; readonly neighbour: string }[] {
  const { graphqlType } = columns.get(`edge_${index}`)!;
  const first = isScannedList(index) ? 1 : 0;
  return printed.get(`edge_${index}`)!.map((text, place) => ({
    id: first + place,
    value: toJson(graphqlType.replaceAll('!', ''), text),
    neighbour: 'here',
  }));
}

async function ask(query: string): Promise<unknown> {
  const { data, errors } = await gateway.ask(query);
  return errors === undefined
    ? Object.values(data ?? {})[0]
    : errors.map(({ extensions }) => extensions['code']);
}

/** The name under which docs/services/postgresql.md has a type. */
function documentedName(type: string): string {
  const [base = '', precision, scale] =
    /^([a-z0-9 _"]+?)(?:\((\d+)(?:,(-?\d+))?\))?$/.exec(type)?.slice(1) ?? [];
  const isExact =
    precision !== undefined &&
    Number(precision) <= 76 &&
    Number(scale ?? 0) >= 0 &&
    Number(scale ?? 0) <= Number(precision);
  if (base === 'numeric') return isExact ? 'numeric(p, s)' : 'numeric';
  return base === 'char' ? 'char(n)' : base;
}
/** Domains and types of our own, by the type under them. */
const UNDERLYING: Readonly<Record<string, string>> = {
  positive: 'integer',
  amount: 'numeric(12,4)',
  any_amount: 'numeric',
  shouting: 'text',
  mood: 'enums',
  mood_domain: 'enums',
  instant_domain: 'timestamptz',
  list_domain: 'integer[]',
};

test('the table of types in the documentation is true, and every type in it is tested', () => {
  const documented = readTypeTable('postgresql.md');
  const tested = new Set<string>();
  for (const [index, [declared]] of POSTGRESQL_EDGES.entries()) {
    const type = UNDERLYING[declared] ?? declared;
    const isList = /^[^[]*\[\]$/.test(type);
    const element = type.replace(/\[\]$/, '');
    const name = type.endsWith('[][]')
      ? 'all others'
      : documentedName(UNDERLYING[element] ?? element);
    const key = documented.has(name) ? name : name === 'enums' ? 'text' : 'all others';
    for (const each of [key, ...(isList ? ['Array(Nullable(T))'] : [])]) tested.add(each);
    const { clickhouseType, scalar } = documented.get(key)!;
    const column = columns.get(`edge_${index}`)!;
    const plain = column.clickhouseType
      .replace(/Decimal\(\d+, \d+\)/, 'Decimal(p, s)')
      .replace(/^Nullable\((.*)\)$/, '$1');
    expect([declared, plain, column.graphqlType.replaceAll('!', '')]).toEqual([
      declared,
      isList ? `Array(Nullable(${clickhouseType}))` : clickhouseType,
      isList ? `[${scalar}]` : scalar,
    ]);
  }
  expect(
    [...documented.keys()].filter(
      (name) => !tested.has(name) && name !== 'one-dimensional arrays of these',
    ),
  ).toEqual([]);
});

describe.each([
  ['with passthrough queries', {}],
  ['without passthrough queries', { TRIBUTARY_PASSTHROUGH: 'off' }],
])('%s', (_title, env) => {
  const hasPassthrough = !('TRIBUTARY_PASSTHROUGH' in env);
  beforeAll(() => gateway.restart(env), 30_000);

  test.each(POSTGRESQL_EDGES.map(([type], index) => [type, index] as const))(
    '%s reads as PostgreSQL prints it',
    async (type, index) => {
      const field = `edgesEdge${index}`;
      const { graphqlType } = columns.get(`edge_${index}`)!;
      const isSourceOnly = (text: string | null): boolean =>
        !hasPassthrough &&
        ((graphqlType.startsWith('[') && !graphqlType.endsWith('!')) || isUnscannable(type, text));
      const texts = printed.get(`edge_${index}`)!;
      const refused = ['CLICKHOUSE_FEATURE_MISSING'];
      expect(await ask(`{ ${field}(orderBy: [{ id: ASC }]) { id value neighbour } }`)).toEqual(
        texts.some(isSourceOnly) ? refused : rowsOf(index),
      );
      const single = await gateway.ask(
        `{ ${rowsOf(index)
          .map(({ id }) => `r${id}: ${field}ByPk(id: ${id}) { id value neighbour }`)
          .join(' ')} }`,
      );
      expect(single.data).toEqual(
        Object.fromEntries(
          rowsOf(index).map((row, place) => [
            `r${row.id}`,
            isSourceOnly(texts[place] ?? null) ? null : row,
          ]),
        ),
      );
      for (const { extensions } of single.errors ?? [])
        expect(extensions['code']).toBe('CLICKHOUSE_FEATURE_MISSING');
      // Its neighbours are read whatever it holds.
      expect(await ask(`{ ${field}(orderBy: [{ id: ASC }]) { id neighbour } }`)).toEqual(
        rowsOf(index).map(({ id, neighbour }) => ({ id, neighbour })),
      );
    },
  );
});

describe('what a type does not say', () => {
  beforeAll(async () => {
    await gateway.restart();
    await server.execute(
      sql`
      CREATE TABLE odd (id integer PRIMARY KEY, lists integer[], fixed integer[] NOT NULL DEFAULT '{}', p pair, price numeric(10,2), matrix text[][], span int4range, ratio float8 NOT NULL DEFAULT 'NaN');
      COMMENT ON COLUMN odd.lists IS 'Scores';
      INSERT INTO odd VALUES (1, '{{1,2},{3,4}}', '{}', '(,)', 'NaN', '{{a}}', '[1,5)'), (2, '{1}', '{{1},{2}}', NULL, 1.50, NULL, 'empty'), (3, NULL, '{3}', '(1,)', NULL, '{}', NULL)`,
      'edges',
    );
    await gateway.data(
      'mutation { setUpManagedCredentials(input: { service: "edges", ' +
        'remoteTables: [{ name: "odd" }, { name: "odd_text", table: "odd", ' +
        'fieldName: "oddText", primaryKey: ["id"], columns: [{ name: "id", ' +
        'type: "Int32" }, { name: "fixed", type: "String" }, { name: "price", ' +
        'type: "Nullable(String)" }] }] }) { state } }',
    );
  }, 30_000);

  test('a value of more dimensions than the column is null, or ends the statement where null cannot be; its neighbours are read', async () => {
    expect(await ask('{ edgesOdd(orderBy: [{ id: ASC }]) { id lists matrix } }')).toEqual([
      { id: 1, lists: null, matrix: '{{a}}' },
      { id: 2, lists: [1], matrix: null },
      { id: 3, lists: null, matrix: '{}' },
    ]);
    expect(await ask('{ edgesOddByPk(id: 2) { id fixed } }')).toEqual(['SERVICE_QUERY_FAILED']);
    expect(await ask('{ edgesOddByPk(id: 3) { id fixed } }')).toEqual({ id: 3, fixed: [3] });
    expect(await ask('{ edgesOddByPk(id: 2) { id price } }')).toEqual({ id: 2, price: '1.50' });
  });

  test('a float that is NaN is null, also where the column holds no NULL', async () => {
    expect(await ask('{ edgesOddByPk(id: 2) { ratio } }')).toEqual({ ratio: null });
    const { data } = await gateway.ask(
      '{ __type(name: "EdgesOdd") { fields { name type { kind name } } } }',
    );
    expect((data as { __type: { fields: readonly unknown[] } }).__type.fields).toContainEqual({
      name: 'ratio',
      type: { kind: 'SCALAR', name: 'Float' },
    });
  });

  test('the columns say so', async () => {
    const { remoteTables } = await gateway.data<{
      remoteTables: readonly {
        fieldName: string;
        columns: readonly { name: string; description: string | null }[];
      }[];
    }>('{ remoteTables(service: "edges") { fieldName columns { name description } } }');
    const described = remoteTables.find(({ fieldName }) => fieldName === 'edgesOdd')?.columns ?? [];
    const descriptionOf = (wanted: string) =>
      described.find(({ name }) => name === wanted)?.description;
    expect(descriptionOf('lists')).toMatch(
      /^Scores\n\nA value of more than one dimension is null here/,
    );
    expect(descriptionOf('fixed')).toMatch(
      /^A value of more than one dimension cannot be read here/,
    );
    expect(descriptionOf('matrix')).toMatch(/^Declared with 2 dimensions/);
    expect(descriptionOf('price')).toBeNull();
  });

  test('declared as String, a column is read as text', async () => {
    expect(await ask('{ oddText(orderBy: [{ id: ASC }]) { id fixed price } }')).toEqual([
      { id: 1, fixed: '{}', price: 'NaN' },
      { id: 2, fixed: '{{1},{2}}', price: '1.50' },
      { id: 3, fixed: '{3}', price: null },
    ]);
  });

  test('and filtered as text', async () => {
    for (const [where, ids] of [
      ['{ fixed: { _eq: "{3}" } }', [3]],
      ['{ price: { _neq: "1.5" } }', [1, 2]],
      ['{ price: { _eq: "1.50" } }', [2]],
      ['{ price: { _startsWith: "Na" } }', [1]],
      ['{ fixed: { _gt: "{3" } }', [1, 2, 3]],
    ] as const) {
      expect([
        where,
        await ask(`{ oddText(where: ${where}, orderBy: [{ id: ASC }]) { id } }`),
      ]).toEqual([where, ids.map((id) => ({ id }))]);
    }
  });

  test('a composite value is null as a whole only', async () => {
    for (const [where, ids] of [
      ['{ p: { _isNull: true } }', [2]],
      ['{ p: { _isNull: false } }', [1, 3]],
      ['{ p: { _eq: "(,)" } }', [1]],
    ] as const) {
      expect(await ask(`{ edgesOdd(where: ${where}, orderBy: [{ id: ASC }]) { id } }`)).toEqual(
        ids.map((id) => ({ id })),
      );
    }
  });

  test('what an engine scan cannot read is asked of PostgreSQL itself, and the plan says so', async () => {
    const { data, extensions } = await gateway.ask('{ edgesOddByPk(id: 1) { price } }');
    expect([data, extensions?.plan?.map(({ strategy, why }) => [strategy, why])]).toEqual([
      { edgesOddByPk: { price: 'NaN' } },
      [
        [
          'PASSTHROUGH',
          'An engine scan met a value that ClickHouse cannot hold in the type of its column.',
        ],
      ],
    ]);
    expect(
      (await gateway.ask('{ edgesOddByPk(id: 2) { price } }')).extensions?.plan?.map(
        ({ strategy }) => strategy,
      ),
    ).toEqual(['ENGINE_SCAN']);
  });
});
