/*
 * Each list below has the values of an enum of the API, with the words of ClickHouse or librdkafka
 * for them.
 */
export const DATA_FORMATS = {
  AVRO: 'Avro',
  AVRO_CONFLUENT: 'AvroConfluent',
  CSV: 'CSV',
  JSON_AS_STRING: 'JSONAsString',
  JSON_COMPACT_EACH_ROW: 'JSONCompactEachRow',
  JSON_COMPACT_STRINGS_EACH_ROW: 'JSONCompactStringsEachRow',
  JSON_EACH_ROW: 'JSONEachRow',
  JSON_STRINGS_EACH_ROW: 'JSONStringsEachRow',
  MSG_PACK: 'MsgPack',
  PARQUET: 'Parquet',
  RAW_BLOB: 'RawBLOB',
  TSKV: 'TSKV',
  TSV: 'TSV',
  TAB_SEPARATED: 'TabSeparated',
} as const;
export const OFFSET_RESETS = {
  EARLIEST: 'earliest',
  LATEST: 'latest',
  SMALLEST: 'smallest',
  BEGINNING: 'beginning',
  LARGEST: 'largest',
  END: 'end',
} as const;
export const DATE_TIME_FORMATS = {
  BASIC: 'basic',
  BEST_EFFORT: 'best_effort',
  BEST_EFFORT_US: 'best_effort_us',
} as const;
export const ERROR_MODES = {
  DEFAULT: 'default',
  STREAM: 'stream',
  DEAD_LETTER_QUEUE: 'dead_letter_queue',
} as const;
export const COMPRESSION_CODECS = {
  NONE: 'none',
  GZIP: 'gzip',
  LZ4: 'lz4',
  SNAPPY: 'snappy',
  ZSTD: 'zstd',
} as const;
export const PERSIST_ENGINES = {
  MERGE_TREE: 'MergeTree',
  REPLACING_MERGE_TREE: 'ReplacingMergeTree',
  SUMMING_MERGE_TREE: 'SummingMergeTree',
  AGGREGATING_MERGE_TREE: 'AggregatingMergeTree',
  COLLAPSING_MERGE_TREE: 'CollapsingMergeTree',
  VERSIONED_COLLAPSING_MERGE_TREE: 'VersionedCollapsingMergeTree',
} as const;

/** How ClickHouse keeps the messages of a feed. */
interface FeedStorage {
  readonly engine: keyof typeof PERSIST_ENGINES;
  /** The columns that the engine takes, e.g. the version of ReplacingMergeTree. */
  readonly engineParams: readonly string[];
  readonly orderBy: readonly string[];
  readonly ttlColumn: string | null;
  readonly ttlDays: number | null;
}

/**
 * How users of ClickHouse write rows to the topic. Where a value is null, librdkafka's own default
 * counts.
 */
export interface FeedProducer {
  readonly batchSize: number | null;
  readonly batchNumMessages: number | null;
  readonly lingerMs: number | null;
  readonly queueBufferingMaxMessages: number | null;
  readonly queueBufferingMaxKbytes: number | null;
  readonly requestRequiredAcks: number | null;
}

/**
 * What is read from which topics, how, and where it is kept. A limit of 0 stands for ClickHouse's
 * own.
 */
export interface TopicFeed {
  /** The name of the connector table in ClickHouse. */
  readonly name: string;
  /** The columns of a message, with their types in ClickHouse. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly topics: readonly string[];
  readonly dataFormat: keyof typeof DATA_FORMATS;
  /** The address of the schema registry, without credentials. Only AVRO_CONFLUENT has one. */
  readonly schemaRegistryUrl: string | null;
  readonly groupName: string;
  readonly autoOffsetReset: keyof typeof OFFSET_RESETS;
  readonly dateTimeInputFormat: keyof typeof DATE_TIME_FORMATS;
  readonly handleErrorMode: keyof typeof ERROR_MODES;
  readonly skipBrokenMessages: number;
  readonly numConsumers: number;
  readonly threadPerConsumer: boolean;
  readonly maxBlockSize: number;
  readonly maxRowsPerMessage: number;
  readonly pollMaxBatchSize: number;
  readonly pollMaxTimeoutMs: number;
  readonly flushIntervalMs: number;
  readonly compressionCodec: keyof typeof COMPRESSION_CODECS;
  readonly compressionLevel: number;
  readonly producer: FeedProducer;
  readonly storage: FeedStorage;
}

/** The names, in one database of ClickHouse, of all that a feed is made of. */
interface FeedTables {
  /** The table of engine Kafka, which consumes the topics. */
  readonly connector: string;
  /** The table that keeps the messages. */
  readonly persisted: string;
  /** The materialized view that moves what was read into `persisted`. */
  readonly view: string;
  /** What sorts out messages that could not be parsed. Null in all modes but STREAM. */
  readonly broken: BrokenTables | null;
}

/** The names of what sorts out messages that could not be parsed. */
export interface BrokenTables {
  /** The table of engine Null through which what was read passes, to one view or the other. */
  readonly passage: string;
  /** The view that moves what was read from the connector into the passage. */
  readonly passageView: string;
  /** The table that keeps messages that could not be parsed. */
  readonly errors: string;
  readonly errorsView: string;
}

/** The names of what the feed is made of. */
export function feedTables({
  name,
  handleErrorMode,
}: Pick<TopicFeed, 'name' | 'handleErrorMode'>): FeedTables {
  const broken = {
    passage: `${name}_passage`,
    passageView: `${name}_passage_view`,
    errors: `${name}_errors`,
    errorsView: `${name}_errors_view`,
  };
  return {
    connector: name,
    persisted: `${name}_persisted`,
    view: `${name}_view`,
    broken: handleErrorMode === 'STREAM' ? broken : null,
  };
}

/** The names of all tables and views that a feed needs with its mode. */
export function requiredNames(
  feed: Pick<TopicFeed, 'name' | 'handleErrorMode'>,
): readonly string[] {
  const { connector, persisted, view, broken } = feedTables(feed);
  const more =
    broken === null ? [] : [broken.passage, broken.passageView, broken.errors, broken.errorsView];
  return [connector, persisted, view, ...more];
}

/** The names of all tables and views that a feed may need with any mode. */
export function feedNames({ name }: Pick<TopicFeed, 'name'>): readonly string[] {
  return requiredNames({ name, handleErrorMode: 'STREAM' });
}

/** The names of a feed's tables that hold rows, which are lost when the tables are dropped. */
export function storageNames({ name }: Pick<TopicFeed, 'name'>): readonly string[] {
  const { persisted, broken } = feedTables({ name, handleErrorMode: 'STREAM' });
  return [persisted, ...(broken === null ? [] : [broken.errors])];
}
