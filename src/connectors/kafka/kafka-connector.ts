import { GatewayError } from '../../errors/gateway-error';
import { declareColumn } from '../clickhouse-columns/declare-column';
import type { Connector } from '../contract/connector';
import { addressEntries, collectionEntries } from './feeds/collection-entries';
import { brokerState } from './feeds/consumers';
import { kafkaTopicFeeds } from './feeds/topic-feeds';
import { kafkaDialect } from './kafka-dialect';
import { hostsOfKafka, parseKafkaAddress, renderKafkaAddress } from './native/address';
import { checkConnection } from './native/check-connection';
import { listTopics } from './native/list-topics';
import { needsNoCredentials, readLogin } from './native/login';

/** Apache Kafka and what speaks its protocol. docs/services/kafka.md says what it can do. */
export const kafkaConnector = {
  identity: {
    type: 'KAFKA',
    engine: 'Kafka',
    // A Kafka has neither databases nor schemas.
    defaultDatabase: () => '',
    defaultSchema: () => '',
  },
  address: { parse: parseKafkaAddress, render: renderKafkaAddress },
  credentials: {
    required: [],
    assert: (address, credentials) => void readLogin(address, credentials),
    needsNone: needsNoCredentials,
  },
  access: {
    hostsOf: hostsOfKafka,
    // librdkafka verifies certificates and host names, with sslCaCert or the authorities of
    // ClickHouse's machine.
    tlsProblem: () => null,
    check: checkConnection,
    // ClickHouse asks a Kafka through its consumers only: they tell whether they reach it.
    probe: async (read) => {
      if ((await read(brokerState(read.collection ?? ''))) !== 'unreachable') return null;
      throw new GatewayError(
        'SERVICE_UNREACHABLE',
        "ClickHouse's consumers reach none of the brokers.",
      );
    },
  },
  catalog: { kind: 'declared', list: listTopics, declareColumn },
  storage: { collectionEntries, addressEntries, feeds: kafkaTopicFeeds },
  queries: { dialect: kafkaDialect },
} satisfies Connector;
