import { Client } from 'pg';
import { sql } from '../../src/sql/sql';
import { registerPostgresql } from '../helpers/gateway/register-postgresql';
import { startTestGateway, type TestGateway } from '../helpers/gateway/start-test-gateway';
import { startPostgresql, type PostgresqlServer } from '../servers/postgresql-server';

/**
 * Values that want to be more than they are. What `pg` answers with bound parameters is the truth.
 */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_122);
const FUZZED = 90;

let postgresql: PostgresqlServer;
let gateway: TestGateway;
let client: Client;

beforeAll(async () => {
  postgresql = await startPostgresql();
  await postgresql.createDatabase('odd');
  // In sessions of this database, a backslash in a plain literal is an escape.
  await postgresql.execute(
    sql`ALTER DATABASE odd SET standard_conforming_strings = off; ALTER DATABASE odd SET escape_string_warning = off; ALTER DATABASE odd SET backslash_quote = on`,
  );
  await postgresql.execute(
    sql`
    CREATE TABLE texts (id int PRIMARY KEY, value text, fixed char(8), code varchar(40) COLLATE "C", mood text);
    CREATE TABLE keyed (key text PRIMARY KEY, id int);
    CREATE TABLE canary (id int PRIMARY KEY); INSERT INTO canary VALUES (1)`,
    'odd',
  );
  const { host, port, username: user, password } = postgresql;
  client = new Client({ host, port, user, password, database: 'odd' });
  await client.connect();
}, 60_000);

afterAll(async () => {
  await client.end();
  await gateway.stop();
  await postgresql.remove();
});

/** Mulberry32: numbers in [0, 1) that are the same for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const PIECES = [
  "'",
  "''",
  '"',
  '`',
  '\\',
  '\\\\',
  "\\'",
  '\\"',
  '\\n',
  '\\0',
  '\\x27',
  '\\u0027',
  '\n',
  '\r',
  '\t',
  '\u0001',
  '\u001f',
  '\u007f',
  '\u0085',
  '\u2028',
  '%',
  '_',
  '\\%',
  '\\_',
  '{',
  '}',
  '{p:String}',
  '{q:String}',
  '$1',
  '$$',
  '$tag$',
  '--',
  '/*',
  '*/',
  '#',
  ';',
  '); DROP TABLE canary; --',
  "' OR 1=1 --",
  "\\' OR 1=1 --",
  "' UNION SELECT 1 --",
  ') TO STDOUT',
  'FORMAT Null',
  '\u00e9',
  'e\u0301',
  '\u0130',
  '\u00df',
  '\ufb01',
  '\u4e2d',
  '\u{1f600}',
  '\u200b',
  '\u202e',
  '\ufeff',
  '\uffff',
  '\ud800',
  '\udc00',
  ' ',
  'a',
  'A',
  'b',
  '0',
  '1',
  'null',
  'true',
  '',
  '?',
  ':x',
  '@x',
  '&',
  '<',
  '>',
  '=',
  '(',
  ')',
  '[',
  ']',
  ',',
  '.',
  '\u00a0',
];

function createTexts(): readonly string[] {
  const random = createRandom(SEED);
  const pick = (): string => PIECES[Math.floor(random() * PIECES.length)] ?? '';
  const mixed = Array.from({ length: FUZZED }, () =>
    Array.from({ length: Math.floor(random() * 6) + 1 }, pick).join(''),
  );
  return [
    ...new Set(
      [...mixed, ...PIECES, "'".repeat(3_000), '\\'.repeat(3_001), 'long '.repeat(10_000)].map(
        toWellFormed,
      ),
    ),
  ];
}

/** Without lone surrogates, which no text in PostgreSQL can hold. */
function toWellFormed(text: string): string {
  return Buffer.from(text).toString('utf8');
}

const TEXTS = createTexts();

interface Reading {
  readonly title: string;
  readonly field: string;
  /** Bound to $1. */
  readonly truth: string;
  /** What is given for a text, here and to `pg`. */
  readonly value?: (text: string) => unknown;
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
const READINGS: readonly Reading[] = [
  {
    title: '_eq',
    field: 'oddTexts(where: {value: {_eq: $v}}, orderBy: {id: ASC}) { id value }',
    truth: 'SELECT id, value FROM texts WHERE value = $1 ORDER BY id',
  },
  {
    title: '_eq, scanned',
    field: 'oddTexts(where: {value: {_eq: $v}}) { id value }',
    truth: 'SELECT id, value FROM texts WHERE value = $1',
  },
  {
    title: '_neq',
    field: 'oddTexts(where: {value: {_neq: $v}, id: {_lt: 9}}, orderBy: {id: ASC}) { id }',
    truth: 'SELECT id FROM texts WHERE value <> $1 AND id < 9 ORDER BY id',
  },
  {
    title: '_in',
    field: 'oddTexts(where: {value: {_in: ["none of them", $v]}}) { id }',
    truth: 'SELECT id FROM texts WHERE value = $1',
  },
  {
    title: '_nin',
    field: 'oddTexts(where: {value: {_nin: [$v]}, id: {_lt: 9}}, orderBy: {id: ASC}) { id }',
    truth: 'SELECT id FROM texts WHERE value <> $1 AND id < 9 ORDER BY id',
  },
  {
    title: '_like',
    field: 'oddTexts(where: {value: {_like: $v}}, orderBy: {id: ASC}) { id }',
    truth: 'SELECT id FROM texts WHERE value LIKE $1 ORDER BY id',
  },
  {
    title: '_contains',
    field: 'oddTexts(where: {value: {_contains: $v}}, orderBy: {id: ASC}) { id }',
    truth: "SELECT id FROM texts WHERE value LIKE '%' || $1 || '%' ORDER BY id",
    value: escapeLike,
  },
  {
    title: '_startsWith, scanned',
    field: 'oddTexts(where: {value: {_startsWith: $v}}) { id }',
    truth: "SELECT id FROM texts WHERE value LIKE $1 || '%'",
    value: escapeLike,
  },
  {
    title: '_endsWith',
    field: 'oddTexts(where: {value: {_endsWith: $v}}) { id }',
    truth: "SELECT id FROM texts WHERE value LIKE '%' || $1",
    value: escapeLike,
  },
  {
    title: '_gt',
    field: 'oddTexts(where: {value: {_gt: $v}}, orderBy: {value: ASC}, limit: 2) { id value }',
    truth:
      'SELECT id, value FROM texts WHERE value COLLATE "C" ' +
      '> $1 ORDER BY value COLLATE "C", id LIMIT 2',
  },
  {
    title: 'varchar',
    field: 'oddTexts(where: {code: {_eq: $v}}) { id code }',
    truth: 'SELECT id, code FROM texts WHERE code = $1',
  },
  {
    title: 'char',
    field: 'oddTexts(where: {fixed: {_eq: $v}}, orderBy: {id: ASC}) { id }',
    truth: 'SELECT id FROM texts WHERE fixed = $1::char(8) ORDER BY id',
    value: (text) => [...text].slice(0, 8).join(''),
  },
  {
    title: 'ByPk',
    field: 'oddKeyedByPk(key: $v) { id key }',
    truth: 'SELECT id, key FROM keyed WHERE key = $1',
  },
];

async function askTruth(reading: Reading, text: string): Promise<unknown> {
  try {
    const { rows } = await client.query<object>(reading.truth, [(reading.value ?? String)(text)]);
    return reading.title === 'ByPk' ? (rows[0] ?? null) : byId(rows);
  } catch (error) {
    return (error as { code: string }).code;
  }
}

const byId = (rows: readonly object[]): readonly object[] =>
  rows.toSorted((a, b) => (a as { id: number }).id - (b as { id: number }).id);

/** All readings of one text in one operation, each under its own alias. */
async function askGateway(readings: readonly Reading[], text: string): Promise<readonly unknown[]> {
  // `value` is how the truth spells a pattern; the gateway takes the text itself, except where the
  // text is cut.
  const variables = { v: text, fixed: [...text].slice(0, 8).join('') };
  const fields = readings.map(
    ({ field, title }, index) =>
      `r${index}: ${title === 'char' ? field.replace('$v', '$fixed') : field}`,
  );
  const { data, errors } = await gateway.ask(
    'query ($v: String!, $fixed: String!) { ' +
      'unused: oddTexts(where: {value: {_eq: $fixed}}, limit: 0) { id } ' +
      `${fields.join(' ')} }`,
    variables,
    { authorization: `Bearer ${gateway.adminKey}` },
  );
  return readings.map((_, index) => {
    const error = errors?.find(({ path }) => path?.[0] === `r${index}`);
    if (error !== undefined) return error.extensions['code'];
    const value = data?.[`r${index}`];
    return Array.isArray(value) ? byId(value as readonly object[]) : value;
  });
}

describe('hostile values', () => {
  beforeAll(async () => {
    const columns = [
      TEXTS.map((_, index) => index + 1),
      TEXTS,
      TEXTS.map((text) => [...text].slice(0, 8).join('')),
      TEXTS.map((text) => [...text].slice(0, 40).join('')),
    ];
    await client.query(
      'INSERT INTO texts SELECT * FROM unnest($1::int[], $2::text[], $3::text[], $4::text[])',
      columns,
    );
    await client.query(
      'INSERT INTO keyed SELECT DISTINCT ON (left(md5(value), 12)) left(value, ' +
        '500), id FROM texts ORDER BY left(md5(value), 12) ON CONFLICT DO NOTHING',
    );
    gateway = await startTestGateway();
    await registerPostgresql(gateway, postgresql, { name: 'odd' });
  }, 30_000);

  const readings = (isWhole: boolean): readonly Reading[] =>
    isWhole ? READINGS : READINGS.filter(({ title }) => title !== '_like' && title !== 'char');

  test.each([
    ['with passthrough queries', 'on'],
    ['without passthrough queries', 'off'],
  ])(
    'find what bound parameters find, %s',
    async (_title, passthrough) => {
      await gateway.restart({ TRIBUTARY_PASSTHROUGH: passthrough });
      const asked = readings(passthrough === 'on');
      const texts = passthrough === 'on' ? TEXTS : TEXTS.filter((_, index) => index % 3 === 0);
      for (const [number, text] of texts.entries()) {
        // Every other reading, in turn: all of them would take a minute.
        const some = asked.filter((_, index) => (index + number) % 2 === 0);
        const answers = await askGateway(some, text);
        for (const [index, reading] of some.entries()) {
          const truth = await askTruth(reading, text);
          // 22025: PostgreSQL refuses a LIKE pattern that ends in its escape character; the gateway
          // takes it for itself.
          const answer = truth === '22025' ? await askTruth(reading, `${text}\\`) : truth;
          expect({ title: reading.title, text, answer: answers[index] }).toEqual({
            title: reading.title,
            text,
            answer,
          });
        }
      }
      const { rows } = await client.query<{ texts: string; canary: string }>(
        'SELECT (SELECT count(*) FROM texts) AS texts, (SELECT count(*) FROM canary) AS canary',
      );
      expect(rows).toEqual([{ texts: String(TEXTS.length), canary: '1' }]);
    },
    60_000,
  );

  test('lone surrogates are taken as pg takes them, U+0000 is refused', async () => {
    for (const text of ['\ud800', 'a\udc00b', '\ude00\ud83d']) {
      expect(await askGateway(READINGS.slice(0, 2), text)).toEqual([
        await askTruth(READINGS[0]!, text),
        await askTruth(READINGS[1]!, text),
      ]);
    }
    const answer = await gateway.ask(
      'query ($v: String!) { oddTexts(where: {value: {_eq: $v}}) { id } }',
      { v: 'a\0b' },
    );
    expect(answer.errors?.map(({ extensions }) => extensions['code'])).toEqual(['INVALID_INPUT']);
  });
});
