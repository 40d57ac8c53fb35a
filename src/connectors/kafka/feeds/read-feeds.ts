import { GatewayError } from '../../../errors/gateway-error';
import { feedNames, type TopicFeed } from '../../../model/topic-feed';
import { declareColumn } from '../../clickhouse-columns/declare-column';
import { feedShape, type GivenFeed } from './feed-shape';
import { VIRTUAL_COLUMNS } from './kept-columns';

/** The highest level of each compression codec of Kafka; -1 is the codec's own. */
const MAX_LEVEL = { NONE: 12, GZIP: 9, LZ4: 12, SNAPPY: 0, ZSTD: 12 } as const;
/**
 * Names of columns that every Kafka table of ClickHouse has, or every one with the error mode
 * `stream`.
 */
const RESERVED: readonly string[] = [
  ...VIRTUAL_COLUMNS,
  '_timestamp_ms',
  '_headers.name',
  '_headers.value',
  '_raw_message',
  '_error',
  '_table',
  '_database',
];

/**
 * Checks feeds as a caller gives them, and completes them.
 * @throws GatewayError INVALID_INPUT that names the field, CLICKHOUSE_FEATURE_MISSING for what no
 *   ClickHouse has yet
 */
export function readFeeds(
  tables: readonly Readonly<Record<string, unknown>>[],
): readonly TopicFeed[] {
  const parsed = feedShape.safeParse(tables);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({
      field: renderPath(path),
      message,
    }));
    throw new GatewayError(
      'INVALID_INPUT',
      `${issues
        .slice(0, 5)
        .map(({ field, message }) => `${field} ${message}`)
        .join('; ')}.`,
      { details: { fields: issues.map(({ field }) => field) } },
    );
  }
  parsed.data.forEach(assertConsistent);
  assertDistinctNames(parsed.data);
  return parsed.data.map(toFeed);
}

function assertConsistent(feed: GivenFeed, index: number): void {
  const refuse = (field: string, problem: string): never => {
    throw new GatewayError('INVALID_INPUT', `tables[${index}].${field} ${problem}.`, {
      details: { fields: [`tables[${index}].${field}`] },
    });
  };
  const names = feed.columns.map((column) => column.name);
  if (new Set(names).size < names.length) refuse('columns', 'names a column twice');
  const reserved = names.findIndex((each) => RESERVED.includes(each));
  if (reserved !== -1)
    refuse(
      `columns[${reserved}].name`,
      `is a column that every Kafka table has: choose another than ${names[reserved] ?? ''}`,
    );
  if (new Set(feed.topics).size < feed.topics.length) refuse('topics', 'names a topic twice');
  if (feed.producerCompressionLevel > MAX_LEVEL[feed.producerCompressionCodec])
    refuse(
      'producerCompressionLevel',
      `must be -1 to ${MAX_LEVEL[feed.producerCompressionCodec]} with ` +
        `${feed.producerCompressionCodec}`,
    );
  assertFormat(feed, refuse);
  assertPersist(feed, refuse);
  if (feed.autoOffsetResetByDurationMs > 0) {
    throw new GatewayError(
      'CLICKHOUSE_FEATURE_MISSING',
      `tables[${index}].autoOffsetResetByDurationMs: ClickHouse cannot begin at a point in ` +
        'time (26.7 has no such option). Use autoOffsetReset.',
      { details: { needs: 'newer' } },
    );
  }
}

type Refuse = (field: string, problem: string) => never;

function assertFormat({ dataFormat, schemaRegistryUrl, columns }: GivenFeed, refuse: Refuse): void {
  const isConfluent = dataFormat === 'AVRO_CONFLUENT';
  if (isConfluent && schemaRegistryUrl === null)
    refuse('schemaRegistryUrl', 'is required with AVRO_CONFLUENT: the URL of a schema registry');
  if (!isConfluent && schemaRegistryUrl !== null)
    refuse('schemaRegistryUrl', 'is used with AVRO_CONFLUENT only');
  if (schemaRegistryUrl !== null && !isPlainUrl(schemaRegistryUrl))
    refuse(
      'schemaRegistryUrl',
      'must be an http or https URL without a user name, password, query or fragment',
    );
  if ((dataFormat === 'RAW_BLOB' || dataFormat === 'JSON_AS_STRING') && columns.length !== 1)
    refuse('columns', `must be one column with ${dataFormat}`);
}

function assertPersist({ columns, persist }: GivenFeed, refuse: Refuse): void {
  const known = new Set([...columns.map(({ name }) => name), ...VIRTUAL_COLUMNS]);
  const unknown = (names: readonly string[]): string | undefined =>
    names.find((each) => !known.has(each));
  const order = unknown(persist.orderBy);
  if (order !== undefined)
    refuse(
      'persist.orderBy',
      `names "${order}", which is neither a column of the table nor one of ` +
        `${VIRTUAL_COLUMNS.join(', ')}`,
    );
  if (new Set(persist.orderBy).size < persist.orderBy.length)
    refuse('persist.orderBy', 'names a column twice');
  const param = unknown(persist.engineParams);
  if (param !== undefined)
    refuse('persist.engineParams', `names "${param}", which is no column of the table`);
  const [min, max] = PARAMS[persist.engine];
  if (persist.engineParams.length < min || persist.engineParams.length > max)
    refuse(
      'persist.engineParams',
      `must be ${min === max ? min : `${min} to ${max}`} columns with ${persist.engine}`,
    );
  if (persist.ttlColumn === null && persist.ttlDays !== null)
    refuse('persist.ttlDays', 'needs ttlColumn');
  if (persist.ttlColumn !== null && persist.ttlDays === null)
    refuse('persist.ttlColumn', 'needs ttlDays');
  if (persist.ttlColumn !== null && !known.has(persist.ttlColumn))
    refuse('persist.ttlColumn', `names "${persist.ttlColumn}", which is no column of the table`);
}

/**
 * How many columns each engine takes, at least and at most.
 * https://clickhouse.com/docs/engines/table-engines/mergetree-family
 */
const PARAMS: Readonly<Record<GivenFeed['persist']['engine'], readonly [number, number]>> = {
  MERGE_TREE: [0, 0],
  REPLACING_MERGE_TREE: [0, 2],
  SUMMING_MERGE_TREE: [0, 10],
  AGGREGATING_MERGE_TREE: [0, 0],
  COLLAPSING_MERGE_TREE: [1, 1],
  VERSIONED_COLLAPSING_MERGE_TREE: [2, 2],
};

/** Refuses two feeds that need a table of one name: a feed is several tables, named after it. */
function assertDistinctNames(feeds: readonly GivenFeed[]): void {
  const taken = new Map<string, string>();
  for (const [index, feed] of feeds.entries()) {
    for (const each of feedNames(feed)) {
      const other = taken.get(each);
      if (other !== undefined)
        throw new GatewayError(
          'INVALID_INPUT',
          `tables[${index}].name: "${feed.name}" and "${other}" would both need a ` +
            `ClickHouse table "${each}". Choose other names.`,
          { details: { fields: [`tables[${index}].name`] } },
        );
      taken.set(each, feed.name);
    }
  }
}

function toFeed({
  autoOffsetResetByDurationMs: _duration,
  persist,
  ...feed
}: GivenFeed): TopicFeed {
  const {
    producerBatchSize,
    producerBatchNumMessages,
    producerCompressionCodec,
    producerCompressionLevel,
    producerLingerMs,
    producerQueueBufferingMaxMessages,
    producerQueueBufferingMaxKbytes,
    producerRequestRequiredAcks,
    ...rest
  } = feed;
  return {
    ...rest,
    columns: rest.columns.map(({ name, type }) => ({
      name,
      type: declareColumn(name, type).clickhouseType,
    })),
    compressionCodec: producerCompressionCodec,
    compressionLevel: producerCompressionLevel,
    storage: persist,
    producer: {
      batchSize: producerBatchSize,
      batchNumMessages: producerBatchNumMessages,
      lingerMs: producerLingerMs,
      queueBufferingMaxMessages: producerQueueBufferingMaxMessages,
      queueBufferingMaxKbytes: producerQueueBufferingMaxKbytes,
      requestRequiredAcks: producerRequestRequiredAcks,
    },
  };
}

/**
 * True for a URL without a password: one would stand in clear in ClickHouse's own definition of the
 * table.
 */
function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === '';
}

/** Renders a path as `tables[0].columns[1].name`. */
function renderPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${String(part)}`),
    'tables',
  );
}
