import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MUSIC_STORE, MUSIC_STORE_ROWS, MUSIC_STORE_TABLES } from '../../demo/music-store';
import { registerMusicStore } from '../../demo/register-music-store';
import { startTestGateway, type TestGateway } from '../helpers/start-test-gateway';
import { startTestPostgresql, type PostgresqlServer } from '../helpers/start-test-postgresql';

/** Every example of docs/querying.md, over the demo's music store, with the variables that the text gives behind it. */
const text = readFileSync(join(__dirname, '../../docs/querying.md'), 'utf8');
const examples = [...text.matchAll(/```graphql\n(.*?)```\n*(?:with `(\{.*?\})`)?/gs)].map(([, query = '', variables = '{}']) => ({ query, variables }))
  // Mutations need ids.
  .filter(({ query }) => !query.startsWith('mutation'));

let postgresql: PostgresqlServer;
let gateway: TestGateway;

beforeAll(async () => {
  postgresql = await startTestPostgresql();
  await postgresql.createDatabase(MUSIC_STORE.database);
  await postgresql.execute(MUSIC_STORE_TABLES, MUSIC_STORE.database);
  await postgresql.execute(MUSIC_STORE_ROWS, MUSIC_STORE.database);
  gateway = await startTestGateway();
  await registerMusicStore({ url: `${gateway.url}/graphql`, key: gateway.adminKey }, postgresql, () => undefined);
}, 90_000);

afterAll(async () => {
  await gateway?.stop();
  await postgresql?.remove();
}, 30_000);

test('there are examples', () => {
  expect(examples.length).toBeGreaterThan(10);
});

test.each(examples)('$query', async ({ query, variables }) => {
  const answer = await gateway.ask(query, JSON.parse(variables) as Readonly<Record<string, unknown>>);
  expect(answer.errors).toBeUndefined();
  // An example whose answer is empty teaches nothing.
  expect(Object.values(answer.data ?? {}).some((value) => !/^(null|\[\])$/.test(JSON.stringify(value)))).toBe(true);
});
