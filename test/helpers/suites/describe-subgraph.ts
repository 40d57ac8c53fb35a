import type { TestGateway } from '../gateway/start-test-gateway';
import type { createReference } from '../reference/reference-executor';

/** Two services behind one gateway, with relationships between them (describe-two-services.ts). */
export interface SubgraphWorld {
  readonly gateway: TestGateway;
  readonly reference: ReturnType<typeof createReference>;
  /** Statements that read the desk's tickets, as its own log has them. */
  readonly readTicketStatements: () => Promise<readonly string[]>;
}

interface Case {
  readonly typeName: string;
  readonly fieldName: string;
  readonly keys: readonly string[];
  readonly where: string;
  readonly selection: string;
  readonly count: number;
}

const CUSTOMERS: Case = {
  typeName: 'ShopCustomer',
  fieldName: 'shopCustomer',
  keys: ['id'],
  where: '{id: {_lt: 20}}',
  selection: 'name city',
  count: 1,
};

const CASES: Readonly<Record<string, Case>> = {
  columns: CUSTOMERS,
  'relationships of the same service': {
    ...CUSTOMERS,
    selection:
      '__typename x: id orders(orderBy: {id: ASC}, limit: 2) { id ' +
      'customer { name } } ordersAggregate { _count amount { _sum } }',
    count: 1,
  },
  'relationships to another service': {
    ...CUSTOMERS,
    selection:
      'key: name tickets(where: {priority: {_gt: 1}}, orderBy: {id: ASC}, ' +
      'limit: 1) { id customer { id } } ticketsAggregate { _count }',
    count: 4,
  },
  'a row of another service': {
    typeName: 'DeskTicket',
    fieldName: 'deskTicket',
    keys: ['id'],
    where: '{id: {_gt: 100}}',
    selection: 'subject customer { name orders(orderBy: {id: ASC}) { amount } } account { rating }',
    count: 2,
  },
  'a key of two columns, one of them text': {
    typeName: 'ShopItem',
    fieldName: 'shopItem',
    keys: ['region', 'sku'],
    where: '{region: {_gt: 1}}',
    selection: 'name stock(orderBy: {id: ASC}) { quantity }',
    count: 2,
  },
  'wide numbers': {
    typeName: 'DeskAccount',
    fieldName: 'deskAccount',
    keys: ['id'],
    where: '{active: {_eq: true}}',
    selection: '... on DeskAccount { rating opened } holder { name }',
    count: 2,
  },
};

const QUERY = (selection: string): string =>
  `query ($r: [_Any!]!) { _entities(representations: $r) { ${selection} } }`;

/**
 * The gateway as a subgraph: what routers ask it for equals what graphql-js joins of the same rows.
 */
export function describeSubgraph(world: () => SubgraphWorld): void {
  describe.each([
    ['as a subgraph', {}],
    ['as a subgraph, without passthrough queries', { TRIBUTARY_PASSTHROUGH: 'off' }],
  ] as const)('%s', (_title, extra) => {
    beforeAll(async () => {
      await world().gateway.restart({ ...extra, TRIBUTARY_FEDERATION: 'on' });
    }, 30_000);

    test.each(Object.entries(CASES))(
      'entities with %s',
      async (_name, { typeName, fieldName, keys, where, selection, count }) => {
        const { gateway, reference } = world();
        const { data } = await reference.run(
          `{ rows: ${fieldName}(where: ${where}) { ${keys.map((key) => `key_${key}: ${key}`).join(' ')} } found: ${fieldName}(where: ${where}) { ${selection} } }`,
        );
        const { rows, found } = JSON.parse(JSON.stringify(data)) as {
          readonly rows: readonly Readonly<Record<string, unknown>>[];
          readonly found: readonly unknown[];
        };
        expect(found.length).toBeGreaterThan(5);
        const representations = rows.map((row) => ({
          __typename: typeName,
          ...Object.fromEntries(keys.map((key) => [key, row[`key_${key}`]])),
        }));
        // One that there is not, and one twice, in an order that no table has.
        const none = {
          __typename: typeName,
          ...Object.fromEntries(keys.map((key) => [key, key === 'sku' ? 'none' : 2_000_000])),
        };
        const answer = await gateway.ask(QUERY(`... on ${typeName} { ${selection} }`), {
          r: [...representations.toReversed(), none, representations[2]],
        });
        expect(answer.errors).toBeUndefined();
        expect(answer.data?.['_entities']).toEqual([...found.toReversed(), null, found[2]]);
        expect(answer.extensions?.plan).toHaveLength(count);
      },
    );

    test('several types, by their own keys and by global ids', async () => {
      const { gateway } = world();
      const { a, b } = await gateway.data<{ a: { nodeId: string }; b: { nodeId: string } }>(
        '{ a: shopCustomerByPk(id: 7) { nodeId } b: deskTicketByPk(id: 5) { nodeId } }',
      );
      const r = [
        { __typename: 'DeskTicket', nodeId: b.nodeId },
        { __typename: 'ShopCustomer', id: 3 },
        { __typename: 'ShopCustomer', nodeId: a.nodeId },
        { __typename: 'DeskTicket', id: 999 },
      ];
      const answer = await gateway.ask(
        QUERY('__typename ... on ShopCustomer { name nodeId } ... on DeskTicket { id }'),
        { r },
      );
      expect({ data: answer.data, errors: answer.errors }).toEqual({
        errors: undefined,
        data: {
          _entities: [
            { __typename: 'DeskTicket', id: 5 },
            {
              __typename: 'ShopCustomer',
              name: 'Customer 3',
              nodeId: expect.any(String) as string,
            },
            { __typename: 'ShopCustomer', name: 'Customer 7', nodeId: a.nodeId },
            null,
          ],
        },
      });
      expect(
        answer.extensions?.plan?.map(({ field, service }) => [field, service]).toSorted(),
      ).toEqual([
        ['_entities', 'desk'],
        ['_entities', 'shop'],
      ]);
    });

    test('the service is asked once, whatever the number of representations', async () => {
      const { gateway, readTicketStatements } = world();
      const before = (await readTicketStatements()).length;
      const r = Array.from({ length: 100 }, (_, index) => ({
        __typename: 'DeskTicket',
        id: index + 1,
      }));
      const answer = await gateway.ask(QUERY('... on DeskTicket { id }'), { r });
      expect(answer.data?.['_entities']).toEqual(r.map(({ id }) => ({ id })));
      const statements = (await readTicketStatements()).slice(before);
      expect(statements).toHaveLength(1);
      expect(statements[0]).toMatch(
        /id[`"]\)? IN \(1, 2, 3, |id[`"]\)? IN \(100, 99, |id[`"] = 1\)? OR/,
      );
    });
  });

  describe('as a subgraph', () => {
    beforeAll(async () => {
      await world().gateway.restart({ TRIBUTARY_FEDERATION: 'on' });
    }, 30_000);
    const customers = (...ids: readonly unknown[]) => ({
      r: ids.map((id) => ({ __typename: 'ShopCustomer', id })),
    });

    test('the read key suffices, and no key does not', async () => {
      const { gateway } = world();
      const query =
        'query ($r: [_Any!]!) { _entities(representations: $r) { ' +
        '... on ShopCustomer { name } } _service { sdl } }';
      const { data, errors } = await gateway.ask(query, customers(3), {
        authorization: `Bearer ${gateway.readKey}`,
      });
      expect({ data, errors }).toEqual({
        errors: undefined,
        data: {
          _entities: [{ name: 'Customer 3' }],
          _service: {
            sdl: expect.stringContaining(
              'type ShopCustomer @key(fields: "id") @key(fields: "nodeId") {',
            ) as string,
          },
        },
      });
      expect((await gateway.ask(query, customers(3), {})).status).toBe(401);
    });

    test('many requests at once are answered right', async () => {
      const { gateway } = world();
      const answers = await Promise.all(
        Array.from({ length: 39 }, (_, index) =>
          gateway.ask(QUERY('... on ShopCustomer { id name }'), customers(index + 1, 40), {
            authorization: `Bearer ${gateway.readKey}`,
          }),
        ),
      );
      expect(answers.map(({ data }) => data)).toEqual(
        answers.map((_, index) => ({
          _entities: [index + 1, 40].map((id) => ({ id, name: `Customer ${id}` })),
        })),
      );
    });

    test('they are explained like other fields', async () => {
      const { gateway } = world();
      const { explain } = await gateway.data<{
        explain: { statements: readonly { field: string; service: string }[] };
      }>(
        'query ($query: String!, $variables: JSON) { explain(query: $query, ' +
          'variables: $variables) { statements { field service } refusals { code } } }',
        { query: QUERY('... on ShopCustomer { tickets { id } }'), variables: customers(1, 2) },
      );
      expect(explain).toEqual({
        statements: [
          { field: '_entities', service: 'shop' },
          { field: '_entities.tickets', service: 'desk' },
        ],
        refusals: [],
      });
    });

    test('a service that is paused breaks its own entities only', async () => {
      const { gateway } = world();
      const { integrations } = await gateway.data<{
        integrations: readonly { id: string; service: { name: string } }[];
      }>('{ integrations { id service { name } } }');
      const id = integrations.find(({ service }) => service.name === 'desk')?.id;
      await gateway.data('mutation ($id: ID!) { pauseIntegration(id: $id) { state } }', { id });
      try {
        const both = await gateway.ask(
          QUERY('... on ShopCustomer { name } ... on DeskTicket { id }'),
          { r: [{ __typename: 'DeskTicket', id: 5 }, ...customers(3).r] },
        );
        expect(both.data).toEqual({ _entities: [null, { name: 'Customer 3' }] });
        expect(both.errors?.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
          [['_entities', 0], 'INTEGRATION_PAUSED'],
        ]);
        const one = await gateway.ask(QUERY('... on DeskTicket { id }'), {
          r: [5, 6].map((ticket) => ({ __typename: 'DeskTicket', id: ticket })),
        });
        expect([one.data, one.errors?.map(({ path }) => path)]).toEqual([null, [['_entities']]]);
      } finally {
        await gateway.data('mutation ($id: ID!) { resumeIntegration(id: $id) { state } }', { id });
      }
    });

    test('limits hold', async () => {
      const { gateway } = world();
      await gateway.restart({
        TRIBUTARY_FEDERATION: 'on',
        TRIBUTARY_MAX_JOIN_KEYS: '3',
        TRIBUTARY_MAX_COST: '30',
        TRIBUTARY_INTROSPECTION: 'false',
      });
      const query = QUERY('... on ShopCustomer { name }');
      expect((await gateway.ask(query, customers(1, 2, 3))).data).toEqual({
        _entities: [1, 2, 3].map((id) => ({ name: `Customer ${id}` })),
      });
      const many = await gateway.ask(query, customers(1, 2, 3, 4));
      expect(
        many.errors?.map(({ extensions }) => [extensions['code'], extensions['setting']]),
      ).toEqual([['QUERY_TOO_COSTLY', 'TRIBUTARY_MAX_JOIN_KEYS']]);
      // Each member of a representation costs one.
      const costly = await gateway.ask(
        query,
        customers(...Array.from({ length: 12 }, (_, index) => index)),
      );
      expect([
        costly.status,
        costly.errors?.map(({ extensions }) => [extensions['code'], extensions['setting']]),
      ]).toEqual([400, [['QUERY_TOO_COSTLY', 'TRIBUTARY_MAX_COST']]]);
      const sdl = await gateway.ask(
        '{ _service { sdl } }',
        {},
        { authorization: `Bearer ${gateway.readKey}` },
      );
      expect(sdl.errors?.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN']);
      expect((await gateway.ask('{ _service { sdl } }')).errors).toBeUndefined();
    });
  });
}
