import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import type { PlanReport } from '../../../src/reading/request/plan-report';
import { ACROSS } from '../../fixtures/two-services';
import { startTestGateway, type Answer, type TestGateway } from '../gateway/start-test-gateway';
import { near } from '../reference/near';
import { randomOperations } from '../reference/random-operations';
import { createReference, type ReferenceTable } from '../reference/reference-executor';
import { describeSubgraph } from './describe-subgraph';

/** The two services, once a gateway is there to register them with. */
export interface TwoServices {
  /** Registers `shop` and `desk`, with the tables of test/fixtures/two-services.ts. */
  register(gateway: TestGateway): Promise<void>;
  /** All their tables with all their rows. */
  read(gateway: TestGateway): Promise<readonly ReferenceTable[]>;
  /** Statements that read the desk's tickets, as its own log has them. */
  readTicketStatements(): Promise<readonly string[]>;
  remove(): Promise<void>;
}

interface ExplainedOperation {
  readonly statements: readonly (Pick<PlanReport, 'field' | 'service' | 'strategy' | 'keysFrom'> & {
    readonly estimatedRows: string | number | null;
  })[];
  readonly refusals: readonly { readonly field: string; readonly code: string }[];
}

const EXPLAIN =
  'query ($query: String!) { explain(query: $query) { statements { field ' +
  'service strategy keysFrom estimatedRows } refusals { field code } } }';

/** Filters of customers, and the statements that they take. */
const FILTERS = [
  ['{tickets: {priority: {_eq: 3}}}', 2],
  ['{tickets: {}}', 2],
  ['{_not: {tickets: {priority: {_eq: 3}}}}', 2],
  ['{_or: [{tickets: {id: {_lt: 10}}}, {city: {_isNull: true}}]}', 2],
  ['{_and: [{tickets: {id: {_lt: 90}}}, {accounts: {active: {_eq: true}}}]}', 3],
  ['{orders: {amount: {_gt: "100"}}, tickets: {}}', 2],
  ['{tickets: {account: {rating: {_gt: "3"}}}}', 2],
  ['{tickets: {customer: {city: {_eq: "City 1"}}}}', 3],
  ['{_not: {_not: {accounts: {holder: {tickets: {priority: {_gt: 2}}}}}}}', 4],
  ['{tokenAccount: {}}', 2],
  ['{_not: {tokenAccount: {}}}', 2],
  ['{codeAccounts: {}}', 2],
  ['{_not: {codeAccounts: {id: {_gt: "30"}}}}', 2],
  ['{sameDay: {}}', 2],
  ['{_not: {sameDay: {}}}', 2],
  ['{tickets: {id: {_lt: 0}}}', 1],
  ['{_not: {tickets: {id: {_lt: 0}}}}', 2],
  ['{_or: [{tickets: {id: {_lt: 0}}}, {id: {_eq: 1}}]}', 2],
  // Conditions that no rows fulfil, too.
  ['{ticketsAggregate: {_count: {_gte: 4}}}', 2],
  ['{ticketsAggregate: {_count: {_lt: 4}}}', 2],
  ['{ticketsAggregate: {_count: {_eq: 0}}}', 2],
  ['{_not: {ticketsAggregate: {_count: {_in: [0, 4, 5]}}}}', 2],
  ['{ticketsAggregate: {priority: {_sum: {_gt: 5}}}}', 2],
  ['{_not: {ticketsAggregate: {priority: {_sum: {_gt: 5}}}}}', 2],
  ['{ticketsAggregate: {priority: {_sum: {_isNull: true}}}}', 2],
  ['{ticketsAggregate: {_not: {priority: {_max: {_eq: 3}}}}}', 2],
  ['{ticketsAggregate: {_or: [{_count: {_eq: 0}}, {priority: {_min: {_eq: 1}}}]}}', 2],
  [
    '{ticketsAggregate: {_where: {priority: {_gt: 1}}, ' +
      '_count: {_gte: 2}, subject: {_max: {_isNull: false}}}}',
    2,
  ],
  ['{_not: {_or: [{ticketsAggregate: {priority: {_sum: {_gt: 5}}}}, {city: {_isNull: true}}]}}', 2],
  [
    '{_not: {_and: [{ticketsAggregate: {priority: {_avg: {_lt: "2"}}}}, {_not: {id: {_gt: 20}}}]}}',
    2,
  ],
  ['{_or: [{ticketsAggregate: {_count: {_gt: 4}}}, {accountsAggregate: {_count: {_eq: 0}}}]}', 3],
  ['{ticketsAggregate: {_where: {customer: {city: {_eq: "City 1"}}}, _count: {_gt: 0}}}', 3],
  ['{codeAccountsAggregate: {_count: {_lte: 1}}}', 2],
  ['{_not: {sameDayAggregate: {_count: {_gt: 1}}}}', 2],
  ['{ticketsAggregate: {_where: {id: {_lt: 0}}, _count: {_eq: 0}}}', 2],
  ['{orders: {amount: {_gt: "100"}}, _not: {ticketsAggregate: {_count: {_lt: 4}}}}', 2],
] as const;

/**
 * Relationships between two services: every answer is compared with graphql-js joining the same
 * rows in memory.
 */
export function describeTwoServices(start: () => Promise<TwoServices>): void {
  let services: TwoServices;
  let gateway: TestGateway;
  let tables: readonly ReferenceTable[];
  let reference: ReturnType<typeof createReference>;

  beforeAll(async () => {
    [services, gateway] = await Promise.all([start(), startTestGateway()]);
    await services.register(gateway);
    await declareRelationships(gateway);
    tables = await services.read(gateway);
    reference = createReference(
      buildClientSchema(await gateway.data<IntrospectionQuery>(getIntrospectionQuery())),
      tables,
    );
  }, 90_000);

  afterAll(async () => {
    await gateway?.stop();
    await services?.remove();
  }, 30_000);

  async function expectReference(
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<Answer> {
    const [answer, expected] = await Promise.all([
      gateway.ask(query, variables),
      reference.run(query, variables),
    ]);
    expect(expected.errors).toBeUndefined();
    const data = near(answer.data, expected.data);
    expect({ query, errors: answer.errors, data }).toEqual({
      query,
      errors: undefined,
      data: JSON.parse(JSON.stringify(expected.data)) as unknown,
    });
    expect(JSON.stringify(data)).toBe(JSON.stringify(expected.data));
    return answer;
  }

  const statements = (answer: Answer): number => answer.extensions?.plan?.length ?? 0;

  describe.each([
    ['with passthrough queries', {}],
    ['without passthrough queries', { TRIBUTARY_PASSTHROUGH: 'off' }],
  ] as const)('%s', (_title, env) => {
    beforeAll(async () => {
      await gateway.restart(env);
    }, 30_000);

    test.each([
      ['an object', '{ deskTicket(orderBy: {id: ASC}) { id customer { name city } } }', 2],
      [
        'a list, filtered and ordered',
        '{ shopCustomer(orderBy: {id: ASC}) { name ' +
          'tickets(where: {priority: {_gt: 1}}, orderBy: [{opened: DESC}, ' +
          '{id: ASC}]) { id opened } } }',
        2,
      ],
      [
        'a list, limited for each parent',
        '{ shopCustomer(orderBy: {id: DESC}) { id ' +
          'tickets(orderBy: [{priority: DESC}], limit: 2, offset: 1) { id ' +
          'priority } } }',
        2,
      ],
      [
        'one row',
        '{ shopCustomerByPk(id: 3) { name tickets(orderBy: {id: ASC}) { id ' +
          '} } none: shopCustomerByPk(id: -1) { tickets { id } } }',
        3,
      ],
      [
        'several edges of one row',
        '{ shopCustomer(orderBy: {id: ASC}, limit: 9) { ' +
          'a: tickets(orderBy: {id: ASC}) { id } ' +
          'b: tickets(orderBy: {id: DESC}, limit: 1) { id } ' +
          'accounts(orderBy: {id: ASC}) { id rating } } }',
        4,
      ],
      [
        'an edge below a list of the same service',
        '{ deskAccount(orderBy: {id: ASC}) { id ' +
          'ticket(orderBy: {id: ASC}) { id customer { name } } } }',
        2,
      ],
      [
        'there and back',
        '{ deskTicket(orderBy: {id: ASC}, limit: 20) { id customer { name ' +
          'tickets(orderBy: {id: ASC}) { id customer { id } } } } }',
        4,
      ],
      [
        'an edge below an edge, beside one of the same service',
        '{ shopCustomer(orderBy: {id: ASC}) { orders(orderBy: {id: ASC}, ' +
          'limit: 1) { id } accounts(orderBy: {id: ASC}) { id ' +
          'ticket(orderBy: {id: ASC}) { id customer { orders(orderBy: {id: ASC}, ' +
          'limit: 1) { id } } } } } }',
        3,
      ],
      [
        'a composite key',
        '{ shopItem(orderBy: [{region: ASC}, {sku: ASC}]) { name ' +
          'stock(orderBy: {id: ASC}) { id quantity } } deskStock(orderBy: {id: ASC}) { id ' +
          'item { name } } }',
        4,
      ],
      [
        'integers of two widths',
        '{ deskAccount(orderBy: {id: ASC}) { customerId holder { id } } }',
        2,
      ],
      [
        'text and uuid, compared as texts',
        '{ shopCustomer(orderBy: {id: ASC}) { token tokenAccount { id ' +
          'customerToken } } deskAccount(orderBy: {id: ASC}) { tokenHolder { id } } }',
        4,
      ],
      [
        'hostile texts',
        '{ shopCustomer(orderBy: {id: ASC}) { code ' +
          'codeAccounts(orderBy: {id: ASC}) { id code } } ' +
          'deskAccount(orderBy: {id: ASC}) { ' +
          'codeCustomers(orderBy: {id: ASC}) { id } } }',
        4,
      ],
      [
        'dates, and what is none',
        '{ shopCustomer(orderBy: {id: ASC}) { since ' +
          'sameDay(where: {opened: {_lt: "9999-01-01"}}, ' +
          'orderBy: {id: ASC}) { id } } }',
        2,
      ],
      [
        'decimals of two scales',
        '{ deskAccount(orderBy: {id: ASC}) { rating sameScore(orderBy: {id: ASC}) { id score } } }',
        2,
      ],
      ['no rows', '{ shopCustomer(where: {id: {_lt: 0}}) { tickets { id } } }', 1],
      [
        'lists cut to nothing',
        '{ shopCustomer(orderBy: {id: ASC}, limit: 2) { id tickets(limit: 0) { id } } }',
        1,
      ],
      [
        'aggregates of a list',
        '{ shopCustomer(orderBy: {id: ASC}) { id ticketsAggregate { _count ' +
          'priority { _sum _avg _min _max _countDistinct } subject { _max _countDistinct } } } }',
        2,
      ],
      [
        'aggregates that only ClickHouse has everywhere',
        '{ shopCustomer(orderBy: {id: ASC}) { ' +
          'ticketsAggregate(where: {id: {_gt: 20}}) { priority { ' +
          '_quantile(level: 0.5) _quantiles(levels: [0, ' +
          '1]) _topK(k: 2) _argMax(by: "id") } } } }',
        2,
      ],
      [
        'several aggregates of one edge',
        '{ shopCustomer(orderBy: {id: ASC}) { ' +
          'a: ticketsAggregate(where: {priority: {_gt: 1}}) { n: _count __typename } ' +
          'ticketsAggregate { _count } none: ticketsAggregate(where: {id: {_lt: 0}}) { ' +
          '_count id { _sum _topK } } } }',
        4,
      ],
      [
        'aggregates below a list of the same service',
        '{ shopItem(orderBy: [{region: ASC}, {sku: ASC}]) { name ' +
          'stockAggregate { _count quantity { _sum } } } ' +
          'deskAccount(orderBy: {id: ASC}, limit: 9) { id ' +
          'ticket(orderBy: {id: ASC}) { customer { ordersAggregate { _count } ' +
          'ticketsAggregate { _count } } } } }',
        5,
      ],
      [
        'aggregates by keys of other types',
        '{ shopCustomer(orderBy: {id: ASC}) { accountsAggregate { _count ' +
          'active { _countDistinct } } codeAccountsAggregate { _count ' +
          'id { _sum } } sameDayAggregate { _count } } ' +
          'deskAccount(orderBy: {id: ASC}) { sameScoreAggregate { _count ' +
          'score { _sum } } } }',
        6,
      ],
      [
        'aggregates filtered through another service',
        '{ shopCustomer(orderBy: {id: ASC}) { ' +
          'ticketsAggregate(where: {customer: {city: {_eq: "City 1"}}}) { ' +
          '_count } ' +
          'accountsAggregate(where: {ticketAggregate: {_count: {_gt: 2}}}) { ' +
          '_count } } }',
        4,
      ],
      ['aggregates of one row', '{ shopCustomerByPk(id: 3) { ticketsAggregate { _count } } }', 2],
      [
        'names and directives',
        '{ shopCustomer(orderBy: {id: ASC}, limit: 3) { __typename ' +
          't: tickets(orderBy: {id: ASC}) { __typename i: id ... ' +
          'on DeskTicket { subject } } accounts @skip(if: true) { id } } }',
        2,
      ],
    ] as const)('%s', async (_name, query, count) => {
      expect(statements(await expectReference(query))).toBe(count);
    });

    test.each(FILTERS)('filters customers %s', async (where, count) => {
      const answer = await expectReference(
        `{ shopCustomer(where: ${where}, orderBy: {id: ASC}) { id } }`,
      );
      expect(statements(answer)).toBe(count);
      await expectReference(
        `{ shopCustomer(where: ${where}, orderBy: {name: DESC}, limit: 3, ` +
          'offset: 1) { id tickets(orderBy: {id: ASC}, limit: 1) { id } } }',
      );
    });

    test.each([
      '{ deskAccount(where: {tokenHolder: {}}, orderBy: {id: ASC}) { id } }',
      '{ deskAccount(where: {_not: {tokenHolder: {}}}, orderBy: {id: ASC}) { id } }',
      '{ deskAccount(where: {holder: {city: {_isNull: true}}}, orderBy: {id: ASC}) { id } }',
      '{ deskStock(where: {item: {name: {_contains: "/3"}}}, orderBy: {id: ASC}) { id } }',
      '{ deskStock(where: {_not: {item: {}}}, orderBy: {id: ASC}) { id } }',
      '{ shopItem(where: {stock: {quantity: {_gt: "300"}}}, ' +
        'orderBy: [{sku: ASC}, {region: ASC}]) { name } }',
      '{ ' +
        'deskTicket(where: {customer: {orders: {amount: {_gt: "120"}}}}, ' +
        'orderBy: {id: ASC}) { id } }',
      '{ deskAccount(where: {ticket: {customer: {id: {_eq: 5}}}}, orderBy: {id: ASC}) { id } }',
      '{ deskAccount(where: {sameScore: {}}, orderBy: {id: ASC}) { id rating } }',
      '{ deskAccount(orderBy: {id: ASC}) { id ' +
        'ticket(where: {customer: {city: {_eq: "City 2"}}}, ' +
        'orderBy: {id: ASC}) { id } } }',
      '{ shopCustomer(orderBy: {id: ASC}) { ' +
        'tickets(where: {customer: {name: {_like: "%1%"}}}, ' +
        'orderBy: {id: ASC}, limit: 1) { id } } }',
    ])('filters through another service: %s', async (query) => {
      await expectReference(query);
    });

    test('decimals that are printed with more zeros or fewer are one key', async () => {
      const id = await declareRelationship(gateway, {
        from: 'customer',
        name: 'sameRating',
        kind: 'ARRAY',
        to: 'account',
        columns: [{ from: 'score', to: 'rating' }],
      });
      const { deskAccount, shopCustomer } = await gateway.data<{
        deskAccount: readonly { id: string; rating: string | null }[];
        shopCustomer: readonly { score: string | null; sameRating: unknown; some: unknown }[];
      }>(`{
        deskAccount(orderBy: {id: ASC}) { id rating }
        shopCustomer(orderBy: {id: ASC}) { score sameRating(orderBy: {id: ASC}) { id } some: sameRating(orderBy: {id: DESC}, limit: 2, offset: 1) { id } }
      }`);
      for (const { score, sameRating, some } of shopCustomer) {
        const same = deskAccount
          .filter(
            ({ rating }) => score !== null && rating !== null && Number(rating) === Number(score),
          )
          .map((account) => ({ id: account.id }));
        expect({ score, sameRating, some }).toEqual({
          score,
          sameRating: same,
          some: same.toReversed().slice(1, 3),
        });
      }
      expect(
        shopCustomer.some(({ sameRating }) => (sameRating as readonly unknown[]).length > 3),
      ).toBe(true);
      await gateway.data('mutation ($id: ID!) { deleteRelationship(id: $id) { id } }', { id });
    });

    test('the number of statements does not depend on the rows', async () => {
      const ask = (limit: number) =>
        gateway.ask(
          `{ shopCustomer(limit: ${limit}, orderBy: {id: ASC}) { ` +
            'id tickets { id account { holder { id } } } } }',
        );
      const [one, many] = [await ask(2), await ask(40)];
      expect([statements(one), statements(many)]).toEqual([3, 3]);
    });

    test.each([
      '{ shopCustomer(orderBy: {id: ASC}) { name tickets(where: {priority: {_gt: 1}}, ' +
        'orderBy: [{opened: DESC}, {id: ASC}]) { id opened customer { id } } } }',
      '{ shopCustomer(where: {tickets: {customer: {city: {_eq: "City 1"}}}}, ' +
        'orderBy: {id: ASC}, limit: 7) { id accounts(limit: 1, orderBy: {id: ASC}) { id } } }',
      '{ a: deskAccount(orderBy: {id: ASC}) { id holder { name } } ' +
        'b: shopItem(where: {region: {_eq: 1}}) { name } }',
      '{ shopCustomerByPk(id: 3) { name tickets(orderBy: {id: ASC}, limit: 2) { id } } ' +
        'deskTicketConnection(first: 3) { totalCount nodes { id customer { name } } } }',
      '{ shopCustomerGroups(by: [{column: city}], ' +
        'where: {tickets: {priority: {_gt: 1}}}) { key { city } ' +
        'aggregate { _count } } }',
    ])('explains what it would do, and does not: %s', async (query) => {
      const before = (await services.readTicketStatements()).length;
      const { statements: explained, refusals } = (
        await gateway.data<{ explain: ExplainedOperation }>(EXPLAIN, { query })
      ).explain;
      expect(refusals).toEqual([]);
      expect((await services.readTicketStatements()).slice(before)).toEqual([]);
      const plan = (await gateway.ask(query)).extensions?.plan ?? [];
      const shapes = (list: ExplainedOperation['statements']): readonly string[] =>
        list
          .map(({ field, service, strategy, keysFrom }) =>
            JSON.stringify([field, service, strategy, keysFrom]),
          )
          .toSorted();
      expect(shapes(explained)).toEqual(shapes(plan));
      // Statistics of so small tables are right to a few rows.
      for (const { field, rows, estimatedRows } of plan)
        expect(`${field} ${(rows ?? 0) <= (estimatedRows ?? Infinity) * 1.5 + 5}`).toBe(
          `${field} true`,
        );
      for (const { field, estimatedRows } of explained)
        expect(
          `${field} ` +
            `${(plan.find((each) => each.field === field)?.rows ?? 0) <= (estimatedRows === null ? Infinity : Number(estimatedRows)) * 1.5 + 5}`,
        ).toBe(`${field} true`);
    });

    test('only the keys that are needed are asked for', async () => {
      const before = (await services.readTicketStatements()).length;
      await expectReference(
        '{ shopCustomer(where: {id: {_in: [3, 4]}}, ' +
          'orderBy: {id: ASC}) { id tickets(orderBy: {id: ASC}) { id } } }',
      );
      const reads = (await services.readTicketStatements()).slice(before);
      expect(reads).toHaveLength(1);
      expect(reads[0]).toMatch(/customer_id[`"]\)? (IN \(3, 4\)|= 3\) OR)/);
    });

    test('more keys than are sent: all rows of the other side are read, within the budget', async () => {
      await gateway.restart({
        ...env,
        TRIBUTARY_MAX_JOIN_KEYS: '3',
        TRIBUTARY_SCAN_BUDGET_ROWS: '100',
      });
      const tickets =
        '{ shopCustomer(orderBy: {id: ASC}) { id ' +
        'tickets(where: {priority: {_eq: 3}}, orderBy: [{opened: DESC}], ' +
        'limit: 1) { id customer { name } } } }';
      expect(statements(await expectReference(tickets))).toBe(3);
      await expectReference(
        '{ shopCustomer(orderBy: {id: ASC}, limit: 5) { id tickets(orderBy: {id: ASC}) { id } } }',
      );
      // 150 tickets of which the statistics know, or do not.
      const all = '{ shopCustomer(orderBy: {id: ASC}) { id tickets(orderBy: {id: ASC}) { id } } }';
      const refused = await gateway.ask(all);
      expect(refused.errors?.[0]?.extensions).toMatchObject({
        code: 'SOURCE_SCAN_TOO_LARGE',
        category: 'LIMIT',
        retryable: false,
      });
      expect(refused.errors?.[0]?.message).toMatch(/tickets|deskTicket/);
      // From the third time on over a connection that is kept.
      for (let times = 0; times < 4; times += 1) {
        const atRunTime = await gateway.ask(
          all.replace(
            'orderBy: {id: ASC}) { id }',
            'where: {id: {_gt: -1}}, orderBy: {id: ASC}) { id }',
          ),
        );
        expect(atRunTime.errors?.[0]?.extensions).toMatchObject({
          code: 'SOURCE_SCAN_TOO_LARGE',
          service: 'desk',
        });
      }
      const allowed = await gateway.ask(
        all,
        {},
        {
          authorization: `Bearer ${gateway.adminKey}`,
          'tributary-dangerously-allow-full-scan': '1',
        },
      );
      expect(allowed.data).toEqual(JSON.parse(JSON.stringify((await reference.run(all)).data)));
      const tooMany = await gateway.ask('{ shopCustomer(where: {tickets: {}}) { id } }');
      expect(tooMany.errors?.[0]?.extensions).toMatchObject({
        code: 'SOURCE_SCAN_TOO_LARGE',
        service: 'desk',
      });
      // With passthrough queries the service groups by the key itself, and its rows stay where they
      // are.
      const grouped = await gateway.ask(
        '{ shopCustomer(orderBy: [{ticketsAggregate: {id: {_sum: DESC}}}], limit: 3) { id } }',
      );
      expect(grouped.errors?.[0]?.extensions['code']).toBe(
        'TRIBUTARY_PASSTHROUGH' in env ? 'SOURCE_SCAN_TOO_LARGE' : undefined,
      );
      const ordered = await gateway.ask(
        '{ deskTicket(where: {id: {_gt: -1}}, ' +
          'orderBy: [{customer: {name: ASC}}], ' +
          'limit: 3) { id } }',
      );
      expect(ordered.errors?.[0]?.extensions).toMatchObject({
        code: 'SOURCE_SCAN_TOO_LARGE',
        service: 'desk',
      });
    }, 60_000);

    test('more keys than are sent in filters: ClickHouse reads what it needs of both services in the same number of statements', async () => {
      await gateway.restart({ ...env, TRIBUTARY_MAX_JOIN_KEYS: '1' });
      // In a selection ten times as many, where that moves less: 9 customers of 150 tickets.
      const longer = await expectReference(
        '{ shopCustomer(where: {id: {_lte: 9}}, orderBy: {id: ASC}) { id ' +
          'tickets(orderBy: {id: ASC}) { id } ticketsAggregate { _count } } }',
      );
      expect(
        longer.extensions?.plan
          ?.slice(1)
          .every(({ received }) => /customer_id[`"]\)? IN \(/.test(received[0] ?? '')),
      ).toBe(true);
      for (const [where, count] of FILTERS) {
        const answer = await expectReference(
          `{ shopCustomer(where: ${where}, orderBy: {name: DESC}, limit: 9) { id } }`,
        );
        // For each condition at most two more: the keys that the rest of the filter leaves, and
        // those among them.
        expect({ where, count: statements(answer) <= 3 * count }).toEqual({ where, count: true });
      }
      // The rest of the filter leaves few rows: it is looked among their keys only.
      const narrow = await expectReference(
        '{ shopCustomer(where: {id: {_in: [3, 4, 9]}, ' +
          'tickets: {priority: {_gte: 0}}}, orderBy: {id: ASC}) { id } }',
      );
      expect(
        narrow.extensions?.plan?.map(({ received }) =>
          /(id|customer_id)[`"]\)? IN \([0-9, ]+\)/.test(received[0] ?? ''),
        ),
      ).toEqual([false, true, true, true]);
      await expectReference(
        '{ shopCustomerAggregate(where: {tickets: {priority: {_gt: 0}}}) { _count ' +
          'score { _sum } } deskTicketGroups(by: {column: priority}, where: {customer: {}}, ' +
          'orderBy: {key: {priority: ASC}}) { key { priority } aggregate { _count } } }',
      );
      const usable = (
        table: ReferenceTable,
        { fieldName }: ReferenceTable['columns'][number],
      ): boolean =>
        !(table.typeName === 'ShopCustomer' && fieldName === 'since') &&
        !['opened', 'rating', 'subject'].includes(fieldName);
      const operations = randomOperations(tables, {
        seed: 4711,
        summaries: true,
        isUsable: usable,
      });
      for (let count = 0; count < 60; count += 1)
        await expectReference(operations.next().value as string);
      await gateway.restart(env);
    }, 120_000);

    test.each([
      [
        'by a related row',
        '{ deskTicket(orderBy: [{customer: {city: ASC_NULLS_FIRST}}, ' +
          '{id: DESC}], limit: 40, offset: 2) { id customer { city } } }',
        2,
      ],
      [
        'by an aggregate of related rows',
        '{ ' +
          'shopCustomer(orderBy: [{ticketsAggregate: {priority: {_sum: DESC}}}], ' +
          'limit: 7) { id } }',
        1,
      ],
      [
        'by a count, where there may be none',
        '{ shopCustomer(where: {city: {_neq: "City 1"}}, ' +
          'orderBy: [{ticketsAggregate: {_count: DESC}}, ' +
          '{accountsAggregate: {customerId: {_avg: ASC}}}], ' +
          'limit: 20) { id name } }',
        1,
      ],
      [
        'by texts, the greatest of each',
        '{ ' +
          'shopCustomer(orderBy: [{codeAccountsAggregate: {code: {_max: DESC_NULLS_LAST}}}, ' +
          '{tokenAccount: {id: ASC}}]) { id } }',
        1,
      ],
      [
        'by decimals and dates',
        '{ ' +
          'deskAccount(orderBy: [{sameScoreAggregate: {score: {_sum: DESC}}}, ' +
          '{holder: {since: ASC}}]) { id } ' +
          'shopCustomer(orderBy: [{sameDayAggregate: {_count: DESC}}]) { ' +
          'id since } }',
        2,
      ],
      [
        'by a row behind two relationships',
        '{ deskTicket(orderBy: [{account: {holder: {name: DESC}}}], limit: 30) { id } }',
        1,
      ],
      [
        'by a composite key',
        '{ shopItem(orderBy: [{stockAggregate: {quantity: {_max: DESC}}}]) { name ' +
          '} deskStock(orderBy: [{item: {name: DESC_NULLS_LAST}}]) { id } }',
        2,
      ],
      [
        'the first of those that are alike',
        '{ shopCustomer(distinctOn: [city], orderBy: [{city: ASC}, ' +
          '{ticketsAggregate: {id: {_max: DESC}}}]) { id city } }',
        1,
      ],
      [
        'a list of each parent',
        '{ deskAccount(orderBy: {id: ASC}) { id ' +
          'ticket(orderBy: [{customer: {name: DESC}}], limit: 2) { id } } ' +
          'shopCustomer(orderBy: {id: ASC}) { id ' +
          'tickets(orderBy: [{customer: {score: ASC}}], limit: 2) { id } } }',
        3,
      ],
      [
        'after a filter by another service',
        '{ shopCustomer(where: {accounts: {active: {_eq: true}}}, ' +
          'orderBy: [{ticketsAggregate: {opened: {_min: ASC}}}], ' +
          'limit: 5) { id } }',
        2,
      ],
      [
        'groups',
        '{ deskTicketGroups(by: [{customer: {column: city}}, {column: priority}], ' +
          'orderBy: [{key: {priority: ASC}}]) { key { customer { city } priority } ' +
          'aggregate { _count id { _sum _avg _min _max _countDistinct ' +
          '_quantile(level: 0.5) _topK(k: 2) } subject { _min _max } opened { _max } } } }',
        1,
      ],
      [
        'groups, chosen and ordered',
        '{ deskAccountGroups(by: [{holder: {column: city}}], ' +
          'where: {holder: {id: {_gt: 3}}}, having: {_count: {_gt: 2}}, ' +
          'orderBy: [{aggregate: {id: {_sum: DESC}}}, ' +
          '{key: {holder: {city: ASC}}}], limit: 3) { key { holder { city } } ' +
          'aggregate { _count id { _sum _avg } } } }',
        2,
      ],
      [
        'groups by months and bins',
        '{ deskTicketGroups(by: [{customer: {column: since, bucket: WEEK}}, ' +
          '{customer: {column: score, binWidth: 2}}], ' +
          'where: {customer: {id: {_neq: 7}}}, ' +
          'orderBy: [{key: {customer: {since: DESC}}}]) { key { customer { ' +
          'since score } } aggregate { _count } } }',
        2,
      ],
    ] as const)('ordered and grouped by another service: %s', async (_name, query, count) => {
      expect(statements(await expectReference(query))).toBe(count);
    });

    test('a statement over both services says what each was asked', async () => {
      const { extensions } = await gateway.ask(
        '{ shopCustomer(where: {id: {_lt: 9}}, ' +
          'orderBy: [{ticketsAggregate: {priority: {_sum: DESC}}}], ' +
          'limit: 3) { id } }',
      );
      const [plan] = extensions?.plan ?? [];
      expect(plan?.sources?.map(({ service, received }) => [service, received.length > 0])).toEqual(
        [
          ['shop', true],
          ['desk', true],
        ],
      );
      expect(JSON.stringify(plan?.sources?.[0]?.received)).toMatch(/id.{1,4}< 9/);
      expect(JSON.stringify(plan?.sources?.[1]?.received)).toMatch(/ticket/);
    });

    test('random orders and groups across the services', async () => {
      const usable = (table: ReferenceTable, column: ReferenceTable['columns'][number]): boolean =>
        !(table.typeName === 'ShopCustomer' && column.fieldName === 'since') &&
        !['opened', 'rating', 'subject'].includes(column.fieldName);
      const operations = randomOperations(tables, {
        seed: 'TRIBUTARY_PASSTHROUGH' in env ? 11 : 22112026,
        isUsable: usable,
        analysis: true,
      });
      for (let count = 0; count < 60; count += 1)
        await expectReference(operations.next().value as string);
    }, 120_000);

    test('random operations across the services', async () => {
      const usable = (table: ReferenceTable, column: ReferenceTable['columns'][number]): boolean =>
        !(table.typeName === 'ShopCustomer' && column.fieldName === 'since') &&
        column.fieldName !== 'opened';
      const operations = randomOperations(tables, {
        seed: 'TRIBUTARY_PASSTHROUGH' in env ? 7 : 20261122,
        isUsable: usable,
      });
      for (let count = 0; count < 80; count += 1)
        await expectReference(operations.next().value as string);
      // Without passthrough queries, decimals without a scale cannot be added up; only MariaDB
      // compares text of its default collation, which has no _topK.
      const aggregated = randomOperations(tables, {
        seed: 'TRIBUTARY_PASSTHROUGH' in env ? 8 : 20261123,
        summaries: true,
        isUsable: (table, column) =>
          usable(table, column) && !['rating', 'subject'].includes(column.fieldName),
      });
      for (let count = 0; count < 60; count += 1)
        await expectReference(aggregated.next().value as string);
    }, 120_000);
  });

  describeSubgraph(() => ({
    gateway,
    reference,
    readTicketStatements: () => services.readTicketStatements(),
  }));
}

async function declareRelationships(gateway: TestGateway): Promise<void> {
  for (const relationship of ACROSS) await declareRelationship(gateway, relationship);
}

interface Declared {
  /** Names of tables. */
  readonly from: string;
  readonly to: string;
  readonly name: string;
  readonly kind: string;
  readonly columns: readonly { readonly from: string; readonly to: string }[];
}

/** @returns its id */
async function declareRelationship(
  gateway: TestGateway,
  { from, to, ...rest }: Declared,
): Promise<string> {
  const { remoteTables } = await gateway.data<{
    remoteTables: readonly { readonly id: string; readonly name: string }[];
  }>('{ remoteTables { id name } }');
  const idOf = (name: string) => remoteTables.find((table) => table.name === name)?.id;
  const { createRelationship } = await gateway.data<{
    createRelationship: { readonly id: string };
  }>('mutation ($input: CreateRelationshipInput!) { createRelationship(input: $input) { id } }', {
    input: { ...rest, fromTable: idOf(from), toTable: idOf(to) },
  });
  return createRelationship.id;
}
