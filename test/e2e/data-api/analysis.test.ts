import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import {
  startTestGateway,
  type Answer,
  type TestGateway,
} from '../../helpers/gateway/start-test-gateway';
import { near } from '../../helpers/reference/near';
import { randomOperations } from '../../helpers/reference/random-operations';
import { createReference } from '../../helpers/reference/reference-executor';
import {
  type Bazaar,
  openMariadbBazaar,
  openPostgresqlBazaar,
} from '../../helpers/sources/open-bazaar';

/**
 * Aggregates, groups, distinct rows and orders through relationships, three ways: by the service,
 * by ClickHouse over engine scans, and in JavaScript over rows that the service's own driver read.
 */
/**
 * What only the service evaluates (its collation's text, infinity, a moment in its own zone), or
 * can be asked for by name.
 */
const LEFT_OUT = {
  PostgreSQL: [
    'folded',
    'fixed',
    'real',
    'double',
    'ints',
    'bigs',
    'instants',
    'doubles',
    'quoTe',
    'backSlash',
    'exact',
    'tags',
    'instant',
  ],
  MariaDB: [
    'txt',
    'old',
    'mood',
    'tags',
    'instant',
    'finest',
    'backSlash',
    'note',
    'type',
    'x',
    'label',
    'withSpace',
    'quoTe',
    'backTick',
    'groe',
    'column12',
    'query',
    'exact',
    'dbl',
  ],
};

describe.each([
  ['PostgreSQL', openPostgresqlBazaar],
  ['MariaDB', openMariadbBazaar],
] as const)('%s', (service, open) => {
  let gateway: TestGateway;
  let source: Bazaar;
  let reference: ReturnType<typeof createReference>;

  beforeAll(async () => {
    gateway = await startTestGateway();
    source = await open(gateway);
    reference = createReference(
      buildClientSchema(await gateway.data<IntrospectionQuery>(getIntrospectionQuery())),
      source.tables,
    );
  }, 90_000);
  afterAll(async () => {
    await gateway?.stop();
    await source?.remove();
  }, 30_000);

  async function expectReference(query: string): Promise<Answer> {
    const [answer, expected] = await Promise.all([gateway.ask(query), reference.run(query)]);
    expect({ query, errors: expected.errors }).toEqual({ query, errors: undefined });
    expect({ query, answer: textOf(answer, expected.data) }).toEqual({
      query,
      answer: JSON.stringify(expected.data),
    });
    return answer;
  }

  describe.each([
    ['with passthrough queries', {}],
    ['without passthrough queries', { TRIBUTARY_PASSTHROUGH: 'off' }],
  ] as const)('%s', (_title, env) => {
    const hasPassthrough = !('TRIBUTARY_PASSTHROUGH' in env);
    beforeAll(async () => {
      await gateway.restart(env);
    }, 30_000);

    test.each([
      '{ bazaarPeopleAggregate { _count id { _sum _avg _min _max _any ' +
        '_countDistinct _uniq _stddev _variance _quantile(level: 0.5) ' +
        '_quantiles(levels: [0, 0.25, 1]) _topK(k: 2) _argMin(by: "name") } ' +
        'name { _min _max _argMax(by: "bossId") _topK } bossId { _avg _topK(k: 3) } ' +
        '__typename } }',
      '{ total: bazaarKindsAggregate { rows: _count small { _sum _avg } ' +
        'big { _sum _avg _min } amount { _sum average: _avg _max ' +
        '_quantile(level: 0.75) _topK } flag { _any _countDistinct } ' +
        'day { _min _max _quantile(level: 0) } moment { _min _max } ' +
        'uid { _min _max _topK } } }',
      '{ bazaarKindsAggregate(where: {id: {_lt: 0}}) { _count ' +
        'small { _sum _avg _countDistinct _quantile(level: 0.5) ' +
        '_quantiles(levels: [0, 1]) _topK _argMax(by: "id") } ' +
        'big { _stddev } } }',
      '{ bazaarEmptyTableAggregate { _count id { _sum } } ' +
        'bazaarKeylessAggregate { _count n { _sum _variance } } }',
      '{ bazaarKindsAggregate(where: {_not: {small: {_gt: 0}}}) { _count } }',
    ])('aggregates %s', async (query) => {
      await expectReference(query);
    });

    test.each([
      '{ bazaarPeople(orderBy: [{id: ASC}]) { id peopleAggregate { _count ' +
        'id { _sum _avg _topK(k: 1) _quantiles(levels: [0.5, 1]) } ' +
        'name { _max _argMin(by: "id") } } boss { ' +
        'peopleAggregate(where: {id: {_gt: 4}}) { _count } } } }',
      '{ bazaarPeople(where: {peopleAggregate: {_count: {_gt: 1}, ' +
        'id: {_sum: {_lt: "20"}}}}, orderBy: [{id: ASC}]) { id } }',
      '{ ' +
        'bazaarPeople(where: {peopleAggregate: {_count: {_eq: "0"}}}, ' +
        'orderBy: [{id: ASC}]) { id } }',
      '{ bazaarPeople(where: {_not: {peopleAggregate: {_where: {id: {_gt: 5}}, ' +
        '_or: [{_count: {_gte: "1"}}, {name: {_max: {_isNull: true}}}]}}}, ' +
        'orderBy: [{id: ASC}]) { id } }',
      '{ ' +
        'bazaarPeople(where: {people: {peopleAggregate: {name: {_min: {_startsWith: "Person ' +
        '1"}}, id: {_avg: {_gt: "10.4"}}}}}, orderBy: [{id: ASC}]) { id } }',
      '{ ' +
        'bazaarOrderByPk2(orderBy: [{orderDetails: {order: {type: DESC_NULLS_LAST}}}]) ' +
        '{ id } ' +
        'bazaarOrder(orderBy: [{orderDetailsAggregate: {line: {_sum: DESC}}}]) { ' +
        'select orderDetailsAggregate { _count } } }',
    ])('aggregates related rows %s', async (query) => {
      await expectReference(query);
    });

    test.each([
      '{ ' +
        'bazaarPeople(orderBy: [{peopleAggregate: {_count: DESC}}, ' +
        '{boss: {name: ASC}}], limit: 5) { id } }',
      '{ bazaarPeople(orderBy: [{boss: {boss: {name: DESC_NULLS_LAST}}}], offset: 2) { id } }',
      '{ bazaarPeople(orderBy: [{boss: {peopleAggregate: {id: {_sum: DESC}}}}]) { id ' +
        'people(orderBy: [{mentor: {name: DESC}}, {id: ASC}], limit: 1) { id } } }',
      '{ bazaarPeople(distinctOn: [bossId], orderBy: [{bossId: ASC}, {id: DESC}]) { id bossId } }',
      '{ bazaarPeople(distinctOn: [mentorId, bossId], ' +
        'orderBy: [{bossId: DESC_NULLS_LAST}, {mentorId: ASC}, ' +
        '{boss: {name: DESC}}], limit: 4, offset: 1) { id bossId ' +
        'mentorId } }',
      '{ bazaarPeople(orderBy: [{id: ASC}]) { id people(distinctOn: [mentorId], ' +
        'orderBy: [{mentorId: ASC}, {id: ASC}], limit: 2, offset: 1) { id mentorId } } }',
      '{ bazaarPeople(where: {id: {_gt: 3}}, ' +
        'distinctOn: [], orderBy: [{id: ASC}], ' +
        'limit: 1) { name } }',
    ])('orders %s', async (query) => {
      await expectReference(query);
    });

    test.each([
      '{ bazaarPeopleGroups(by: [{column: bossId}], ' +
        'orderBy: [{aggregate: {_count: DESC}}]) { key { bossId } ' +
        'aggregate { _count id { _sum } } } }',
      '{ bazaarPeopleGroups(by: [{boss: {column: name}}, {column: mentorId, binWidth: 5}], ' +
        'having: {_count: {_gt: "1"}}, orderBy: [{key: {boss: {name: DESC}}}]) { key { boss { ' +
        'name } mentorId __typename } aggregate { _count name { _min } } __typename } }',
      '{ bazaarPeopleGroups(by: [{boss: {boss: {column: name}}}], ' +
        'orderBy: [{aggregate: {id: {_avg: ASC_NULLS_FIRST}}}], limit: 2, ' +
        'offset: 1) { k: key { b: boss { boss { n: name } } } ' +
        'aggregate { id { _topK(k: 2) } } } }',
      '{ bazaarOrderDetailsGroups(by: [{order: {column: select}}], ' +
        'having: {_or: [{line: {_max: {_gt: 1}}}, {_count: {_lt: 2}}], ' +
        '_not: {line: {_sum: {_eq: "7"}}}}, ' +
        'orderBy: [{aggregate: {line: {_min: ASC}}}]) { key { order { select ' +
        '} } aggregate { _count } } }',
      '{ bazaarKindsGroups(by: [{column: amount, binWidth: 0.25}], ' +
        'orderBy: [{key: {amount: DESC}}]) { key { amount } ' +
        'aggregate { _count } } ' +
        'bazaarKindsGroups2: bazaarKindsGroups(by: [{column: big, ' +
        'binWidth: 1000}], orderBy: [{key: {big: DESC}}]) { key { big } } }',
      '{ bazaarKindsGroups(by: [{column: uid}], orderBy: [{key: {uid: ASC}}]) { key { uid ' +
        '} aggregate { _count } } bazaarKindsGroups3: bazaarKindsGroups(by: [{column: flag}, ' +
        '{column: id}], orderBy: [{key: {flag: DESC}}]) { key { flag id } } }',
      ...['SECOND', 'MINUTE', 'HOUR', 'DAY', 'MONTH', 'QUARTER', 'YEAR'].map(
        (bucket) =>
          `{ bazaarKindsGroups(by: [{column: moment, bucket: ${bucket}}], ` +
          'orderBy: [{key: {moment: ASC}}]) { key { moment } aggregate { _count } } }',
      ),
      ...['DAY', 'MONTH', 'QUARTER', 'YEAR'].map(
        (bucket) =>
          `{ bazaarKindsGroups(by: [{column: day, bucket: ${bucket}}], ` +
          'orderBy: [{key: {day: DESC}}]) { key { day } aggregate { _count } } }',
      ),
      '{ bazaarKindsGroups(by: [{column: day, bucket: WEEK}], ' +
        'where: {day: {_gte: "1900-01-01", _lt: "2300-01-01"}}, ' +
        'orderBy: [{key: {day: DESC}}]) { key { day } ' +
        'aggregate { _count } } }',
      '{ bazaarEmptyTableGroups(by: [{column: id}]) { key { id } aggregate { _count } } }',
    ])('groups %s', async (query) => {
      await expectReference(query);
    });

    test('groups by spans of moments in time', async () => {
      const groups = (by: string) =>
        `{ bazaarKindsGroups(by: [{column: instant, ${by}}], ` +
        'where: {instant: {_lt: "2290-01-01T00:00:00Z"}}, ' +
        'orderBy: [{key: {instant: DESC}}]) { key { instant } ' +
        'aggregate { _count } } }';
      if (service === 'MariaDB' && !hasPassthrough) {
        expect((await gateway.ask(groups('bucket: DAY'))).errors?.[0]?.extensions['code']).toBe(
          'CLICKHOUSE_FEATURE_MISSING',
        );
        return;
      }
      for (const bucket of ['SECOND', 'HOUR', 'DAY', 'MONTH', 'YEAR'])
        await expectReference(groups(`bucket: ${bucket}`));
      const zoned = await gateway.ask(groups('bucket: DAY, zone: "Asia/Kathmandu"'));
      if (service === 'MariaDB') {
        expect(zoned.errors?.[0]?.extensions['code']).toBe('INVALID_INPUT');
        return;
      }
      // Kathmandu is 5:45 ahead of UTC, and was 5:30 ahead in 1970.
      expect(zoned.data).toEqual({
        bazaarKindsGroups: [
          '2024-05-31T18:15:00Z',
          '2024-02-28T18:15:00Z',
          '1969-12-31T18:30:00Z',
        ].map((instant) => ({ key: { instant }, aggregate: { _count: '1' } })),
      });
      const hours = await gateway.ask(groups('bucket: HOUR, zone: "Asia/Kathmandu"'));
      expect(hours.data?.['bazaarKindsGroups']).toEqual(
        ['2024-05-31T23:15:00Z', '2024-02-29T06:15:00Z', '1969-12-31T23:30:00Z'].map((instant) => ({
          key: { instant },
          aggregate: { _count: '1' },
        })),
      );
    });

    test.each([
      ['{ bazaarPeopleGroups(by: []) { aggregate { _count } } }', 'at least one key'],
      ['{ bazaarPeopleGroups(by: [{column: id}]) { key { name } } }', 'is no key'],
      [
        '{ bazaarPeopleGroups(by: [{column: id}], orderBy: [{key: {name: ASC}}]) { key { id } } }',
        'is no key',
      ],
      [
        '{ bazaarPeopleGroups(by: [{column: id}, {column: id, binWidth: 2}]) { key { id } } }',
        'each column once',
      ],
      [
        '{ bazaarPeopleGroups(by: [{column: name, bucket: DAY}]) { key { name } } }',
        '`bucket` is for',
      ],
      [
        '{ bazaarPeopleGroups(by: [{column: name, binWidth: 2}]) { key { name } } }',
        '`binWidth` is for',
      ],
      ['{ bazaarPeopleGroups(by: [{column: id, binWidth: 0.5}]) { key { id } } }', 'whole numbers'],
      [
        '{ bazaarPeopleGroups(by: [{column: id, binWidth: 0}]) { key { id } } }',
        '`binWidth` is a number',
      ],
      [
        '{ bazaarPeopleGroups(by: [{boss: {column: id}, column: id}]) { key { id } } }',
        'one column, or one relationship',
      ],
      ['{ bazaarPeopleGroups(by: [{}]) { key { id } } }', 'one column, or one relationship'],
      [
        '{ bazaarKindsGroups(by: [{column: day, bucket: HOUR}]) { key { day } } }',
        'DAY and longer',
      ],
      [
        '{ bazaarKindsGroups(by: [{column: moment, ' +
          'bucket: DAY, zone: "Europe/Oslo"}]) { key { moment } } }',
        'no moment in time',
      ],
      [
        '{ bazaarKindsGroups(by: [{column: instant, bucket: DAY, ' +
          'zone: "Atlantis/Center"}]) { key { instant } } }',
        'name of a time zone',
      ],
      [
        '{ bazaarKindsGroups(by: [{column: instant, zone: "Europe/Oslo"}]) { key { instant } } }',
        'needs a `bucket`',
      ],
      ['{ bazaarPeople(distinctOn: [bossId]) { id } }', '`orderBy` begins with'],
      [
        '{ bazaarPeople(distinctOn: [bossId], orderBy: [{id: ASC}, {bossId: ASC}]) { id } }',
        '`orderBy` begins with',
      ],
      ['{ bazaarPeople(orderBy: [{boss: {id: ASC, name: ASC}}]) { id } }', 'exactly one value'],
      ['{ bazaarPeople(orderBy: [{peopleAggregate: {}}]) { id } }', 'exactly one value'],
      ['{ bazaarPeople(where: {peopleAggregate: {_count: {_gt: null}}}) { id } }', 'is null'],
      ['{ bazaarPeople(where: {peopleAggregate: {_not: {_where: {}}}}) { id } }', '`_where`'],
      [
        '{ bazaarPeopleGroups(by: [{column: id}], having: {_where: {}}) { key { id } } }',
        '`_where`',
      ],
      ['{ bazaarPeopleAggregate { id { _quantile(level: 1.5) } } }', 'from 0 to 1'],
      ['{ bazaarPeopleAggregate { id { _topK(k: 0) } } }', '`k` is'],
      ['{ bazaarPeopleAggregate { id { _argMax(by: "nothing") } } }', '`by` is'],
    ])('refuses %s', async (query, words) => {
      const answer = await gateway.ask(query);
      expect(answer.errors?.[0]?.extensions['code']).toBe('INVALID_INPUT');
      expect(answer.errors?.[0]?.message).toContain(words);
    });

    test('one field is one statement, and the plan shows what the service received', async () => {
      const answer = await expectReference(
        '{ bazaarPeopleGroups(by: [{column: bossId}], orderBy: [{key: {bossId: ASC}}]) { ' +
          'key { bossId } aggregate { _count } } bazaarPeopleAggregate { _count } }',
      );
      const log = await source.readLog();
      expect(answer.extensions?.plan).toHaveLength(2);
      for (const entry of answer.extensions?.plan ?? []) {
        expect(entry.strategy).toBe(hasPassthrough ? 'PASSTHROUGH' : 'ENGINE_SCAN');
        expect(entry.remaining.length === 0).toBe(hasPassthrough);
        for (const statement of entry.received) expect(log).toContain(statement);
      }
    });

    test('random operations', async () => {
      const left = new Set<string>(LEFT_OUT[service]);
      const operations = randomOperations(source.tables, {
        seed: 20261123,
        analysis: true,
        isUsable: (_table, column) => !left.has(column.fieldName),
      });
      let compared = 0;
      for (let count = 0; count < 300; count += 1) {
        const { value: operation } = operations.next() as { value: string };
        const [answer, expected] = await Promise.all([
          gateway.ask(operation),
          reference.run(operation),
        ]);
        expect({ operation, errors: expected.errors }).toEqual({ operation, errors: undefined });
        // Each relationship is a scan of its own where the service does not join, and scans at once
        // are bounded.
        if (answer.errors?.[0]?.extensions['code'] === 'QUERY_TOO_COMPLEX') continue;
        compared += 1;
        expect({ operation, answer: textOf(answer, expected.data) }).toEqual({
          operation,
          answer: JSON.stringify(expected.data),
        });
      }
      expect(compared).toBeGreaterThan(hasPassthrough ? 250 : 150);
    }, 120_000);
  });
});

/**
 * The answer as JSON text, with the expected number for one that is nearly it: the last digits of a
 * deviation depend on the order of the rows.
 */
function textOf(answer: Answer, expected: unknown): string {
  return JSON.stringify(answer.errors ?? near(answer.data, expected));
}
