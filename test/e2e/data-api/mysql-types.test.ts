import { createConnection } from 'mysql2/promise';
import { Sql } from '../../../src/sql/sql';
import { MYSQL_EDGES } from '../../fixtures/mysql-edges';
import { startTestGateway, type TestGateway } from '../../helpers/gateway/start-test-gateway';
import { readTypeTable } from '../../helpers/read-type-table';
import { startMariadb, type MariadbServer } from '../../servers/mariadb-server';

/**
 * Each type of MariaDB in a table of its own, with values at its edges. What the data API answers
 * is what `mysql2` gets as bytes, turned into the JSON of docs/services/mysql.md here.
 */
let server: MariadbServer;
let gateway: TestGateway;
/** By table: the bytes of each row's value, by id. */
const printed = new Map<number, readonly (Buffer | null)[]>();
const scalars = new Map<string, string>();
const clickhouseTypes = new Map<string, string>();

beforeAll(async () => {
  [server, gateway] = await Promise.all([
    startMariadb({
      settings: { 'sql-mode': 'NO_ENGINE_SUBSTITUTION', 'default-time-zone': '-03:30' },
    }),
    startTestGateway({ TRIBUTARY_CONNECTIONS_PER_TABLE: '2' }),
  ]);
  await server.createDatabase('edges');
  for (const [index, [type, ...literals]] of MYSQL_EDGES.entries()) {
    const values = [...literals, 'NULL']
      .map((literal, place) => `(${place}, ${literal})`)
      .join(', ');
    await server.execute(
      Sql.dangerouslyFromText(
        `CREATE TABLE edge_${index} (id int PRIMARY KEY, value ${type}, neighbour ` +
          `varchar(10) DEFAULT 'here'); INSERT INTO edge_${index} (id, value) VALUES ${values}`,
      ),
      'edges',
    );
  }
  await readPrinted();
  const { host, port, username, password } = server;
  await gateway.data(
    'mutation ($input: CreateServiceInput!) { createService(input: $input) { id } }',
    {
      input: {
        name: 'edges',
        location: 'MANAGED',
        mysql: { host, port, database: 'edges', sslMode: 'DISABLE' },
      },
    },
  );
  const remoteTables = MYSQL_EDGES.map((_, index) => ({ name: `edge_${index}` }));
  await gateway.data(
    'mutation ($input: SetUpManagedCredentialsInput!) { ' +
      'setUpManagedCredentials(input: $input) { state } }',
    { input: { service: 'edges', credentials: { username, password }, remoteTables } },
  );
  const found = await gateway.data<{
    remoteTables: readonly {
      name: string;
      columns: readonly { name: string; graphqlType: string; clickhouseType: string }[];
    }[];
  }>('{ remoteTables { name columns { name graphqlType clickhouseType } } }');
  for (const { name, columns } of found.remoteTables) {
    const { graphqlType, clickhouseType } = columns.find((column) => column.name === 'value')!;
    scalars.set(name, graphqlType);
    clickhouseTypes.set(name, clickhouseType.replace(/^Nullable\((.*)\)$/, '$1'));
  }
}, 120_000);

afterAll(async () => {
  await gateway?.stop();
  await server?.remove();
}, 60_000);

async function readPrinted(): Promise<void> {
  const connection = await createConnection({
    host: server.host,
    port: server.port,
    user: server.username,
    password: server.password,
    database: 'edges',
    charset: 'utf8mb4_bin',
  });
  try {
    await connection.query("SET time_zone = '+00:00'");
    for (const index of MYSQL_EDGES.keys()) {
      const [rows] = await connection.query({
        sql: `SELECT value FROM edge_${index} ORDER BY id`,
        rowsAsArray: true,
        typeCast: (field) => field.buffer(),
      });
      printed.set(
        index,
        (rows as unknown as (Buffer | null)[][]).map(([value]) => value ?? null),
      );
    }
  } finally {
    await connection.end();
  }
}

function toJson(type: string, scalar: string, bytes: Buffer | null): unknown {
  if (bytes === null) return null;
  const text = bytes.toString('utf8');
  switch (scalar) {
    case 'Int':
    case 'Float':
      return Number(text);
    case 'BigInt':
      return BigInt(type.startsWith('bit') ? `0x${bytes.toString('hex')}` : text).toString();
    case 'Decimal':
      return text.replace(/^(-?)0+(?=\d)/, '$1');
    case 'Boolean':
      return bytes.at(-1) === 1;
    case 'JSON':
      return JSON.parse(text);
    case 'DateTime':
      return `${moment(text)}Z`;
    case 'LocalDateTime':
      return moment(text);
    default:
      return /binary|blob|point|geometry/.test(type) ? `0x${bytes.toString('hex')}` : text;
  }
}

/** With a T, and without the zeros at the end of a fraction. */
function moment(text: string): string {
  return text
    .replace(' ', 'T')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
}

async function ask(query: string): Promise<unknown> {
  const { data, errors } = await gateway.ask(query);
  return errors === undefined
    ? Object.values(data ?? {})[0]
    : errors.map(({ extensions }) => extensions['code']);
}

/** The name under which docs/services/mysql.md has a type. */
function documentedName(type: string): string {
  const isUnsigned = type.includes('unsigned');
  const [base = ''] = /^[a-z0-9]+/.exec(type) ?? [];
  if (base === 'bit') return type === 'bit(1)' ? type : 'bit(n)';
  if (base === 'decimal') return 'decimal(p, s)';
  if (/text$/.test(base)) return 'text';
  if (/blob$/.test(base)) return 'blob';
  return /int$/.test(base) && isUnsigned ? `${base} unsigned` : base;
}

test('the table of types in the documentation is true, and every type in it is tested', () => {
  const documented = readTypeTable('mysql.md');
  const tested = new Set<string>();
  for (const [index, [type]] of MYSQL_EDGES.entries()) {
    const name = documentedName(type);
    tested.add(documented.has(name) ? name : /point|geometry/.test(type) ? 'blob' : 'all others');
    const entry =
      documented.get(name) ?? documented.get(/point|geometry/.test(type) ? 'blob' : 'all others')!;
    const declared = clickhouseTypes.get(`edge_${index}`)!;
    expect([
      type,
      declared.replace(/^Decimal\(\d+, \d+\)$/, 'Decimal(p, s)'),
      scalars.get(`edge_${index}`),
    ]).toEqual([type, entry.clickhouseType, entry.scalar]);
  }
  expect([...documented.keys()].filter((name) => !tested.has(name))).toEqual([]);
});

describe.each([
  ['with passthrough queries', {}],
  ['without passthrough queries', { TRIBUTARY_PASSTHROUGH: 'off' }],
])('%s', (_title, env) => {
  const hasPassthrough = !('TRIBUTARY_PASSTHROUGH' in env);
  beforeAll(() => gateway.restart(env), 30_000);

  test.each(MYSQL_EDGES.map(([type], index) => [type, index] as const))(
    '%s reads as MariaDB prints it',
    async (type, index) => {
      const field = `edgesEdge${index}`;
      const scalar = scalars.get(`edge_${index}`)!;
      const rows = printed
        .get(index)!
        .map((bytes, id) => ({ id, value: toJson(type, scalar, bytes), neighbour: 'here' }));
      const isRefused = !hasPassthrough && type.startsWith('timestamp');
      expect(await ask(`{ ${field}(orderBy: [{ id: ASC }]) { id value neighbour } }`)).toEqual(
        isRefused ? ['CLICKHOUSE_FEATURE_MISSING'] : rows,
      );
      const single = await gateway.ask(
        `{ ${rows.map(({ id }) => `r${id}: ${field}ByPk(id: ${id}) { id value neighbour }`).join(' ')} }`,
      );
      expect(single.data).toEqual(
        Object.fromEntries(rows.map((row) => [`r${row.id}`, isRefused ? null : row])),
      );
      expect(await ask(`{ ${field}(orderBy: [{ id: ASC }]) { id neighbour } }`)).toEqual(
        rows.map(({ id, neighbour }) => ({ id, neighbour })),
      );
    },
  );
});
