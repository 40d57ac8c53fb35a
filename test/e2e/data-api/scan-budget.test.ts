import { sql } from '../../../src/sql/sql';
import { registerPostgresql } from '../../helpers/gateway/register-postgresql';
import { startTestGateway, type TestGateway } from '../../helpers/gateway/start-test-gateway';
import { startPostgresql, type PostgresqlServer } from '../../servers/postgresql-server';

/**
 * What an engine scan leaves to ClickHouse is bounded: before it runs where statistics tell, else
 * while it runs.
 */
let postgresql: PostgresqlServer;
let gateway: TestGateway;

beforeAll(async () => {
  [postgresql, gateway] = await Promise.all([
    startPostgresql({ logStatements: true }),
    startTestGateway({ TRIBUTARY_PASSTHROUGH: 'off', TRIBUTARY_SCAN_BUDGET_ROWS: '1000' }),
  ]);
  await postgresql.createDatabase('big');
  await postgresql.execute(
    sql`
    CREATE TABLE known (id integer PRIMARY KEY, label text NOT NULL, at timestamptz NOT NULL);
    INSERT INTO known SELECT g, 'label ' || g, '2024-01-01Z'::timestamptz + g * interval '1 minute' FROM generate_series(1, 5000) g;
    ANALYZE known;
    CREATE TABLE fresh (id integer PRIMARY KEY, label text NOT NULL, at timestamptz NOT NULL);
    INSERT INTO fresh SELECT * FROM known;
    CREATE TABLE small (id integer PRIMARY KEY, label text NOT NULL, at timestamptz NOT NULL);
    INSERT INTO small SELECT * FROM known WHERE id <= 1000;
    ANALYZE small;
    CREATE TABLE part (id integer PRIMARY KEY, small_id integer NOT NULL REFERENCES small (id), fresh_id integer NOT NULL REFERENCES fresh (id));
    INSERT INTO part SELECT g, g, g FROM generate_series(1, 900) g;
    ANALYZE part;
    CREATE TABLE long (id integer PRIMARY KEY, label text NOT NULL, at timestamptz NOT NULL);
    INSERT INTO long SELECT g, 'x', '2024-01-01Z' FROM generate_series(1, 300000) g;`,
    'big',
  );
  await registerPostgresql(gateway, postgresql, { name: 'big' });
}, 60_000);

afterAll(async () => {
  await gateway?.stop();
  await postgresql?.remove();
}, 30_000);

const copies = async (): Promise<readonly string[]> =>
  (await postgresql.readLog()).split('\n').filter((line) => line.includes('COPY ('));

async function ask(query: string, headers: Readonly<Record<string, string>> = {}) {
  const before = (await copies()).length;
  const answer = await gateway.ask(
    query,
    {},
    { authorization: `Bearer ${gateway.adminKey}`, ...headers },
  );
  return { answer, error: answer.errors?.[0], statements: (await copies()).slice(before) };
}

test('a table that is known to be too large is not read, and the error names what was not pushed, without its literal', async () => {
  const { error, statements } = await ask(
    '{ bigKnown(where: {at: {_gt: "2024-01-02T03:04:05Z"}}) { id } }',
  );
  expect(error?.extensions).toMatchObject({ code: 'SOURCE_SCAN_TOO_LARGE', category: 'LIMIT' });
  expect(error?.message).toContain('`BigKnown.at`');
  expect(error?.message).not.toContain('2024-01-02');
  expect(statements).toEqual([]);
});

test.each([
  ['an order', '{ bigKnown(orderBy: {label: ASC}, limit: 1) { id } }'],
  ['an aggregate', '{ bigKnownAggregate { _count } }'],
  [
    'a limit after a filter that is not forwarded',
    '{ bigKnown(where: {at: {_gt: "2024-01-01T00:00:00Z"}}, limit: 1) { id } }',
  ],
])('neither for %s', async (_title, query) => {
  const { error, statements } = await ask(query);
  expect(error?.extensions).toMatchObject({ code: 'SOURCE_SCAN_TOO_LARGE' });
  expect(statements).toEqual([]);
});

test('a table of unknown size stops one row after the budget, in the service', async () => {
  const { error, statements } = await ask('{ bigFresh(orderBy: {label: ASC}, limit: 1) { id } }');
  expect(error?.extensions).toMatchObject({ code: 'SOURCE_SCAN_TOO_LARGE', service: 'big' });
  expect(statements).toHaveLength(1);
  expect(statements[0]).toContain(' LIMIT 1001)');
});

test('a filter that leaves too many rows is found out when they were read', async () => {
  const { error } = await ask(
    '{ bigKnown(where: {id: {_gt: 10}, at: {_gt: "2024-01-01T00:00:00Z"}}) { id } }',
  );
  expect(error?.extensions).toMatchObject({ code: 'SOURCE_SCAN_TOO_LARGE', service: 'big' });
});

test('and ClickHouse stops taking them one block after the budget', async () => {
  const { answer, error } = await ask(
    '{ bigLong(where: {id: {_gt: 10}, at: {_gt: "2023-01-01T00:00:00Z"}}) { id } }',
    { 'tributary-plan': '1' },
  );
  expect(error?.extensions).toMatchObject({
    code: 'SOURCE_SCAN_TOO_LARGE',
    setting: 'TRIBUTARY_SCAN_BUDGET_ROWS',
  });
  expect(answer.extensions?.plan?.[0]?.rows).toBeLessThan(150_000);
});

test.each([
  [
    'a list of more keys than that',
    '{ ' +
      `bigKnown(where: {id: {_in: [${Array.from({ length: 1001 }, (_, index) => index + 1).join(', ')}]}, at: {_gt: "2024-01-01T00:00:00Z"}}) { id } }`,
    ['`bigKnown`'],
  ],
  [
    'two tables that are more together',
    '{ bigSmall { id part(orderBy: {id: ASC}) { id } } }',
    ['`bigSmall`', '`bigPart`'],
  ],
])('known to be too much before it is read: %s', async (_title, query, tables) => {
  const { error, statements } = await ask(query);
  expect(error?.extensions).toMatchObject({ code: 'SOURCE_SCAN_TOO_LARGE' });
  for (const table of tables) expect(error?.message).toContain(table);
  expect(statements).toEqual([]);
});

test('explained, it is refused as well', async () => {
  const { answer } = await ask(
    'query { explain(query: "{ bigKnown(orderBy: {label: ASC}) { id ' +
      '} a: bigSmall(orderBy: {label: ASC}) { id } ' +
      '}") { statements { field estimatedRows } refusals { field ' +
      'code } } }',
  );
  expect(answer.data).toEqual({
    explain: {
      statements: [{ field: 'a', estimatedRows: '1000' }],
      refusals: [{ field: 'bigKnown', code: 'SOURCE_SCAN_TOO_LARGE' }],
    },
  });
});

test('rows that are joined are cut before the join, in the service', async () => {
  const { answer, statements } = await ask(
    '{ bigSmall(limit: 3) { id part(orderBy: {id: ASC}) { id } } }',
  );
  expect((answer.data as { bigSmall: unknown[] }).bigSmall).toHaveLength(3);
  expect(statements.filter((line) => line.includes('FROM "public"."small" LIMIT 3)'))).toHaveLength(
    1,
  );
  expect(statements).toHaveLength(2);
});

test('within the budget all is as before, and what is forwarded whole is no pull', async () => {
  expect((await ask('{ bigSmall(orderBy: {label: DESC}, limit: 1) { id } }')).answer.data).toEqual({
    bigSmall: [{ id: 999 }],
  });
  expect(
    (await ask('{ bigKnown(where: {id: {_gt: 4998}, at: {_gt: "2024-01-01T00:00:00Z"}}) { id } }'))
      .answer.data,
  ).toEqual({ bigKnown: [{ id: 4999 }, { id: 5000 }] });
  expect(
    ((await ask('{ bigKnown { id } }')).answer.data as { bigKnown: unknown[] }).bigKnown,
  ).toHaveLength(5000);
});

test('one request has one budget for each service', async () => {
  const { answer } = await ask(
    '{ a: bigSmall(orderBy: {label: ASC}, limit: 1) { id } ' +
      'b: bigSmall(orderBy: {label: ASC}, limit: 1) { id } }',
  );
  expect(answer.errors?.map((error) => error.extensions['code'])).toEqual([
    'SOURCE_SCAN_TOO_LARGE',
  ]);
});

test('an administrator may allow it', async () => {
  const { answer } = await ask('{ bigKnown(orderBy: {label: DESC}, limit: 1) { id } }', {
    'tributary-dangerously-allow-full-scan': '1',
  });
  expect(answer.data).toEqual({ bigKnown: [{ id: 999 }] });
});
