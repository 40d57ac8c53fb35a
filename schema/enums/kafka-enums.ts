import { createEnum } from './create-enum';

export const KafkaSecurityProtocolEnum = createEnum('KafkaSecurityProtocol', 'How the brokers are connected to.', {
  PLAINTEXT: 'Neither encrypted nor authenticated.',
  SASL_PLAINTEXT: 'Authenticated by user name and password, not encrypted.',
  SASL_SSL: 'Authenticated by user name and password, encrypted.',
  SSL: 'Authenticated by a client certificate, encrypted.',
});

export const KafkaSaslMechanismEnum = createEnum('KafkaSaslMechanism', 'How a user name and a password are proven to the brokers.', {
  PLAIN: 'Sent as they are; only over an encrypted connection.',
  SCRAM_SHA_256: 'Challenge and response with SHA-256.',
  SCRAM_SHA_512: 'Challenge and response with SHA-512.',
});

export const KafkaDataFormatEnum = createEnum('KafkaDataFormat', 'The format of the messages, by the name of the ClickHouse format.', {
  AVRO: 'Avro object container files.',
  AVRO_CONFLUENT: 'Avro with a schema registry.',
  CSV: 'Comma-separated values.',
  JSON_AS_STRING: 'Each JSON document as one text.',
  JSON_COMPACT_EACH_ROW: 'Each message a JSON array of values.',
  JSON_COMPACT_STRINGS_EACH_ROW: 'Each message a JSON array of texts.',
  JSON_EACH_ROW: 'Each message a JSON object.',
  JSON_STRINGS_EACH_ROW: 'Each message a JSON object of texts.',
  MSG_PACK: 'MessagePack.',
  PARQUET: 'Apache Parquet.',
  RAW_BLOB: 'Each message as one text, untouched.',
  TSKV: 'Tab-separated name=value pairs.',
  TSV: 'Tab-separated values; the same as TAB_SEPARATED.',
  TAB_SEPARATED: 'Tab-separated values.',
});

export const KafkaAutoOffsetResetEnum = createEnum('KafkaAutoOffsetReset', 'Where a consumer group that has no committed offset begins.', {
  EARLIEST: 'With the oldest message that is kept.',
  LATEST: 'With messages that come from now on.',
});

export const KafkaErrorModeEnum = createEnum('KafkaErrorMode', 'What is done with a message that cannot be parsed.', {
  DEFAULT: 'Consumption stops at it, after `skipBrokenMessages`.',
  STREAM: 'It is kept, with its error, in columns of its own.',
  DEAD_LETTER_QUEUE: 'It goes to the table system.dead_letter_queue of ClickHouse.',
});

export const PersistEngineEnum = createEnum('PersistEngine', 'The ClickHouse engine of a table that keeps messages.', {
  MERGE_TREE: 'Keeps every row.',
  REPLACING_MERGE_TREE: 'Keeps the last row of each key.',
  SUMMING_MERGE_TREE: 'Adds up the rows of each key.',
  AGGREGATING_MERGE_TREE: 'Merges the aggregate states of each key.',
});
