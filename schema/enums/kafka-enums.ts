import { createEnum } from './create-enum';

export const KafkaSecurityProtocolEnum = createEnum(
  'KafkaSecurityProtocol',
  'How the brokers are connected to.',
  {
    PLAINTEXT: 'Neither encrypted nor authenticated.',
    SASL_PLAINTEXT: 'Authenticated by user name and password, not encrypted.',
    SASL_SSL: 'Authenticated by user name and password, encrypted.',
    SSL: 'Encrypted, and authenticated by a client certificate where the brokers ask for one.',
  },
);

export const KafkaSaslMechanismEnum = createEnum(
  'KafkaSaslMechanism',
  'How a user name and a password are proven to the brokers.',
  {
    PLAIN: 'Sent as they are: choose it with SASL_SSL, or on a network that you trust.',
    SCRAM_SHA_256: 'Challenge and response with SHA-256.',
    SCRAM_SHA_512: 'Challenge and response with SHA-512.',
  },
);

export const KafkaDataFormatEnum = createEnum(
  'KafkaDataFormat',
  'The format of the messages, by the name of the ClickHouse format.',
  {
    AVRO: 'Avro object container files.',
    AVRO_CONFLUENT: 'Avro with a schema registry, whose URL is `schemaRegistryUrl`.',
    CSV: 'Comma-separated values.',
    JSON_AS_STRING: 'Each JSON document as one text.',
    JSON_COMPACT_EACH_ROW: 'Each message a JSON array of values.',
    JSON_COMPACT_STRINGS_EACH_ROW: 'Each message a JSON array of texts.',
    JSON_EACH_ROW: 'Each message a JSON object.',
    JSON_STRINGS_EACH_ROW: 'Each message a JSON object of texts.',
    MSG_PACK: 'MessagePack.',
    PARQUET: 'Apache Parquet.',
    RAW_BLOB: 'Each message as one text, untouched.',
    TSKV: 'Tab-separated name=value pairs; each line ends with a line feed, the last one too.',
    TSV: 'Tab-separated values; the same as TAB_SEPARATED.',
    TAB_SEPARATED: 'Tab-separated values.',
  },
);

export const KafkaAutoOffsetResetEnum = createEnum(
  'KafkaAutoOffsetReset',
  'Where a consumer group that has no committed offset begins.',
  {
    EARLIEST: 'With the oldest message that is kept.',
    LATEST: 'With messages that come from now on.',
    SMALLEST: 'The same as EARLIEST.',
    BEGINNING: 'The same as EARLIEST.',
    LARGEST: 'The same as LATEST.',
    END: 'The same as LATEST.',
  },
);

export const KafkaDateTimeFormatEnum = createEnum(
  'KafkaDateTimeFormat',
  'How dates and times in text are read.',
  {
    BASIC: '`YYYY-MM-DD hh:mm:ss`, or seconds since 1970.',
    BEST_EFFORT: 'ISO 8601 and many other forms.',
    BEST_EFFORT_US: 'The same, with the month before the day.',
  },
);

export const KafkaCompressionCodecEnum = createEnum(
  'KafkaCompressionCodec',
  'How messages that are written to a topic are compressed.',
  {
    NONE: 'Not at all.',
    GZIP: 'Gzip, levels 0 to 9.',
    LZ4: 'LZ4, levels 0 to 12.',
    SNAPPY: 'Snappy, which has no levels.',
    ZSTD: 'Zstandard.',
  },
);

export const KafkaErrorModeEnum = createEnum(
  'KafkaErrorMode',
  'What is done with a message that cannot be parsed.',
  {
    DEFAULT:
      'Consumption stops at it, after `skipBrokenMessages` of a block; the integration is ' +
      'FAILED until that is mended.',
    STREAM: 'It is kept for 30 days, with its error, in a table of its own; see `brokenMessages`.',
    DEAD_LETTER_QUEUE:
      'It goes to the table system.dead_letter_queue of ClickHouse, where its operator ' +
      'configured one; see `brokenMessages`.',
  },
);

export const PersistEngineEnum = createEnum(
  'PersistEngine',
  'The ClickHouse engine of a table that keeps messages.',
  {
    MERGE_TREE: 'Keeps every row.',
    REPLACING_MERGE_TREE: 'Keeps the last row of each key.',
    SUMMING_MERGE_TREE: 'Adds up the rows of each key.',
    AGGREGATING_MERGE_TREE: 'Merges the columns of type SimpleAggregateFunction of each key.',
    COLLAPSING_MERGE_TREE:
      'Rows of one key cancel each other by the sign in the column of `engineParams`.',
    VERSIONED_COLLAPSING_MERGE_TREE:
      'The same in any order, by the sign and version in the columns of `engineParams`.',
  },
);
