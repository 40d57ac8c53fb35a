import { kafkaTopicFeeds as kafka } from '../../../src/connectors/kafka/feeds/topic-feeds';
import { feedTables, type TopicFeed } from '../../../src/model/topic-feed';
import { Secret } from '../../../src/util/secret';
import { thrownBy } from '../../helpers/thrown-by';

const CLICKS = {
  name: 'clicks',
  columns: [
    { name: 'id', type: 'Int32' },
    { name: 'at', type: "DateTime64(3,'UTC')" },
  ],
  topics: ['a', 'b.c'],
};
const DEFAULTS = { name: 'clicks', columns: [{ name: 'id', type: 'Int32' }], topics: ['t'] };

function one(more: Readonly<Record<string, unknown>> = {}): TopicFeed {
  const [feed] = kafka.read([{ ...CLICKS, ...more }]);
  if (feed === undefined) throw new Error('no feed');
  return feed;
}

const statements = (feed: TopicFeed) =>
  [...kafka.storage('endpoint_x', feed), ...kafka.consuming('endpoint_x', feed, 'made')].map(
    ({ create }) => create.text,
  );
const settings = (more: Readonly<Record<string, unknown>>) =>
  /SETTINGS (.*) COMMENT/.exec(
    kafka.consuming('endpoint_x', one(more), 'made')[0]?.create.text ?? '',
  )?.[1] ?? '';

test('a feed is a table that keeps rows, a connector and a view', () => {
  expect(
    statements(
      one({ persist: { orderBy: ['id', '_offset'], ttlColumn: '_timestamp', ttlDays: 7 } }),
    ),
  ).toEqual([
    "CREATE TABLE IF NOT EXISTS `endpoint_x`.`clicks_persisted` (`id` Int32, `at` DateTime64(3, 'UTC'), `_topic` LowCardinality(String), `_partition` Int32, `_offset` Int64, `_timestamp` Nullable(DateTime64(3, 'UTC')), `_key` String) ENGINE = MergeTree ORDER BY (`id`, `_offset`) TTL ifNull(toDateTime(`_timestamp`), toDateTime(4294967295)) + toIntervalDay(7) COMMENT 'Rows kept by Tributary'",
    "CREATE TABLE IF NOT EXISTS `endpoint_x`.`clicks` (`id` Int32, `at` DateTime64(3, 'UTC')) ENGINE = Kafka(`endpoint_x`) SETTINGS kafka_topic_list = 'a,b.c', kafka_group_name = 'clickhouse', kafka_format = 'JSONEachRow', kafka_handle_error_mode = 'default', kafka_num_consumers = 1, kafka_flush_interval_ms = 500, date_time_input_format = 'basic' COMMENT 'made'",
    "CREATE MATERIALIZED VIEW IF NOT EXISTS `endpoint_x`.`clicks_view` TO `endpoint_x`.`clicks_persisted` AS SELECT `id`, `at`, `_topic`, `_partition`, `_offset`, `_timestamp_ms` AS `_timestamp`, `_key` FROM `endpoint_x`.`clicks` COMMENT 'made'",
  ]);
});

test('with STREAM the view that begins to consume is made last', () => {
  const feed = one({ handleErrorMode: 'STREAM' });
  expect(kafka.consuming('endpoint_x', feed, 'made').map(({ name }) => name)).toEqual([
    'clicks',
    'clicks_passage',
    'clicks_errors_view',
    'clicks_view',
    'clicks_passage_view',
  ]);
  const last = kafka.consuming('endpoint_x', feed, 'made').at(-1)?.create.text;
  expect(last).toContain('TO `endpoint_x`.`clicks_passage` AS SELECT');
  expect(last).toContain('FROM `endpoint_x`.`clicks` ');
  expect(feedTables(feed).broken?.errors).toBe('clicks_errors');
});

test('every option of a table reaches ClickHouse', () => {
  expect(
    settings({
      dataFormat: 'AVRO_CONFLUENT',
      schemaRegistryUrl: 'http://registry:8081/x',
      groupName: "it's",
      dateTimeInputFormat: 'BEST_EFFORT_US',
      handleErrorMode: 'DEAD_LETTER_QUEUE',
      skipBrokenMessages: 3,
      numConsumers: 10,
      threadPerConsumer: true,
      maxBlockSize: 5,
      pollMaxBatchSize: 6,
      maxRowsPerMessage: 7,
      pollMaxTimeoutMs: 8,
      flushIntervalMs: 900,
      producerCompressionCodec: 'LZ4',
      producerCompressionLevel: 12,
    }),
  ).toBe(
    "kafka_topic_list = 'a,b.c', kafka_group_name = 'it\\'s', kafka_format = 'AvroConfluent', kafka_handle_error_mode = 'dead_letter_queue', kafka_num_consumers = 10, kafka_flush_interval_ms = 900, kafka_skip_broken_messages = 3, kafka_thread_per_consumer = 1, kafka_max_block_size = 5, kafka_max_rows_per_message = 7, kafka_poll_max_batch_size = 6, kafka_poll_timeout_ms = 8, kafka_compression_codec = 'lz4', kafka_compression_level = 12, date_time_input_format = 'best_effort_us', format_avro_schema_registry_url = 'http://registry:8081/x'",
  );
});

test.each([
  ['AVRO', 'Avro'],
  ['CSV', 'CSV'],
  ['JSON_COMPACT_EACH_ROW', 'JSONCompactEachRow'],
  ['JSON_COMPACT_STRINGS_EACH_ROW', 'JSONCompactStringsEachRow'],
  ['JSON_EACH_ROW', 'JSONEachRow'],
  ['JSON_STRINGS_EACH_ROW', 'JSONStringsEachRow'],
  ['MSG_PACK', 'MsgPack'],
  ['PARQUET', 'Parquet'],
  ['TSKV', 'TSKV'],
  ['TSV', 'TSV'],
  ['TAB_SEPARATED', 'TabSeparated'],
])('the format %s is %s', (dataFormat, name) => {
  expect(settings({ dataFormat })).toContain(`kafka_format = '${name}'`);
});

test('options of librdkafka stand in named collections, none overridable', () => {
  const address = {
    bootstrapServers: ['k:9092'],
    securityProtocol: 'SASL_SSL',
    saslMechanism: 'SCRAM_SHA_256',
  };
  const credentials = { username: 'u', password: new Secret('hunter2') };
  const feeds = [
    one(),
    one({ autoOffsetReset: 'END' }),
    {
      ...one({ autoOffsetReset: 'LARGEST', producerLingerMs: 9, producerRequestRequiredAcks: -1 }),
      name: 'own',
    },
  ];
  expect(feeds.map((feed) => kafka.collectionOf('endpoint_x', feed))).toEqual([
    'endpoint_x',
    'endpoint_x__latest',
    'endpoint_x__feed_own',
  ]);
  const made = kafka.collections('endpoint_x', address, credentials, feeds);
  expect(made.map(({ name }) => name)).toEqual(['endpoint_x__latest', 'endpoint_x__feed_own']);
  expect(made[1]?.entries).toEqual(
    expect.arrayContaining([
      { key: 'kafka_broker_list', value: 'k:9092', overridable: false },
      { key: 'kafka_security_protocol', value: 'sasl_ssl', overridable: false },
      { key: 'kafka_sasl_mechanism', value: 'SCRAM-SHA-256', overridable: false },
      { key: 'kafka.auto_offset_reset', value: 'largest', overridable: false },
      { key: 'kafka.linger_ms', value: '9', overridable: false },
      { key: 'kafka.request_required_acks', value: '-1', overridable: false },
    ]),
  );
  expect(JSON.stringify(made)).not.toContain('hunter2');
});

test('rows are kept while columns and storage stay', () => {
  expect(
    kafka.keepsRows(one(), one({ topics: ['z'], handleErrorMode: 'STREAM', numConsumers: 2 })),
  ).toBe(true);
  expect(kafka.keepsRows(one(), one({ columns: [{ name: 'id', type: 'Int64' }] }))).toBe(false);
  expect(kafka.keepsRows(one(), one({ persist: { orderBy: ['id'] } }))).toBe(false);
});

test('engines that keep one row of a key have that key', () => {
  const persist = { orderBy: ['id'], engine: 'REPLACING_MERGE_TREE', engineParams: ['_offset'] };
  const feed = one({ persist });
  expect(kafka.describe(feed)).toMatchObject({
    engine: 'ReplacingMergeTree',
    table: { primaryKey: ['id'], kind: 'TOPIC' },
  });
  expect(kafka.storage('endpoint_x', feed)[0]?.create.text).toContain(
    'ENGINE = ReplacingMergeTree(`_offset`) ORDER BY (`id`)',
  );
  expect(
    kafka.storage(
      'endpoint_x',
      one({
        persist: { orderBy: ['id'], engine: 'SUMMING_MERGE_TREE', engineParams: ['_offset', 'at'] },
      }),
    )[0]?.create.text,
  ).toContain('SummingMergeTree((`_offset`, `at`))');
  expect(kafka.describe(one()).table.primaryKey).toEqual([]);
});

describe('a table is refused by field', () => {
  const many = (count: number, make: (index: number) => unknown) =>
    Array.from({ length: count }, (_, index) => make(index));
  test.each<[string, Readonly<Record<string, unknown>>]>([
    ['tables[0].name', { name: '' }],
    ['tables[0].name', { name: 'x'.repeat(41) }],
    ['tables[0].name', { name: 'a\u0000' }],
    ['tables[0].columns', { columns: [] }],
    ['tables[0].columns', { columns: many(101, (index) => ({ name: `c${index}`, type: 'Int8' })) }],
    ['tables[0].columns[0].name', { columns: [{ name: 'x'.repeat(41), type: 'Int8' }] }],
    ['tables[0].columns[0].name', { columns: [{ name: '_offset', type: 'Int8' }] }],
    [
      'tables[0].columns',
      {
        columns: [
          { name: 'a', type: 'Int8' },
          { name: 'a', type: 'Int8' },
        ],
      },
    ],
    ['columns', { columns: [{ name: 'a', type: 'Int8) ENGINE = Log --' }] }],
    ['columns', { columns: [{ name: 'a', type: 'AggregateFunction(sum, Int8)' }] }],
    ['tables[0].topics', { topics: [] }],
    ['tables[0].topics', { topics: many(101, (index) => `t${index}`) }],
    ['tables[0].topics', { topics: ['a', 'a'] }],
    ['tables[0].topics[0]', { topics: ['..'] }],
    ['tables[0].topics[0]', { topics: ['a,b'] }],
    ['tables[0].topics[0]', { topics: ['x'.repeat(250)] }],
    ['tables[0].groupName', { groupName: '' }],
    ['tables[0].groupName', { groupName: 'x'.repeat(250) }],
    ['tables[0].groupName', { groupName: '{macro}' }],
    ['tables[0].numConsumers', { numConsumers: 0 }],
    ['tables[0].numConsumers', { numConsumers: 11 }],
    ['tables[0].skipBrokenMessages', { skipBrokenMessages: 1_000_000_001 }],
    ['tables[0].maxBlockSize', { maxBlockSize: -1 }],
    ['tables[0].pollMaxBatchSize', { pollMaxBatchSize: -1 }],
    ['tables[0].maxRowsPerMessage', { maxRowsPerMessage: 0 }],
    ['tables[0].pollMaxTimeoutMs', { pollMaxTimeoutMs: 30_001 }],
    ['tables[0].flushIntervalMs', { flushIntervalMs: 99 }],
    ['tables[0].autoOffsetReset', { autoOffsetReset: 'SOON' }],
    [
      'tables[0].producerCompressionLevel',
      { producerCompressionCodec: 'GZIP', producerCompressionLevel: 10 },
    ],
    ['tables[0].producerLingerMs', { producerLingerMs: -1 }],
    ['tables[0].schemaRegistryUrl', { dataFormat: 'AVRO_CONFLUENT' }],
    [
      'tables[0].schemaRegistryUrl',
      { dataFormat: 'AVRO_CONFLUENT', schemaRegistryUrl: 'http://u:p@host' },
    ],
    ['tables[0].schemaRegistryUrl', { schemaRegistryUrl: 'http://host' }],
    ['tables[0].columns', { dataFormat: 'RAW_BLOB' }],
    ['tables[0].persist.orderBy', { persist: { orderBy: [] } }],
    ['tables[0].persist.orderBy', { persist: { orderBy: ['none'] } }],
    ['tables[0].persist.ttlDays', { persist: { orderBy: ['id'], ttlDays: 1 } }],
    ['tables[0].persist.ttlColumn', { persist: { orderBy: ['id'], ttlColumn: 'at' } }],
    [
      'tables[0].persist.ttlDays',
      { persist: { orderBy: ['id'], ttlColumn: 'at', ttlDays: 36_501 } },
    ],
    ['tables[0].persist.engineParams', { persist: { orderBy: ['id'], engineParams: ['at'] } }],
  ])('%s (case %#)', (field, more) => {
    const error = thrownBy(() => kafka.read([{ ...CLICKS, ...more }]));
    expect([error.code, error.message]).toEqual(['INVALID_INPUT', expect.stringContaining(field)]);
  });

  test.each<[string, Readonly<Record<string, unknown>>]>([
    ['orderBy', { orderBy: ['_timestamp'] }],
    ['orderBy', { orderBy: ['list'] }],
    ['ttlColumn', { orderBy: ['id'], ttlColumn: 'id', ttlDays: 1 }],
  ])('persist.%s of %j', (field, persist) => {
    const columns = [...CLICKS.columns, { name: 'list', type: 'Array(Int8)' }];
    const error = thrownBy(() => kafka.describe(one({ columns, persist })));
    expect([error.code, error.message]).toEqual([
      'INVALID_INPUT',
      expect.stringContaining(`persist.${field}`),
    ]);
  });

  test('two tables that would need one name; more than 400; a point in time', () => {
    expect(thrownBy(() => kafka.read([DEFAULTS, DEFAULTS])).message).toContain('tables[1].name');
    expect(
      thrownBy(() => kafka.read([DEFAULTS, { ...DEFAULTS, name: 'clicks_persisted' }])).message,
    ).toContain('tables[1].name');
    expect(
      thrownBy(() =>
        kafka.read(
          many(401, (index) => ({ ...DEFAULTS, name: `t${index}` })) as (typeof DEFAULTS)[],
        ),
      ).message,
    ).toContain('tables may have 400');
    expect(thrownBy(() => kafka.read([{ ...DEFAULTS, autoOffsetResetByDurationMs: 1 }])).code).toBe(
      'CLICKHOUSE_FEATURE_MISSING',
    );
  });
});
