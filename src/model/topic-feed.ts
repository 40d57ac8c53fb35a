/**
 * The values of the contract's enums, each with the word that ClickHouse or librdkafka has for it.
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

/** Where messages are kept. */
export interface FeedStorage {
  readonly engine: keyof typeof PERSIST_ENGINES;
  /** Columns, e.g. the version of ReplacingMergeTree. */
  readonly engineParams: readonly string[];
  readonly orderBy: readonly string[];
  readonly ttlColumn: string | null;
  readonly ttlDays: number | null;
}

/**
 * How rows are written to the topic by users of ClickHouse; librdkafka's own defaults where null.
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
 * What is read of which topics, how, and where it is kept. Of the limits 0 stands for ClickHouse's
 * own.
 */
export interface TopicFeed {
  /** Of the connector table in ClickHouse. */
  readonly name: string;
  /** Of a message, with their types in ClickHouse. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly topics: readonly string[];
  readonly dataFormat: keyof typeof DATA_FORMATS;
  /** Of AVRO_CONFLUENT only; without credentials. */
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
export interface FeedTables {
  /** Of engine Kafka: consumes the topics. */
  readonly connector: string;
  readonly persisted: string;
  /** Moves what was read into `persisted`. */
  readonly view: string;
  /** With the mode STREAM, what sorts out the messages that could not be parsed. */
  readonly broken: BrokenTables | null;
}

export interface BrokenTables {
  /** Of engine Null: what was read passes through it, to one view or the other. */
  readonly passage: string;
  /** From the connector into the passage. */
  readonly passageView: string;
  readonly errors: string;
  readonly errorsView: string;
}

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

/** The names of what must be there for a feed. */
export function requiredNames(
  feed: Pick<TopicFeed, 'name' | 'handleErrorMode'>,
): readonly string[] {
  const { connector, persisted, view, broken } = feedTables(feed);
  const more =
    broken === null ? [] : [broken.passage, broken.passageView, broken.errors, broken.errorsView];
  return [connector, persisted, view, ...more];
}

/** The names that it can ever need. */
export function feedNames({ name }: Pick<TopicFeed, 'name'>): readonly string[] {
  return requiredNames({ name, handleErrorMode: 'STREAM' });
}

/** Those that hold rows, and would take them along. */
export function storageNames({ name }: Pick<TopicFeed, 'name'>): readonly string[] {
  const { persisted, broken } = feedTables({ name, handleErrorMode: 'STREAM' });
  return [persisted, ...(broken === null ? [] : [broken.errors])];
}
