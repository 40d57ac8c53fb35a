import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_QUERY } from '../../../demo/demo-query';
import { registerServices } from '../../../demo/register-services';
import { startSources } from '../../../demo/start-sources';
import type { PlanReport } from '../../../src/reading/request/plan-report';
import { startTestGateway, type TestGateway } from '../../helpers/gateway/start-test-gateway';

/**
 * Every example of the README and of the guide that asks for data, over the demo's services, with
 * the variables that the text gives behind it. Not those for a router.
 */
const GUIDE = ['querying', 'relationships', 'plans', 'federation'];
const text = ['README.md', ...GUIDE.map((name) => `docs/guide/${name}.md`)]
  .map((path) => readFileSync(join(__dirname, '../../..', path), 'utf8'))
  .join('\n');
const examples = [...text.matchAll(/^```graphql\n(.*?)```\n*(?:with `(\{.*?\})`)?/gms)]
  .map(([, query = '', variables = '{}']) => ({ query, variables }))
  // Mutations need ids.
  .filter(({ query }) => !/^(mutation|type|# for the router)\b/.test(query));

const servers: { remove(): Promise<void> }[] = [];
let gateway: TestGateway;

beforeAll(async () => {
  const sources = await startSources(
    (server) => void servers.push(server),
    () => undefined,
  );
  gateway = await startTestGateway({ TRIBUTARY_FEDERATION: 'on' });
  await registerServices(
    { url: `${gateway.url}/graphql`, key: gateway.adminKey },
    sources,
    () => undefined,
  );
}, 90_000);

afterAll(async () => {
  await gateway?.stop();
  await Promise.all(servers.map((server) => server.remove()));
}, 30_000);

test('the question of the demo moves only what its answer needs', async () => {
  const answer = await gateway.ask(DEMO_QUERY);
  expect(answer.errors).toBeUndefined();
  const albums = answer.data?.['musicStoreAlbums'] as readonly {
    readonly title: string;
    readonly tracks: readonly { readonly plays: readonly unknown[] }[];
  }[];
  expect(albums.map(({ title }) => title)).toEqual([
    'Songs for Saturday',
    'Return to the Sea',
    'Maps of the Machine',
  ]);
  expect(albums.flatMap(({ tracks }) => tracks.map(({ plays }) => plays.length))).toEqual([
    2, 2, 2, 2, 2, 2,
  ]);
  const plan = answer.extensions?.plan as readonly {
    readonly service: string;
    readonly rows: number;
  }[];
  expect(plan.map(({ service }) => service).toSorted()).toEqual([
    'label-files',
    'label-files',
    'listening',
    'music-store',
  ]);
  expect(plan.find(({ service }) => service === 'music-store')?.rows).toBe(3);
});

describe('one statement over several services', () => {
  const plans = (extensions: unknown) =>
    (extensions as { readonly plan: readonly PlanReport[] }).plan;

  test('orders rows of PostgreSQL by aggregates of ClickHouse', async () => {
    const bySum = 'seconds: { _sum: DESC }';
    const { data, errors, extensions } = await gateway.ask(
      `{ musicStoreTracks(orderBy: [{ playsAggregate: { ${bySum} } }], limit: 5) { id } }`,
    );
    expect(errors).toBeUndefined();
    // Every play is one of a track: whoever has the most of them comes first, and ids decide
    // between equals.
    const listened = await gateway.data<{
      listeningPlaysGroups: readonly {
        readonly key: { readonly trackId: string };
        readonly aggregate: { readonly seconds: { readonly _sum: string } };
      }[];
    }>(
      '{ listeningPlaysGroups(by: [{ column: trackId }], ' +
        `orderBy: [{ aggregate: { ${bySum} } }, { key: { trackId: DESC } ` +
        '}], limit: 5) { key { trackId } aggregate { seconds { _sum } } } }',
    );
    expect(data?.['musicStoreTracks']).toEqual(
      listened.listeningPlaysGroups.map(({ key }) => ({ id: key.trackId })),
    );
    expect(plans(extensions).map(({ sources }) => sources?.map(({ service }) => service))).toEqual([
      ['music-store', 'listening'],
    ]);
  });

  test('groups files of S3 by rows of PostgreSQL, and rows of ClickHouse by those behind them', async () => {
    const { data, errors, extensions } = await gateway.ask(
      '{ labelFilesRoyaltiesGroups(by: [{ album: { artist: { ' +
        'column: country } } }]) { aggregate { _count rate { _sum } } } ' +
        'labelFilesRoyaltiesAggregate { _count rate { _sum } } }',
    );
    expect(errors).toBeUndefined();
    const groups = data?.['labelFilesRoyaltiesGroups'] as readonly {
      readonly aggregate: { readonly _count: string; readonly rate: { readonly _sum: number } };
    }[];
    const whole = data?.['labelFilesRoyaltiesAggregate'] as {
      readonly _count: string;
      readonly rate: { readonly _sum: number };
    };
    expect(groups.length).toBeGreaterThan(3);
    expect(groups.reduce((sum, { aggregate }) => sum + Number(aggregate._count), 0)).toBe(
      Number(whole._count),
    );
    expect(groups.reduce((sum, { aggregate }) => sum + aggregate.rate._sum, 0)).toBeCloseTo(
      whole.rate._sum,
    );
    expect(
      plans(extensions)
        .find(({ sources }) => sources !== undefined)
        ?.sources?.map(({ service }) => service),
    ).toEqual(['label-files', 'music-store']);
    const plays = await gateway.ask(
      '{ listeningPlaysGroups(by: [{ track: { album: { column: id } } }], ' +
        'where: { device: { _eq: "car" } }, orderBy: [{ key: { track: { album: { ' +
        'id: ASC } } } }]) { key { track { album { id } } } aggregate { _count } } ' +
        'listeningPlaysAggregate(where: { device: { _eq: "car" } }) { _count } }',
    );
    expect(plays.errors).toBeUndefined();
    const albums = plays.data?.['listeningPlaysGroups'] as readonly {
      readonly aggregate: { readonly _count: string };
    }[];
    expect(String(albums.reduce((sum, { aggregate }) => sum + Number(aggregate._count), 0))).toBe(
      (plays.data?.['listeningPlaysAggregate'] as { readonly _count: string })._count,
    );
    const [asked] =
      plans(plays.extensions).find(({ sources }) => sources !== undefined)?.sources ?? [];
    expect(asked?.received.join()).toContain("'car'");
  });
});

test.each([
  ['PostgreSQL', 'musicStoreInvoiceLines', 'invoiceId line quantity unitPrice nodeId'],
  ['ClickHouse', 'listeningPlays', 'id device listenedAt track { title }'],
  ['S3', 'labelFilesRoyalties', 'albumId year label rate'],
] as const)('rows of %s are entities', async (_service, field, selection) => {
  const typeName = field.charAt(0).toUpperCase() + field.slice(1);
  const { rows } = await gateway.data<{ rows: readonly Readonly<Record<string, unknown>>[] }>(
    `{ rows: ${field}(limit: 5) { ${selection} } }`,
  );
  const keys = rows.map(({ id, invoiceId, line, albumId, year }) => ({
    __typename: typeName,
    id,
    invoiceId,
    line,
    albumId,
    year,
  }));
  const { data, errors } = await gateway.ask(
    'query ($keys: [_Any!]!) { ' +
      `_entities(representations: $keys) { ... on ${typeName} ` +
      `{ ${selection} } } }`,
    { keys: [...keys].reverse() },
  );
  expect({ data, errors }).toEqual({ errors: undefined, data: { _entities: [...rows].reverse() } });
  expect(rows).toHaveLength(5);
});

test('there are examples', () => {
  expect(examples.length).toBeGreaterThan(10);
});

test.each(examples)('$query', async ({ query, variables }) => {
  const answer = await gateway.ask(
    query,
    JSON.parse(variables) as Readonly<Record<string, unknown>>,
  );
  expect(answer.errors).toBeUndefined();
  // An example whose answer is empty teaches nothing.
  expect(
    Object.values(answer.data ?? {}).some((value) => !/^(null|\[\])$/.test(JSON.stringify(value))),
  ).toBe(true);
});
