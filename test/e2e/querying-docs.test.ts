import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_QUERY } from '../../demo/demo-query';
import { registerServices } from '../../demo/register-services';
import { startSources } from '../../demo/start-sources';
import { startTestGateway, type TestGateway } from '../helpers/start-test-gateway';

/** Every example of docs/querying.md, over the demo's services, with the variables that the text gives behind it. */
const text = readFileSync(join(__dirname, '../../docs/querying.md'), 'utf8');
const examples = [...text.matchAll(/```graphql\n(.*?)```\n*(?:with `(\{.*?\})`)?/gs)].map(([, query = '', variables = '{}']) => ({ query, variables }))
  // Mutations need ids.
  .filter(({ query }) => !query.startsWith('mutation'));

const servers: { remove(): Promise<void> }[] = [];
let gateway: TestGateway;

beforeAll(async () => {
  const sources = await startSources((server) => void servers.push(server), () => undefined);
  gateway = await startTestGateway();
  await registerServices({ url: `${gateway.url}/graphql`, key: gateway.adminKey }, sources, () => undefined);
}, 90_000);

afterAll(async () => {
  await gateway?.stop();
  await Promise.all(servers.map((server) => server.remove()));
}, 30_000);

test('the question of the demo moves only what its answer needs', async () => {
  const answer = await gateway.ask(DEMO_QUERY);
  expect(answer.errors).toBeUndefined();
  const albums = answer.data?.['musicStoreAlbums'] as readonly { readonly title: string; readonly tracks: readonly { readonly plays: readonly unknown[] }[] }[];
  expect(albums.map(({ title }) => title)).toEqual(['Songs for Saturday', 'Return to the Sea', 'Maps of the Machine']);
  expect(albums.flatMap(({ tracks }) => tracks.map(({ plays }) => plays.length))).toEqual([2, 2, 2, 2, 2, 2]);
  const plan = answer.extensions?.plan as readonly { readonly service: string; readonly rows: number }[];
  expect(plan.map(({ service }) => service).toSorted()).toEqual(['label-files', 'label-files', 'listening', 'music-store']);
  expect(plan.find(({ service }) => service === 'music-store')?.rows).toBe(3);
});

test('there are examples', () => {
  expect(examples.length).toBeGreaterThan(10);
});

test.each(examples)('$query', async ({ query, variables }) => {
  const answer = await gateway.ask(query, JSON.parse(variables) as Readonly<Record<string, unknown>>);
  expect(answer.errors).toBeUndefined();
  // An example whose answer is empty teaches nothing.
  expect(Object.values(answer.data ?? {}).some((value) => !/^(null|\[\])$/.test(JSON.stringify(value)))).toBe(true);
});
