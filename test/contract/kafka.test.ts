import { readFileSync } from 'node:fs';
import { kafkaConnector } from '../../src/connectors/kafka/kafka-connector';
import { startKafkaBroker } from '../servers/kafka-broker';
import { connectorContract } from './connector-contract';
import type { ContractService } from './suite/contract-terms';

const CERTIFICATE = readFileSync(require.resolve('../fixtures/tls/ca.pem'), 'utf8');
const ROWS = [
  { id: 1, name: 'Nina' },
  { id: 2, name: "D'Angelo" },
  { id: 3, name: 'Björk' },
];

connectorContract({
  connector: kafkaConnector,
  member: 'kafka',
  address: {
    completed: {
      input: { bootstrapServers: ['one.example.com:9092', '[::1]:9093'] },
      parsed: {
        bootstrapServers: ['one.example.com:9092', '[::1]:9093'],
        securityProtocol: 'PLAINTEXT',
        saslMechanism: null,
        sslCaCert: null,
      },
      rendered: 'one.example.com:9092,[::1]:9093',
      hosts: ['one.example.com', '::1'],
    },
    refused: [
      ['bootstrapServers', {}],
      ['bootstrapServers', { bootstrapServers: [] }],
      ['bootstrapServers.0', { bootstrapServers: ['h'] }],
      ['bootstrapServers.0', { bootstrapServers: ['h:0'] }],
      ['bootstrapServers.0', { bootstrapServers: ['a:1,b:2'] }],
      ['bootstrapServers.0', { bootstrapServers: ['::1:9092'] }],
      ['bootstrapServers.0', { bootstrapServers: ['ssl://h:9092'] }],
      ['securityProtocol', { bootstrapServers: ['h:1'], securityProtocol: 'TLS' }],
      ['saslMechanism', { bootstrapServers: ['h:1'], securityProtocol: 'SASL_SSL' }],
      ['saslMechanism', { bootstrapServers: ['h:1'], saslMechanism: 'PLAIN' }],
      ['sslCaCert', { bootstrapServers: ['h:1'], sslCaCert: CERTIFICATE }],
      ['sslCaCert', { bootstrapServers: ['h:1'], securityProtocol: 'SSL', sslCaCert: 'rubbish' }],
    ],
  },
  overridable: [],
  catalog: 'declared',
  capabilities: ['addressEntries'],
  start: startService,
});

async function startService(): Promise<ContractService> {
  const broker = await startKafkaBroker();
  await broker.produce(
    'artists',
    ROWS.map((row) => JSON.stringify(row)),
  );
  const address = (port: number, more: object = {}) => ({
    bootstrapServers: [`127.0.0.1:${port}`],
    ...more,
  });
  const port = Number(broker.address.split(':')[1]);
  const sasl = { securityProtocol: 'SASL_PLAINTEXT', saslMechanism: 'SCRAM_SHA_512' };
  return {
    port,
    address,
    credentials: null,
    refusals: [
      { refusal: 'TLS_FAILED', address: address(port, { securityProtocol: 'SSL' }) },
      {
        refusal: 'AUTHENTICATION_FAILED',
        address: address(port, sasl),
        credentials: { username: 'reader', password: 'Jd8wKafkaSecret' },
      },
    ],
    modes: {
      MANAGED_DATABASES: {
        tables: [
          {
            name: 'artist',
            topics: ['artists'],
            groupName: 'contract',
            columns: [
              { name: 'id', type: 'Int32' },
              { name: 'name', type: 'String' },
            ],
          },
        ],
      },
    },
    table: {
      remoteName: 'artists',
      fields: 'id name',
      orderBy: '[{ id: ASC }]',
      rows: ROWS,
      where: '{ id: { _gte: 2 } }',
      matching: ROWS.slice(1),
      isDeclared: true,
    },
    canStandBehindProxy: false,
    readLog: async () =>
      (await broker.readLog())
        .split('\n')
        .filter((line) => line.includes('Received '))
        .join('\n'),
    remove: () => broker.stop(),
  };
}
