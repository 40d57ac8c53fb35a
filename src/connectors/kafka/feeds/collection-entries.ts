import type { ServiceAddress } from '../../../model/service';
import type { Credentials } from '../../contract/credentials';
import type { CollectionEntry } from '../../contract/storage';
import { parseKafkaAddress, usesTls } from '../native/address';
import { readLogin } from '../native/login';

/**
 * How often librdkafka tells of its brokers and of lag. ClickHouse keeps the last account in
 * system.kafka_consumers.
 */
const STATISTICS_INTERVAL_MS = 1000;

/**
 * How long the brokers wait for a consumer that is silent. ClickHouse does not take leave of the
 * group when a table is dropped, or when it stops (26.7.2): until the session ends, the brokers
 * keep its partitions from whoever comes next. librdkafka's own is 45 s; brokers allow 6 s at least
 * (group.min.session.timeout.ms).
 */
const SESSION_TIMEOUT_MS = 6_000;
const HEARTBEAT_INTERVAL_MS = 2_000;

/**
 * The named collection's entries, none of them overridable. What stands behind `kafka.` is a
 * property of librdkafka, with `_` for each dot, that ClickHouse (26.7.2) takes from a collection
 * only.
 * https://github.com/confluentinc/librdkafka/blob/master/CONFIGURATION.md
 */
export function collectionEntries(
  address: ServiceAddress,
  credentials: Credentials,
): readonly CollectionEntry[] {
  const { sasl, client } = readLogin(address, credentials);
  const secrets: readonly (readonly [string, CollectionEntry['value'] | undefined])[] = [
    ['kafka_sasl_username', sasl?.username],
    ['kafka_sasl_password', sasl?.password],
    ['kafka.ssl_certificate_pem', client?.certificate],
    ['kafka.ssl_key_pem', client?.key],
    ['kafka.session_timeout_ms', String(SESSION_TIMEOUT_MS)],
    ['kafka.heartbeat_interval_ms', String(HEARTBEAT_INTERVAL_MS)],
    ['kafka.statistics_interval_ms', String(STATISTICS_INTERVAL_MS)],
  ];
  return [
    ...addressEntries(address),
    ...secrets.flatMap(([key, value]) =>
      value === undefined ? [] : [{ key, value, overridable: false }],
    ),
  ];
}

/**
 * The entries that say where the service is. The brokers stand there twice: `SETTINGS
 * kafka_broker_list = ..` of a table goes before the entry of that name, overridable or not, and
 * would send the password elsewhere. librdkafka's own property goes before both (26.7.2).
 */
export function addressEntries(address: ServiceAddress): readonly CollectionEntry[] {
  const { bootstrapServers, securityProtocol, saslMechanism, sslCaCert } =
    parseKafkaAddress(address);
  const entries = {
    kafka_broker_list: bootstrapServers.join(','),
    'kafka.metadata_broker_list': bootstrapServers.join(','),
    kafka_security_protocol: securityProtocol.toLowerCase(),
    ...(saslMechanism === null ? {} : { kafka_sasl_mechanism: saslMechanism.replaceAll('_', '-') }),
    ...(usesTls({ securityProtocol }) && sslCaCert !== null
      ? { 'kafka.ssl_ca_pem': sslCaCert }
      : {}),
  };
  return Object.entries(entries).map(([key, value]) => ({ key, value, overridable: false }));
}
