import { sql } from '../../../src/sql/sql';
import { startTestGateway, type TestGateway } from '../../helpers/gateway/start-test-gateway';
import {
  type Bazaar,
  openMariadbBazaar,
  openPostgresqlBazaar,
} from '../../helpers/sources/open-bazaar';

/** Pages by cursors, forwards and backwards, over every kind of order; and global ids. */
interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: number } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: string;
}

const ORDERS = {
  PostgreSQL: [
    'small',
    'big',
    'amount',
    'exact',
    'flag',
    'txt',
    'sorted',
    'fixed',
    'limited',
    'uid',
    'day',
    'moment',
    'instant',
    'clock',
    'bytes',
    'mood',
    'addr',
  ],
  MariaDB: [
    'tiny',
    'big',
    'ubig',
    'filled',
    'amount',
    'exact',
    'flag',
    'bits',
    'yr',
    'plain',
    'txt',
    'old',
    'code',
    'blobby',
    'mood',
    'tags',
    'clock',
    'uid',
    'addr',
  ],
};
/** Evaluated by the service only. */
const ONLY_IN_SERVICE = ['folded', 'fixed', 'instant'];

describe.each([
  ['PostgreSQL', openPostgresqlBazaar],
  ['MariaDB', openMariadbBazaar],
] as const)('%s', (service, open) => {
  let gateway: TestGateway;
  let source: Bazaar;

  beforeAll(async () => {
    gateway = await startTestGateway();
    source = await open(gateway);
  }, 90_000);
  afterAll(async () => {
    await gateway?.stop();
    await source?.remove();
  }, 30_000);

  const read = async (field: string, args: string): Promise<Page> =>
    (
      await gateway.data<{ page: Page }>(
        `{ page: ${field}(${args}) { edges { cursor node { id } } ` +
          'pageInfo { hasNextPage hasPreviousPage startCursor endCursor } ' +
          'totalCount } }',
      )
    ).page;
  const ids = (page: Page): readonly number[] => page.edges.map((edge) => edge.node.id);

  /** The ids of all pages, one after the other. */
  async function walk(
    field: string,
    args: string,
    size: number,
    forwards: boolean,
  ): Promise<readonly number[]> {
    const found: number[] = [];
    let cursor: string | null = null;
    for (;;) {
      const place: string =
        cursor === null ? '' : `, ${forwards ? 'after' : 'before'}: "${cursor}"`;
      const page: Page = await read(
        field,
        `${args}, ${forwards ? 'first' : 'last'}: ${size}${place}`,
      );
      if (forwards) found.push(...ids(page));
      else found.unshift(...ids(page));
      expect(page.pageInfo.startCursor).toBe(page.edges[0]?.cursor ?? null);
      expect(page.pageInfo.endCursor).toBe(page.edges.at(-1)?.cursor ?? null);
      expect(forwards ? page.pageInfo.hasPreviousPage : page.pageInfo.hasNextPage).toBe(
        cursor !== null,
      );
      if (!(forwards ? page.pageInfo.hasNextPage : page.pageInfo.hasPreviousPage)) return found;
      expect(page.edges).toHaveLength(size);
      cursor = forwards ? page.pageInfo.endCursor : page.pageInfo.startCursor;
    }
  }

  describe.each([
    ['with passthrough queries', {}],
    ['without passthrough queries', { TRIBUTARY_PASSTHROUGH: 'off' }],
  ] as const)('%s', (_title, env) => {
    const hasPassthrough = !('TRIBUTARY_PASSTHROUGH' in env);
    beforeAll(async () => {
      await gateway.restart(env);
    }, 30_000);

    test.each(
      ORDERS[service].flatMap((column) =>
        ['ASC', 'DESC', 'ASC_NULLS_FIRST', 'DESC_NULLS_LAST'].map((direction) => [
          column,
          direction,
        ]),
      ),
    )('pages in the order of %s %s', async (column, direction) => {
      if (!hasPassthrough && ONLY_IN_SERVICE.includes(column ?? '')) return;
      const order = `orderBy: [{${column}: ${direction}}]`;
      const { list } = await gateway.data<{ list: readonly { readonly id: number }[] }>(
        `{ list: bazaarKinds(${order}) { id } }`,
      );
      const expected = list.map((row) => row.id);
      expect(await walk('bazaarKindsConnection', order, 2, true)).toEqual(expected);
      expect(await walk('bazaarKindsConnection', order, 2, false)).toEqual(expected);
    });

    test('orders with ties, over several columns, filtered, in one page and in pages of one', async () => {
      const args = 'where: {id: {_lt: 12}}, orderBy: [{mentorId: DESC_NULLS_LAST}, {bossId: ASC}]';
      const { list } = await gateway.data<{ list: readonly { readonly id: number }[] }>(
        `{ list: bazaarPeople(${args}) { id } }`,
      );
      const expected = list.map((row) => row.id);
      for (const size of [1, 3, 11, 50]) {
        expect(await walk('bazaarPeopleConnection', args, size, true)).toEqual(expected);
        expect(await walk('bazaarPeopleConnection', args, size, false)).toEqual(expected);
      }
      const whole = await read('bazaarPeopleConnection', args);
      expect([ids(whole), whole.totalCount, whole.pageInfo.hasNextPage]).toEqual([
        expected,
        '11',
        false,
      ]);
      const [second, fifth] = [whole.edges[1]?.cursor, whole.edges[4]?.cursor];
      expect(
        ids(
          await read('bazaarPeopleConnection', `${args}, after: "${second}", before: "${fifth}"`),
        ),
      ).toEqual(expected.slice(2, 4));
    });

    test('rows that come and go between two pages neither repeat others nor hide them', async () => {
      const args = 'orderBy: [{name: ASC}], first: 2';
      const first = await read('bazaarPeopleConnection', args);
      await source.execute(
        sql`INSERT INTO people (id, name) VALUES (900, 'Person 0'), (901, 'Person 11.5')`,
      );
      await source.execute(sql`DELETE FROM people WHERE id = 900`);
      try {
        const next = await gateway.data<{ page: { nodes: readonly { name: string }[] } }>(
          `{ page: bazaarPeopleConnection(${args}, ` +
            `after: "${first.pageInfo.endCursor}") { nodes { name } } }`,
        );
        expect(next.page.nodes.map((row) => row.name)).toEqual(['Person 11', 'Person 11.5']);
      } finally {
        await source.execute(sql`DELETE FROM people WHERE id = 901`);
      }
    });

    test('what is not selected is not asked for', async () => {
      const plans = async (selection: string) =>
        (
          await gateway.ask(`{ bazaarPeopleConnection(first: 2) { ${selection} } }`)
        ).extensions?.plan?.map((entry) => entry.field);
      expect(await plans('nodes { id }')).toEqual(['bazaarPeopleConnection']);
      expect(await plans('pageInfo { hasNextPage }')).toEqual(['bazaarPeopleConnection']);
      expect(await plans('totalCount')).toEqual(['bazaarPeopleConnection.totalCount']);
      expect((await plans('totalCount edges { cursor }'))?.toSorted()).toEqual([
        'bazaarPeopleConnection',
        'bazaarPeopleConnection.totalCount',
      ]);
    });

    test('aliases, fragments and nested rows', async () => {
      const answer =
        await gateway.data(`{ c: bazaarPeopleConnection(first: 1, where: {id: {_eq: 2}}) { __typename e: edges { ...E } e2: edges { node { ...P } } n: nodes { ...P } p: pageInfo { more: hasNextPage __typename } t: totalCount } }
        fragment E on BazaarPeopleEdge { __typename row: node { ...P } } fragment P on BazaarPeople { cursor: name boss { name } people(orderBy: {id: ASC}, limit: 1) { id } }`);
      const row = { cursor: 'Person 2', boss: { name: 'Person 1' }, people: [{ id: 4 }] };
      expect(answer).toEqual({
        c: {
          __typename: 'BazaarPeopleConnection',
          e: [{ __typename: 'BazaarPeopleEdge', row }],
          e2: [{ node: row }],
          n: [row],
          p: { more: false, __typename: 'PageInfo' },
          t: '1',
        },
      });
    });

    test.each([
      ['first: 1, last: 1', 'not both'],
      ['first: -1', 'negative'],
      ['after: "?"', 'not one that this gateway made'],
      ['after: "WyJ4IiwxXQ"', 'another list'],
      ['orderBy: [{boss: {name: ASC}}]', 'columns of the table itself'],
      ['orderBy: [{peopleAggregate: {_count: ASC}}]', 'columns of the table itself'],
    ])('refuses %s', async (args, words) => {
      const answer = await gateway.ask(`{ bazaarPeopleConnection(${args}) { nodes { id } } }`);
      expect(answer.errors?.[0]?.extensions['code']).toBe('INVALID_INPUT');
      expect(answer.errors?.[0]?.message).toContain(words);
    });

    test('a cursor of another order, of another table, or with values that do not fit, is refused', async () => {
      const [edge] = (await read('bazaarPeopleConnection', 'first: 1')).edges;
      const [place] = JSON.parse(Buffer.from(edge?.cursor ?? '', 'base64url').toString()) as [
        string,
      ];
      const forged = Buffer.from(JSON.stringify([place, 'one'])).toString('base64url');
      const queries = [
        `bazaarPeopleConnection(orderBy: [{id: DESC}], after: "${edge?.cursor}")`,
        `bazaarOrderConnection(after: "${edge?.cursor}")`,
        `bazaarPeopleConnection(after: "${forged}")`,
      ];
      for (const query of queries)
        expect(
          (await gateway.ask(`{ ${query} { totalCount } }`)).errors?.[0]?.extensions['code'],
        ).toBe('INVALID_INPUT');
      const both = await gateway.ask(
        '{ bazaarPeopleConnection(first: 1) { nodes { id } edges { node { name } } } }',
      );
      expect(both.errors?.[0]?.message).toContain('select the same fields');
    });

    test('a global id finds its row again, whatever the table', async () => {
      const { bazaarPeople: people, bazaarOrderDetails: details } = await gateway.data<
        Record<string, readonly { nodeId: string }[]>
      >(
        '{ bazaarPeople(orderBy: {id: ASC}, limit: 2) { nodeId } ' +
          'bazaarOrderDetails(orderBy: {line: DESC}, limit: 1) { nodeId line ' +
          'order { nodeId } } }',
      );
      const found = await gateway.data(
        `query ($a: ID!, $b: ID!) {
        a: node(id: $a) { __typename nodeId ... on BazaarPeople { id boss { nodeId } } ... on BazaarOrder { type } }
        b: node(id: $b) { ...D } } fragment D on BazaarOrderDetails { line order { select } }`,
        { a: people?.[1]?.nodeId, b: details?.[0]?.nodeId },
      );
      expect(found).toEqual({
        a: {
          __typename: 'BazaarPeople',
          nodeId: people?.[1]?.nodeId,
          id: 2,
          boss: { nodeId: people?.[0]?.nodeId },
        },
        b: { line: 2, order: { select: 4 } },
      });
      const id = (parts: readonly unknown[]) =>
        Buffer.from(JSON.stringify(parts)).toString('base64url');
      expect(
        await gateway.data('query ($id: ID!) { node(id: $id) { nodeId } }', {
          id: id(['BazaarPeople', 999]),
        }),
      ).toEqual({ node: null });
      for (const wrong of [
        'x',
        id(['Nothing', 1]),
        id(['BazaarPeople']),
        id(['BazaarPeople', null]),
        id(['BazaarPeople', 'x']),
        id(['BazaarKeyless', 1]),
      ]) {
        expect(
          (await gateway.ask('query ($id: ID!) { node(id: $id) { nodeId } }', { id: wrong }))
            .errors?.[0]?.extensions['code'],
        ).toBe('INVALID_INPUT');
      }
    });
  });
});
