import { eventually } from '../../helpers/eventually';
import { startTestGateway, type TestGateway } from '../../helpers/gateway/start-test-gateway';
import { startKafkaBroker, type KafkaBroker } from '../../servers/kafka-broker';

let broker: KafkaBroker;
let gateway: TestGateway;

beforeAll(async () => {
  [broker, gateway] = await Promise.all([
    startKafkaBroker(),
    startTestGateway({ TRIBUTARY_HEALTH_INTERVAL_MS: '300' }),
  ]);
}, 120_000);

afterAll(async () => {
  await gateway?.stop();
  await broker?.stop();
}, 60_000);

afterEach(async () => {
  const { services } = await gateway.data<{ services: readonly { readonly name: string }[] }>(
    '{ services { name } }',
  );
  for (const { name } of services)
    await gateway.data(
      'mutation ($name: String!) { deleteService(name: $name, force: true) { name } }',
      { name },
    );
});

/** What ClickHouse and the brokers need to form a consumer group, on a busy machine. */
const PATIENCE_MS = 30_000;
const TEST_TIMEOUT_MS = 120_000;
const CREATE = 'mutation ($input: CreateServiceInput!) { createService(input: $input) { name } }';
const SET_UP = `mutation ($input: SetUpManagedDatabasesInput!) { setUpManagedDatabases(input: $input) {
  id state databases { name } remoteTables { id database name engine residency fieldName primaryKey columns { name fieldName graphqlType } } } }`;
const UPDATE =
  'mutation ($id: ID!, $tables: [KafkaTableInput!]) { ' +
  'updateManagedDatabases(id: $id, tables: $tables) { state remoteTables { id ' +
  'fieldName } } }';
const COLUMNS = [
  { name: 'id', type: 'Int32' },
  { name: 'name', type: 'String' },
];

type Table = Readonly<Record<string, unknown>> & { readonly name: string };
interface Integration {
  readonly id: string;
  readonly state: string;
  readonly remoteTables: readonly { readonly id: string; readonly fieldName: string }[];
}

/** A feed of the topic of its name, in a group of its own. */
const feed = (name: string, more: Readonly<Record<string, unknown>> = {}): Table => ({
  name,
  columns: COLUMNS,
  topics: [name],
  groupName: `group-${name}`,
  ...more,
});

async function setUp(service: string, tables: readonly Table[]): Promise<Integration> {
  await gateway.data(CREATE, {
    input: { name: service, kafka: { bootstrapServers: [broker.address] } },
  });
  return (
    await gateway.data<{ setUpManagedDatabases: Integration }>(SET_UP, {
      input: { service, tables },
    })
  ).setUpManagedDatabases;
}

const codes = async (query: string, variables = {}) =>
  ((await gateway.ask(query, variables)).errors ?? []).map(({ extensions }) => extensions['code']);
const rows = async (query: string) =>
  (await gateway.data<{ rows: readonly Record<string, unknown>[] }>(`{ rows: ${query} }`)).rows;
const read = (field: string, selection = 'id name') =>
  rows(`${field}(orderBy: [{ id: ASC }]) { ${selection} }`);
const until = (check: () => Promise<unknown>) => eventually(check, PATIENCE_MS);
const line = (id: number, name = `n${id}`) => JSON.stringify({ id, name });

test(
  'messages become rows, with filters, orders and types; ' +
    'nothing is asked of the brokers for an answer',
  async () => {
    await broker.produce(
      'orders',
      [
        '{"id":1,"amount":"12.50","at":"2026-01-02 ' +
          '03:04:05.5","tags":["a","b"],"big":"9007199254740993"}',
      ],
      { key: 'k1', partition: 0 },
    );
    await broker.produce(
      'orders',
      ['{"id":2,"amount":"0.10","at":"2026-01-03 00:00:00","tags":[],"big":"-1","note":"é"}'],
      { partition: 1 },
    );
    const columns = [
      { name: 'id', type: 'Int32' },
      { name: 'amount', type: 'Decimal(10, 2)' },
      { name: 'at', type: "DateTime64(3, 'UTC')" },
      { name: 'tags', type: 'Array(String)' },
      { name: 'big', type: 'Int64' },
      { name: 'note', type: 'Nullable(String)' },
    ];
    const integration = await setUp('shop', [feed('orders', { columns })]);
    expect(integration).toMatchObject({
      state: 'RUNNING',
      databases: [{ name: 'endpoint_shop' }],
      remoteTables: [
        {
          database: 'endpoint_shop',
          name: 'orders_persisted',
          engine: 'MergeTree',
          residency: 'PERSISTED',
          fieldName: 'shopOrders',
          primaryKey: [],
        },
      ],
    });
    await until(async () =>
      expect(await read('shopOrders', 'id amount at tags big note topic offset key')).toEqual([
        {
          id: 1,
          amount: '12.50',
          at: '2026-01-02T03:04:05.5Z',
          tags: ['a', 'b'],
          big: '9007199254740993',
          note: null,
          topic: 'orders',
          offset: '0',
          key: 'k1',
        },
        {
          id: 2,
          amount: '0.10',
          at: '2026-01-03T00:00:00Z',
          tags: [],
          big: '-1',
          note: 'é',
          topic: 'orders',
          offset: '0',
          key: '',
        },
      ]),
    );
    expect(
      await rows(
        'shopOrders(where: { amount: { _gt: "0.10" }, ' +
          'at: { _lt: "2026-01-03T00:00:00Z" } }) { id }',
      ),
    ).toEqual([{ id: 1 }]);
    expect(
      await rows('shopOrders(orderBy: [{ big: ASC }], limit: 1) { id timestamp partition }'),
    ).toMatchObject([{ id: 2, timestamp: expect.stringMatching(/^20/) as string, partition: 1 }]);
    expect(
      await gateway.data('{ shopOrdersAggregate { _count amount { _sum } big { _max } } }'),
    ).toEqual({
      shopOrdersAggregate: {
        _count: '2',
        amount: { _sum: '12.60' },
        big: { _max: '9007199254740993' },
      },
    });
    const { extensions } = await gateway.ask('{ shopOrders(where: { id: { _eq: 1 } }) { id } }');
    expect(extensions?.plan).toMatchObject([{ strategy: 'ENGINE_SCAN', received: [], pushed: [] }]);
  },
  TEST_TIMEOUT_MS,
);

test(
  'a later message is a row within two seconds',
  async () => {
    await setUp('quick', [feed('ticks')]);
    await broker.produce('ticks', [line(0)], { partition: 0 });
    await until(async () => expect(await read('quickTicks')).toHaveLength(1));
    const times: number[] = [];
    for (let id = 1; id <= 8; id += 1) {
      const startedAt = Date.now();
      await broker.produce('ticks', [line(id)], { partition: 0 });
      await until(async () => expect(await read('quickTicks')).toHaveLength(id + 1));
      times.push(Date.now() - startedAt);
    }
    // Each message is sent when the one before it was read, so all wait for about as long; a busy
    // machine only adds to it.
    expect(Math.min(...times)).toBeLessThan(2_000);
  },
  TEST_TIMEOUT_MS,
);

test(
  'one feed reads two topics; a group begins with the oldest message or with the next one',
  async () => {
    await broker.produce('left', [line(1)]);
    await broker.produce('right', [line(2)]);
    await setUp('both', [
      feed('all', { topics: ['left', 'right'] }),
      feed('fresh', { topics: ['left'], autoOffsetReset: 'LATEST' }),
    ]);
    await until(async () =>
      expect(await read('bothAll', 'id topic')).toEqual([
        { id: 1, topic: 'left' },
        { id: 2, topic: 'right' },
      ]),
    );
    await until(async () => {
      // Once it has its partitions it begins with what comes then: the first of these may be too
      // early.
      await broker.produce('left', [line(3)]);
      expect(await read('bothFresh')).toContainEqual({ id: 3, name: 'n3' });
    });
    expect((await read('bothFresh')).filter(({ id }) => id === 1)).toEqual([]);
  },
  TEST_TIMEOUT_MS,
);

describe('a message that cannot be parsed', () => {
  const STATE =
    '{ integrations { state errors { code message likelyCause } } ' +
    'remoteTables { feed { name lag lastError { clickhouseCode } ' +
    'brokenMessages { rawMessage error topic offset key } } } }';
  interface State {
    readonly integrations: readonly {
      readonly state: string;
      readonly errors: readonly { readonly code: string; readonly message: string }[];
    }[];
    readonly remoteTables: readonly {
      readonly feed: { readonly name: string; readonly brokenMessages: readonly object[] };
    }[];
  }
  const state = () => gateway.data<State>(STATE);

  test.each(['STREAM', 'DEAD_LETTER_QUEUE'])(
    'is kept apart with %s',
    async (handleErrorMode) => {
      const name = handleErrorMode.toLowerCase();
      await broker.produce(name, [line(1), 'rubbish <secret>', line(2)], { key: 'k' });
      await setUp('odd', [feed(name, { handleErrorMode })]);
      const field = name === 'stream' ? 'oddStream' : 'oddDeadLetterQueue';
      await until(async () =>
        expect(await read(field)).toEqual([
          { id: 1, name: 'n1' },
          { id: 2, name: 'n2' },
        ]),
      );
      await until(async () =>
        expect((await state()).remoteTables[0]?.feed.brokenMessages).toMatchObject([
          { rawMessage: 'rubbish <secret>', topic: name, offset: '1', key: 'k' },
        ]),
      );
      expect((await state()).integrations).toMatchObject([{ state: 'RUNNING', errors: [] }]);
    },
    TEST_TIMEOUT_MS,
  );

  test(
    'stops the feed with DEFAULT; the integration says ' +
      'where, and an update mends it beside the rows',
    async () => {
      await broker.produce('strict', [line(1)], { partition: 0 });
      const integration = await setUp('odd', [feed('strict')]);
      await until(async () => expect(await read('oddStrict')).toHaveLength(1));
      await broker.produce('strict', ['rubbish <secret>', line(2)], { partition: 0 });
      await until(async () =>
        expect((await state()).integrations).toMatchObject([
          {
            state: 'FAILED',
            errors: [
              {
                code: 'FEED_BLOCKED',
                likelyCause: 'SERVICE',
                message: expect.stringContaining('topic strict, partition 0, offset 1') as string,
              },
            ],
          },
        ]),
      );
      expect(JSON.stringify((await state()).integrations)).not.toContain('rubbish');
      await gateway.data(UPDATE, {
        id: integration.id,
        tables: [feed('strict', { skipBrokenMessages: 1 })],
      });
      await until(async () =>
        expect(await read('oddStrict')).toEqual([
          { id: 1, name: 'n1' },
          { id: 2, name: 'n2' },
        ]),
      );
      await until(async () =>
        expect((await state()).integrations).toMatchObject([{ state: 'RUNNING', errors: [] }]),
      );
    },
    TEST_TIMEOUT_MS,
  );
});

test(
  'the state tells of consumers, partitions, lag and kept rows',
  async () => {
    await broker.produce('known', [line(1), line(2), line(3)]);
    await setUp('told', [feed('known', { numConsumers: 2 })]);
    const STATE =
      '{ remoteTables { feed { name topics groupName keptRows lag lastError { at } ' +
      'consumers { isReached messagesRead partitions { topic partition } lastPollAt ' +
      'lastCommitAt } } } integrations { deletionImpact { databases remoteTables ' +
      'persistedRows } } }';
    interface State {
      readonly remoteTables: readonly {
        readonly feed: {
          readonly keptRows: string;
          readonly consumers: readonly {
            readonly messagesRead: string;
            readonly partitions: readonly object[];
          }[];
        };
      }[];
      readonly integrations: readonly {
        readonly deletionImpact: { readonly persistedRows: string };
      }[];
    }
    await until(async () => {
      const told = await gateway.data<State>(STATE);
      expect(told).toMatchObject({
        remoteTables: [
          { feed: { name: 'known', topics: ['known'], groupName: 'group-known', lag: '0' } },
        ],
        integrations: [
          {
            deletionImpact: {
              databases: ['endpoint_told'],
              remoteTables: ['endpoint_told.known_persisted'],
            },
          },
        ],
      });
      // At least once: members of a group that join one after the other may read a message twice.
      const kept = Number(told.remoteTables[0]?.feed.keptRows);
      expect(kept).toBeGreaterThanOrEqual(3);
      expect(told.integrations[0]?.deletionImpact.persistedRows).toBe(String(kept));
      const consumers = told.remoteTables[0]?.feed.consumers ?? [];
      expect(consumers).toHaveLength(2);
      expect(consumers.flatMap(({ partitions }) => partitions)).toHaveLength(4);
      expect(
        consumers.reduce((sum, { messagesRead }) => sum + Number(messagesRead), 0),
      ).toBeGreaterThanOrEqual(3);
    });
    expect(
      await gateway.data(
        '{ service(name: "told") { catalog(search: "KNOWN") ' +
          '{ name kind exposedAs { fieldName } } } }',
      ),
    ).toEqual({
      service: {
        catalog: [{ name: 'known', kind: 'TOPIC', exposedAs: { fieldName: 'toldKnown' } }],
      },
    });
  },
  TEST_TIMEOUT_MS,
);

test(
  'rows outlive a restart, a pause and changes of the feed; a removed feed takes its own',
  async () => {
    await broker.produce('kept', [line(1)], { partition: 0 });
    const { id } = await setUp('life', [feed('kept')]);
    await until(async () => expect(await read('lifeKept')).toHaveLength(1));
    await gateway.restart();
    expect(await read('lifeKept')).toEqual([{ id: 1, name: 'n1' }]);
    await broker.produce('kept', [line(2)], { partition: 0 });
    await until(async () => expect(await read('lifeKept')).toHaveLength(2));

    await gateway.data('mutation ($id: ID!) { pauseIntegration(id: $id) { state } }', { id });
    expect(await codes('{ lifeKept { id } }')).toEqual(['INTEGRATION_PAUSED']);
    const before = (await broker.readLog()).length;
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect((await broker.readLog()).slice(before)).not.toContain('Received');
    await broker.produce('kept', [line(3)], { partition: 0 });
    await gateway.data('mutation ($id: ID!) { resumeIntegration(id: $id) { state } }', { id });
    await until(async () =>
      expect(await read('lifeKept')).toEqual(
        [1, 2, 3].map((each) => ({ id: each, name: `n${each}` })),
      ),
    );

    expect(
      await codes(UPDATE, {
        id,
        tables: [feed('kept', { columns: [...COLUMNS, { name: 'more', type: 'String' }] })],
      }),
    ).toEqual(['INVALID_INPUT']);
    await broker.produce('added', [line(7)]);
    await gateway.data(UPDATE, {
      id,
      tables: [
        feed('kept', { topics: ['kept', 'added'], handleErrorMode: 'STREAM' }),
        feed('own', { topics: ['added'] }),
      ],
    });
    await until(async () => {
      expect(await read('lifeKept', 'id')).toEqual([1, 2, 3, 7].map((each) => ({ id: each })));
      expect(await read('lifeOwn', 'id')).toEqual([{ id: 7 }]);
    });
    await gateway.data(UPDATE, { id, tables: [feed('own', { topics: ['added'] })] });
    expect(await codes('{ lifeKept { id } }')).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(await gateway.data('{ integrations { deletionImpact { persistedRows } } }')).toEqual({
      integrations: [{ deletionImpact: { persistedRows: '1' } }],
    });
  },
  TEST_TIMEOUT_MS,
);

test(
  'a key of its own makes one row of many, and a field by key',
  async () => {
    await broker.produce('twice', [line(1, 'old'), line(1, 'new'), line(2)], { partition: 0 });
    await setUp('once', [
      feed('twice', {
        persist: { engine: 'REPLACING_MERGE_TREE', orderBy: ['id'], engineParams: ['_offset'] },
      }),
    ]);
    await until(async () =>
      expect(await read('onceTwice')).toEqual([
        { id: 1, name: 'new' },
        { id: 2, name: 'n2' },
      ]),
    );
    await broker.produce('twice', [line(1, 'newest')], { partition: 0 });
    await until(async () =>
      expect(await gateway.data('{ onceTwiceByPk(id: 1) { name } }')).toEqual({
        onceTwiceByPk: { name: 'newest' },
      }),
    );
    expect(await read('onceTwice')).toHaveLength(2);
  },
  TEST_TIMEOUT_MS,
);
