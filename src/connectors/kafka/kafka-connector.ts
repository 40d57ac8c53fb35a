import { GatewayError } from '../../errors/gateway-error';
import { declareColumn } from '../clickhouse-columns/declare-column';
import type { Connector } from '../contract/connector';
import { hostsOfKafka, parseKafkaAddress, renderKafkaAddress } from './address';
import { checkConnection } from './check-connection';
import { addressEntries, collectionEntries } from './collection-entries';
import { brokerState } from './consumers';
import { kafkaDialect } from './kafka-dialect';
import { needsNoCredentials, readLogin } from './login';
import { kafkaTopicFeeds } from './topic-feeds';

/** Apache Kafka and what speaks its protocol. docs/services/kafka.md says what it can do. */
export const kafkaConnector: Connector = {
  type: 'KAFKA',
  engine: 'Kafka',
  requiredCredentials: [],
  assertCredentials: (address, credentials) => void readLogin(address, credentials),
  needsNoCredentials,
  parseAddress: parseKafkaAddress,
  renderAddress: renderKafkaAddress,
  hostsOf: hostsOfKafka,
  // A Kafka has neither.
  defaultDatabase: () => '',
  defaultSchema: () => '',
  // librdkafka verifies certificates and host names, with sslCaCert or the authorities of ClickHouse's machine.
  tlsProblem: () => null,
  checkConnection,
  // ClickHouse asks nothing of a Kafka but through its consumers: they tell whether they reach it.
  probe: async (read) => {
    if ((await read(brokerState(read.collection ?? ''))) !== 'unreachable') return null;
    throw new GatewayError(
      'SERVICE_UNREACHABLE',
      "ClickHouse's consumers reach none of the brokers.",
    );
  },
  collectionEntries,
  addressEntries,
  feeds: kafkaTopicFeeds,
  catalog: {
    list: () =>
      Promise.reject(new GatewayError('INTERNAL', 'The topics of a Kafka are listed natively.')),
    describe: () => Promise.resolve([]),
  },
  dialect: kafkaDialect,
  declareColumn,
};
