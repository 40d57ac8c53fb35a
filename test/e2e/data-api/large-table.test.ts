import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Client } from 'pg';
import { sql } from '../../../src/sql/sql';
import { eventually } from '../../helpers/eventually';
import { findEnginePids } from '../../helpers/gateway/find-engine-pids';
import { registerPostgresql } from '../../helpers/gateway/register-postgresql';
import {
  startTestGateway,
  type Answer,
  type TestGateway,
} from '../../helpers/gateway/start-test-gateway';
import { startPostgresql, type PostgresqlServer } from '../../servers/postgresql-server';

/**
 * A table of a million rows is never read for a few of them: PostgreSQL's own log and statistics
 * say so.
 */
const ROWS = 1_000_000;

let postgresql: PostgresqlServer;
let gateway: TestGateway;
let client: Client;

beforeAll(async () => {
  postgresql = await startPostgresql({ logStatements: true });
  await postgresql.createDatabase('big');
  await postgresql.execute(
    sql`
    CREATE TABLE event (id bigint PRIMARY KEY, kind text NOT NULL, at timestamptz NOT NULL, score int, note text);
    INSERT INTO event SELECT n, 'kind ' || n % 1000, '2024-01-01Z'::timestamptz + n * interval '1 second', n % 10007, 'note ' || n FROM generate_series(1, 1000000) n;
    CREATE INDEX ON event (at);
    CREATE INDEX ON event (kind, id);
    ANALYZE event;`,
    'big',
  );
  const { host, port, username: user, password } = postgresql;
  client = new Client({ host, port, user, password, database: 'big' });
  await client.connect();
  gateway = await startTestGateway();
  await registerPostgresql(gateway, postgresql, { name: 'big' });
}, 60_000);

afterAll(async () => {
  await client.end();
  await gateway.stop();
  await postgresql.remove();
});

interface TableReads {
  readonly seqScan: string;
  readonly seqRows: string;
  /** Rows fetched by index scans. */
  readonly indexRows: string;
}

/**
 * Backends report what they did at the end of a transaction, a second apart at most, so this asks
 * each to do it now.
 */
async function readTableReads(): Promise<TableReads> {
  await client.query(sql`SELECT pg_stat_force_next_flush()`.text);
  await client.query(sql`SELECT pg_stat_clear_snapshot()`.text);
  const { rows } = await client.query<TableReads>(
    sql`
    SELECT seq_scan AS "seqScan", seq_tup_read AS "seqRows", idx_tup_fetch AS "indexRows" FROM pg_stat_user_tables WHERE relname = 'event'`
      .text,
  );
  return rows[0]!;
}

/**
 * Statements on the table that PostgreSQL logged meanwhile; without ClickHouse's question for the
 * types of a passthrough query, which reads nothing.
 */
async function withLog(
  run: () => Promise<Answer>,
): Promise<{ readonly answer: Answer; readonly statements: readonly string[] }> {
  const before = (await postgresql.readLog()).length;
  const answer = await run();
  const log = (await postgresql.readLog()).slice(before);
  return {
    answer,
    statements: log
      .split('\n')
      .filter(
        (line) =>
          /statement: |execute /.test(line) &&
          line.includes('"event"') &&
          !line.endsWith(' AS __subquery LIMIT 0'),
      ),
  };
}

test.each<[string, string, unknown, RegExp]>([
  [
    'a look-up by primary key',
    '{ rows: bigEventByPk(id: "777777") { id kind note } }',
    { id: '777777', kind: 'kind 777', note: 'note 777777' },
    /WHERE "?id"? = 777777/,
  ],
  [
    'a filter on the primary key',
    '{ rows: bigEvent(where: {id: {_eq: "777777"}}) { id } }',
    [{ id: '777777' }],
    /WHERE "?id"? = 777777/,
  ],
  [
    'a list of keys',
    '{ rows: bigEvent(where: {id: {_in: ["5", "999999"]}}, orderBy: {id: ASC}) { id note } }',
    [
      { id: '5', note: 'note 5' },
      { id: '999999', note: 'note 999999' },
    ],
    /IN \(5, 999999\)/,
  ],
  [
    'the last page by primary key',
    '{ rows: bigEvent(orderBy: {id: DESC}, limit: 3) { id at } }',
    [
      { id: '1000000', at: '2024-01-12T13:46:40Z' },
      { id: '999999', at: '2024-01-12T13:46:39Z' },
      { id: '999998', at: '2024-01-12T13:46:38Z' },
    ],
    /ORDER BY .*"id" DESC.* LIMIT 3/,
  ],
  [
    'a page by an indexed column',
    '{ rows: bigEvent(orderBy: {at: ASC}, limit: 2) { id } }',
    [{ id: '1' }, { id: '2' }],
    /ORDER BY .*"at".* LIMIT 2/,
  ],
  [
    'a later page',
    '{ rows: bigEvent(orderBy: {id: ASC}, limit: 2, offset: 100) { id } }',
    [{ id: '101' }, { id: '102' }],
    /LIMIT 2 OFFSET 100/,
  ],
  [
    'a filtered page',
    '{ rows: bigEvent(where: {kind: {_eq: "kind 5"}}, orderBy: {id: DESC}, limit: 2) { id kind } }',
    [
      { id: '999005', kind: 'kind 5' },
      { id: '998005', kind: 'kind 5' },
    ],
    /'kind 5'.* LIMIT 2/,
  ],
  [
    'a range and a page',
    '{ rows: bigEvent(where: {id: {_gt: "999990"}, ' +
      'at: {_lt: "2025-01-01T00:00:00Z"}}, orderBy: {id: ASC}, ' +
      'limit: 2) { id } }',
    [{ id: '999991' }, { id: '999992' }],
    /999990.* LIMIT 2/,
  ],
  [
    'a bare limit',
    '{ rows: bigEvent(limit: 2) { __typename } }',
    [{ __typename: 'BigEvent' }, { __typename: 'BigEvent' }],
    /LIMIT 2/,
  ],
])('%s does not read the table', async (title, query, expected, statement) => {
  const before = await readTableReads();
  const { answer, statements } = await withLog(() => gateway.ask(query));
  expect({ data: answer.data, errors: answer.errors }).toEqual({
    data: { rows: expected },
    errors: undefined,
  });
  expect(statements).toEqual([expect.stringMatching(statement)]);
  const [plan] = answer.extensions?.plan ?? [];
  expect(plan?.remaining).toEqual([]);
  expect(statements[0]).toContain(plan?.received[0]);
  expect(plan?.rows).toBe(Array.isArray(expected) ? expected.length : 1);
  const after = await readTableReads();
  // Without an order, PostgreSQL reads the head of the table: as many rows as were asked for.
  const isBare = title === 'a bare limit';
  expect(Number(after.seqScan) - Number(before.seqScan)).toBeLessThanOrEqual(isBare ? 1 : 0);
  expect(Number(after.seqRows) - Number(before.seqRows)).toBeLessThan(isBare ? 1_000 : 1);
  expect(Number(after.indexRows) - Number(before.indexRows)).toBeLessThanOrEqual(200);
});

test('ten thousand rows come in order and complete', async () => {
  const { bigEvent } = await gateway.data<{ bigEvent: readonly { id: string; score: number }[] }>(
    '{ bigEvent(orderBy: {id: ASC}, limit: 10000, offset: 500000) { id score at note } }',
  );
  expect(bigEvent).toHaveLength(10_000);
  bigEvent.forEach((row, index) => {
    if (row.id !== String(500_001 + index) || row.score !== (500_001 + index) % 10_007)
      throw new Error(`row ${index} is wrong`);
  });
});

test('more rows or bytes than are allowed are an error that says so', async () => {
  await gateway.restart({ TRIBUTARY_MAX_RESULT_ROWS: '1000' });
  const queries = [
    'bigEvent { id }',
    'bigEvent(where: {score: {_gt: 1}}) { id }',
    'bigEvent(orderBy: {id: ASC}, limit: 1001) { id }',
  ];
  const tooMany = await gateway.ask(
    `{ ${queries.map((query, index) => `q${index}: ${query}`).join(' ')} fine: bigEvent(orderBy: {id: ASC}, limit: 1000) { id } }`,
  );
  expect(tooMany.data).toMatchObject({ q0: null, q1: null, q2: null });
  expect((tooMany.data?.['fine'] as readonly unknown[]).length).toBe(1000);
  expect(tooMany.errors?.map(({ extensions }) => extensions)).toEqual(
    queries.map(
      () =>
        expect.objectContaining({
          code: 'RESULT_TOO_LARGE',
          category: 'LIMIT',
          retryable: false,
          service: 'big',
        }) as unknown,
    ),
  );

  // Each within the limit, and not together.
  const together = await gateway.ask(
    '{ a: bigEvent(orderBy: {id: ASC}, limit: 600) { id } ' +
      'b: bigEvent(orderBy: {id: DESC}, limit: 600) { id } }',
  );
  expect(together.errors?.map(({ extensions }) => extensions)).toEqual([
    expect.objectContaining({ code: 'RESULT_TOO_LARGE', setting: 'TRIBUTARY_MAX_RESULT_ROWS' }),
  ]);

  await gateway.restart({ TRIBUTARY_MAX_RESULT_BYTES: '2000' });
  const tooLong = await gateway.ask(
    '{ bigEvent(orderBy: {id: ASC}, limit: 5000) { note } fine: bigEventByPk(id: 1) { id } }',
  );
  expect({ data: tooLong.data, code: tooLong.errors?.[0]?.extensions['code'] }).toEqual({
    data: { bigEvent: null, fine: { id: '1' } },
    code: 'RESULT_TOO_LARGE',
  });
}, 60_000);

test(`all ${ROWS} rows can be read when that is allowed, and PostgreSQL's answer is complete`, async () => {
  await gateway.restart();
  const { bigEvent } = await gateway.data<{ bigEvent: readonly { id: string }[] }>(
    '{ bigEvent { id } }',
  );
  expect(bigEvent).toHaveLength(ROWS);
  expect(new Set(bigEvent.map((row) => row.id)).size).toBe(ROWS);
}, 60_000);

test('long answers of one operation come one after the other, whole and in gzip', async () => {
  await gateway.restart({ TRIBUTARY_COMPRESSION: 'on' });
  const answer = await gateway.data<Record<string, unknown>>(
    '{ a: bigEvent(where: {id: {_gt: "900000"}}) { id note } ' +
      'one: bigEventByPk(id: 5) { note } b: bigEvent(where: {id: {_lte: "90000"}}) { ' +
      'id note } }',
  );
  expect(Object.keys(answer)).toEqual(['a', 'one', 'b']);
  expect(answer['one']).toEqual({ note: 'note 5' });
  const keysOf = (name: string) =>
    (answer[name] as readonly { readonly id: string; readonly note: string }[])
      .map(({ id, note }) => (note === `note ${id}` ? Number(id) : 0))
      .sort((x, y) => x - y);
  expect(keysOf('a')).toEqual(Array.from({ length: 100_000 }, (_, index) => 900_001 + index));
  expect(keysOf('b')).toEqual(Array.from({ length: 90_000 }, (_, index) => 1 + index));
}, 60_000);

test('a long answer that several share is whole for each', async () => {
  const ask = () =>
    gateway.ask(
      '{ bigEvent(where: {id: {_gt: "950000"}}) { id note } }',
      {},
      { authorization: `Bearer ${gateway.readKey}` },
    );
  const answers = await Promise.all([ask(), ask(), ask(), ask()]);
  expect((answers[0]?.data?.['bigEvent'] as readonly unknown[]).length).toBe(50_000);
  for (const { text } of answers) expect(text).toBe(answers[0]?.text);
}, 60_000);

describe('a client that does not read its answer', () => {
  const LENGTH = ROWS * 40;

  beforeAll(() =>
    gateway.restart({
      TRIBUTARY_COMPRESSION: 'on',
      TRIBUTARY_CONNECTIONS_PER_SERVICE: '1',
      TRIBUTARY_CONNECTIONS_PER_TABLE: '1',
    }),
  );

  async function askAndReadNothing(
    encoding: 'gzip' | 'identity' = 'identity',
  ): Promise<IncomingMessage> {
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${gateway.readKey}`,
      'accept-encoding': encoding,
    };
    const sent = request(`${gateway.url}/graphql`, { agent: false, method: 'POST', headers });
    sent.end(JSON.stringify({ query: '{ bigEvent { id kind note } }' }));
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return response;
  }

  const readTemporaryFiles = () => readdir(join(gateway.dataDir, 'clickhouse', 'data', 'tmp'));

  test('holds no connection to the service, and next to nothing in the memory of the gateway', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const response = await askAndReadNothing();
    expect(await gateway.data('{ bigEventByPk(id: 5) { note } }')).toEqual({
      bigEventByPk: { note: 'note 5' },
    });
    await eventually(async () => {
      const { rows } = await client.query<{ busy: string }>(
        sql`SELECT count(*) AS busy FROM pg_stat_activity WHERE datname = 'big' AND pid <> pg_backend_pid() AND state <> 'idle'`
          .text,
      );
      expect(rows[0]?.busy).toBe('0');
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(LENGTH / 4);
    let received = 0;
    let tail = '';
    for await (const chunk of response) {
      received += (chunk as Buffer).length;
      tail = (tail + (chunk as Buffer).toString('latin1')).slice(-5);
    }
    expect(received).toBeGreaterThan(LENGTH);
    expect(tail).toMatch(/\]\s*\}\}$/);
    await eventually(async () => {
      expect(await readTemporaryFiles()).toEqual([]);
    });
  }, 60_000);

  test.each(['identity', 'gzip'] as const)(
    'leaves nothing behind in ClickHouse when it goes away (%s)',
    async (encoding) => {
      const response = await askAndReadNothing(encoding);
      expect(await readTemporaryFiles()).toHaveLength(1);
      response.destroy();
      await eventually(async () => {
        expect(await readTemporaryFiles()).toEqual([]);
      });
    },
    60_000,
  );

  test('gets no end of it when ClickHouse ends meanwhile', async () => {
    const response = await askAndReadNothing();
    const [pid] = findEnginePids(gateway.dataDir);
    process.kill(pid!, 'SIGKILL');
    const read = async (): Promise<void> => {
      for await (const chunk of response) void chunk;
    };
    await expect(read()).rejects.toMatchObject({ code: 'ECONNRESET' });
    await eventually(async () => {
      expect(await gateway.data('{ bigEventByPk(id: 5) { note } }')).toEqual({
        bigEventByPk: { note: 'note 5' },
      });
    });
  }, 60_000);
});
