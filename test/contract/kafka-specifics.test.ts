import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql, type Sql } from '../../src/sql/sql';
import { eventually } from '../helpers/eventually';
import { secretForms } from '../helpers/gateway/secret-forms';
import { startTestClickHouse } from '../helpers/gateway/start-test-clickhouse';
import { startWatchedGateway, type WatchedGateway } from '../helpers/gateway/start-watched-gateway';
import { startKafkaFront, type KafkaFrontOptions } from '../helpers/sources/start-kafka-front';
import { startKafkaBroker, type KafkaBroker } from '../servers/kafka-broker';

const readPem = (name: string): string =>
  readFileSync(require.resolve(`../fixtures/tls/${name}`), 'utf8');
const [CA, CERTIFICATE, KEY] = [readPem('ca.pem'), readPem('server.pem'), readPem('server.key')];
const TIMEOUT_MS = 120_000;
const PATIENCE_MS = 45_000;
const COLUMNS = [
  { name: 'id', type: 'Int32' },
  { name: 'name', type: 'String' },
];
const CREATE = 'mutation ($input: CreateServiceInput!) { createService(input: $input) { name } }';
const SET_UP =
  'mutation ($input: SetUpManagedDatabasesInput!) { setUpManagedDatabases(input: $input) { ' +
  'id state } }';
const TEST =
  'mutation ($service: String!, $credentials: CredentialsInput) { testConnection(service: ' +
  '$service, credentials: $credentials) { ok refusal } }';

let broker: KafkaBroker;
let gateway: WatchedGateway;

beforeAll(async () => {
  [broker, gateway] = await Promise.all([
    startKafkaBroker(),
    startWatchedGateway({
      TRIBUTARY_HEALTH_INTERVAL_MS: '300',
      TRIBUTARY_CONNECT_TIMEOUT_MS: '8000',
    }),
  ]);
}, 120_000);

afterAll(async () => {
  await gateway?.stop();
  await broker?.stop();
}, 60_000);

const rows = async (query: string) =>
  (await gateway.data<{ rows: readonly object[] }>(`{ rows: ${query} }`)).rows;
const until = (check: () => Promise<unknown>) => eventually(check, PATIENCE_MS);
const forget = (name: string) =>
  gateway.data('mutation ($name: String!) { deleteService(name: $name, force: true) { name } }', {
    name,
  });
const line = (id: number, name = 'a') => JSON.stringify({ id, name });

describe('credentials', () => {
  const login = { username: 'reader', password: 'Qz7kKafka-reader' };
  const wrong = { username: 'reader', password: 'Jd8wKafka-wrong' };
  const tls = { cert: CERTIFICATE, key: KEY };
  const clientCert = { sslClientCert: CERTIFICATE, sslClientKey: KEY };
  const sasl = { saslMechanism: 'PLAIN' };

  test.each<[string, KafkaFrontOptions, object, object, object | null, string]>([
    ['SASL_PLAINTEXT', { login }, sasl, login, wrong, 'AUTHENTICATION_FAILED'],
    ['SASL_SSL', { login, tls }, { ...sasl, sslCaCert: CA }, login, wrong, 'AUTHENTICATION_FAILED'],
    [
      'SSL',
      { tls: { ...tls, requestCert: true, rejectUnauthorized: true, ca: [CA] } },
      { sslCaCert: CA },
      clientCert,
      {},
      'TLS_FAILED',
    ],
  ])(
    '%s lets the gateway and ClickHouse in, and no others',
    async (securityProtocol, options, more, good, bad, refusal) => {
      const front = await startKafkaFront(broker.address, options);
      const service = `by-${securityProtocol.toLowerCase().replace('_', '-')}`;
      const topic = `topic-${service}`;
      try {
        await broker.produce(topic, [line(1)]);
        await gateway.data(CREATE, {
          input: {
            name: service,
            kafka: { bootstrapServers: [`localhost:${front.port}`], securityProtocol, ...more },
          },
        });
        expect(await gateway.data(TEST, { service, credentials: good })).toEqual({
          testConnection: { ok: true, refusal: null },
        });
        expect(await gateway.data(TEST, { service, credentials: bad })).toEqual({
          testConnection: { ok: false, refusal },
        });
        const tables = [
          { name: 'seen', topics: [topic], groupName: topic, columns: COLUMNS },
          {
            name: 'sent',
            topics: [topic],
            groupName: `${topic}-2`,
            columns: COLUMNS,
            producerLingerMs: 1,
          },
        ];
        expect(
          (await gateway.ask(SET_UP, { input: { service, credentials: bad, tables } })).errors,
        ).toMatchObject([{ extensions: { code: 'CREDENTIALS_REFUSED', refusal } }]);
        expect((await gateway.ask(SET_UP, { input: { service, tables } })).errors).toMatchObject([
          { extensions: { code: 'CREDENTIALS_REQUIRED' } },
        ]);
        await gateway.data(SET_UP, { input: { service, credentials: good, tables } });
        const camelCase = service.replace(/-([a-z])/g, (_all, letter: string) =>
          letter.toUpperCase(),
        );
        const field = `${camelCase}Seen`;
        await until(async () =>
          expect(await rows(`${field} { id name }`)).toEqual([{ id: 1, name: 'a' }]),
        );
        expect(
          (await gateway.ask(`{ service(name: "${service}") { catalog { name } } }`)).errors,
        ).toMatchObject([{ extensions: { code: 'CREDENTIALS_REQUIRED' } }]);
        await gateway.data(
          'mutation ($service: String!, $credentials: CredentialsInput!) { ' +
            'rotateCredentials(service: $service, credentials: $credentials) { name } }',
          { service, credentials: good },
        );
        await broker.produce(topic, [line(2)]);
        await until(async () =>
          expect(await rows(`${field}(orderBy: [{ id: ASC }]) { id }`)).toEqual([
            { id: 1 },
            { id: 2 },
          ]),
        );
        const shown = await gateway.engine(
          'SELECT create_table_query FROM system.tables WHERE database = ' +
            `'endpoint_${service}' FORMAT JSONEachRow`,
        );
        expect(shown).toContain(`endpoint_${service}__feed_sent`);
        await gateway.engine('SELECT * FROM system.named_collections FORMAT JSONEachRow');
        await gateway.engine('SELECT * FROM system.kafka_consumers FORMAT JSONEachRow');
        await forget(service);
        expect(
          await gateway.engine(
            'SELECT name FROM system.named_collections WHERE startsWith(name, ' +
              `'endpoint_${service}')`,
          ),
        ).toBe('');
      } finally {
        await front.stop();
      }
    },
    TIMEOUT_MS,
  );

  test('no secret was shown', async () => {
    const secrets = [login.password, wrong.password, KEY].map(
      (secret) =>
        [
          secret,
          secretForms(secret, secret === KEY ? (KEY.split('\n')[1] ?? KEY) : secret),
        ] as const,
    );
    expect(await gateway.findSecrets(new Map(secrets))).toEqual([]);
  });

  test(
    'a table cannot send them to other brokers by its own settings',
    async () => {
      await broker.produce('fixed', [line(1)]);
      await gateway.data(CREATE, {
        input: { name: 'fixed', kafka: { bootstrapServers: [broker.address] } },
      });
      await gateway.data(SET_UP, {
        input: {
          service: 'fixed',
          tables: [{ name: 'seen', topics: ['fixed'], groupName: 'fixed', columns: COLUMNS }],
        },
      });
      await gateway.engine('CREATE TABLE default.taken (id Int32) ENGINE = MergeTree ORDER BY id');
      await gateway.engine(
        'CREATE TABLE default.taking (id Int32, name String) ENGINE = ' +
          "Kafka(`endpoint_fixed`) SETTINGS kafka_broker_list = '127.0.0.1:1', " +
          "kafka_topic_list = 'fixed', kafka_group_name = 'taking', kafka_format = " +
          "'JSONEachRow'",
      );
      await gateway.engine(
        'CREATE MATERIALIZED VIEW default.takes TO default.taken AS SELECT id FROM default.taking',
      );
      await until(async () =>
        expect(
          await gateway.engine(
            "SELECT has(JSONExtractKeys(rdkafka_stat, 'brokers'), '127.0.0.1:1/bootstrap'), " +
              "position(rdkafka_stat, '127.0.0.1:1/') FROM system.kafka_consumers WHERE " +
              "table = 'taking' AND rdkafka_stat != ''",
          ),
        ).toBe('0\t0\n'),
      );
      for (const name of ['taking', 'takes', 'taken'])
        await gateway.engine(`DROP TABLE default.${name} SYNC`);
      await forget('fixed');
    },
    TIMEOUT_MS,
  );
});

test(
  'every format is read',
  async () => {
    const writer = await startTestClickHouse();
    const schemas = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          schema: JSON.stringify({
            type: 'record',
            name: 'r',
            fields: [
              { name: 'id', type: 'int' },
              { name: 'name', type: 'string' },
            ],
          }),
        }),
      );
    });
    await new Promise<void>((resolve) => {
      schemas.listen(0, '127.0.0.1', resolve);
    });
    const printed = (format: Sql): Promise<Buffer> =>
      writer.clickhouse
        .bytes(sql`SELECT toInt32(1) AS id, 'a' AS name FORMAT ${format}`)
        .then(({ body }) => body);
    try {
      const messages: Readonly<Record<string, string | Buffer>> = {
        JSON_EACH_ROW: line(1),
        JSON_STRINGS_EACH_ROW: '{"id":"1","name":"a"}',
        JSON_COMPACT_EACH_ROW: '[1,"a"]',
        JSON_COMPACT_STRINGS_EACH_ROW: '["1","a"]',
        CSV: '1,"a"',
        TSV: '1\ta',
        TAB_SEPARATED: '1\ta',
        TSKV: 'id=1\tname=a\n',
        MSG_PACK: await printed(sql`MsgPack`),
        AVRO: await printed(sql`Avro`),
        PARQUET: await printed(sql`Parquet`),
        // Magic byte, id of the schema, 1 and one letter, both zigzag encoded.
        AVRO_CONFLUENT: Buffer.from([0, 0, 0, 0, 1, 2, 2, 97]),
        RAW_BLOB: 'a\n"b"',
        JSON_AS_STRING: '{"id": 1}',
      };
      const tables = Object.keys(messages).map((dataFormat) => {
        const name = dataFormat.toLowerCase();
        const isWhole = dataFormat === 'RAW_BLOB' || dataFormat === 'JSON_AS_STRING';
        const registry =
          dataFormat === 'AVRO_CONFLUENT'
            ? { schemaRegistryUrl: `http://127.0.0.1:${(schemas.address() as AddressInfo).port}` }
            : {};
        return {
          name,
          dataFormat,
          topics: [name],
          groupName: name,
          columns: isWhole ? [{ name: 'whole', type: 'String' }] : COLUMNS,
          ...registry,
        };
      });
      for (const { name, dataFormat } of tables)
        await broker.produce(name, [messages[dataFormat] ?? '']);
      await gateway.data(CREATE, {
        input: { name: 'formats', kafka: { bootstrapServers: [broker.address] } },
      });
      await gateway.data(SET_UP, { input: { service: 'formats', tables } });
      const fields = await gateway.data<{
        remoteTables: readonly { fieldName: string; feed: { name: string } }[];
      }>('{ remoteTables(service: "formats") { fieldName feed { name } } }');
      const selection = fields.remoteTables
        .map(
          ({ fieldName, feed }) =>
            `${feed.name}: ${fieldName} { ` +
            `${feed.name === 'raw_blob' || feed.name === 'json_as_string' ? 'whole' : 'id name'} }`,
        )
        .join(' ');
      const expected = Object.fromEntries(
        tables.map(({ name }) => [name, [{ id: 1, name: 'a' }] as object[]]),
      );
      await until(async () =>
        expect(await gateway.data(`{ ${selection} }`)).toEqual({
          ...expected,
          raw_blob: [{ whole: 'a\n"b"' }],
          json_as_string: [{ whole: '{"id": 1}' }],
        }),
      );
    } finally {
      schemas.close();
      await writer.stop();
      await forget('formats');
    }
  },
  TIMEOUT_MS,
);

test.each(['is gone', 'hangs'])(
  'brokers of which one %s delay nothing, and the state says so',
  async (how) => {
    const sick = await startKafkaBroker();
    const name = how === 'hangs' ? 'hung' : 'gone';
    try {
      await sick.produce('t', [line(1)]);
      await gateway.data(CREATE, { input: { name, kafka: { bootstrapServers: [sick.address] } } });
      const {
        setUpManagedDatabases: { id },
      } = await gateway.data<{ setUpManagedDatabases: { id: string } }>(SET_UP, {
        input: {
          service: name,
          tables: [{ name: 't', topics: ['t'], groupName: 't', columns: COLUMNS }],
        },
      });
      await until(async () => expect(await rows(`${name}T { id }`)).toEqual([{ id: 1 }]));
      if (how === 'hangs') sick.hang();
      else await sick.stop();
      await until(async () =>
        expect(
          await gateway.data('{ integrations { state errors { code likelyCause } } }'),
        ).toMatchObject({
          integrations: [
            { state: 'FAILED', errors: [{ code: 'SERVICE_UNREACHABLE', likelyCause: 'SERVICE' }] },
          ],
        }),
      );
      const startedAt = Date.now();
      expect(await rows(`${name}T { id }`)).toEqual([{ id: 1 }]);
      expect(await gateway.data(TEST, { service: name })).toEqual({
        testConnection: { ok: false, refusal: 'UNREACHABLE' },
      });
      await gateway.data('mutation ($id: ID!) { pauseIntegration(id: $id) { state } }', { id });
      await forget(name);
      expect(Date.now() - startedAt).toBeLessThan(10_000);
    } finally {
      await sick.stop();
    }
  },
  TIMEOUT_MS,
);
