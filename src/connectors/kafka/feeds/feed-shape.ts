import { z } from 'zod';
import {
  COMPRESSION_CODECS,
  DATA_FORMATS,
  DATE_TIME_FORMATS,
  ERROR_MODES,
  OFFSET_RESETS,
  PERSIST_ENGINES,
} from '../../../model/topic-feed';

/** The limits of a Kafka integration are Aiven's. */
const MAX_TABLES = 400;
const MAX_COLUMNS = 100;
const MAX_TOPICS = 100;
const MAX_NAME = 40;
const BILLION = 1_000_000_000;

const whole = (min: number, max: number, fallback: number) =>
  z
    .int('must be a whole number')
    .min(min, `must be ${min} to ${max}`)
    .max(max, `must be ${min} to ${max}`)
    .nullish()
    .transform((value) => value ?? fallback);
const wholeOrNull = (min: number, max: number) =>
  z
    .int('must be a whole number')
    .min(min, `must be ${min} to ${max}`)
    .max(max, `must be ${min} to ${max}`)
    .nullish()
    .transform((value) => value ?? null);
const oneOf = <T extends Readonly<Record<string, string>>>(
  words: T,
  fallback: keyof T & string,
) => {
  const names = Object.keys(words) as [keyof T & string, ...(keyof T & string)[]];
  return z
    .enum(names, `must be one of ${names.join(', ')}`)
    .nullish()
    .transform((word): keyof T & string => word ?? fallback);
};
const flag = z
  .boolean('must be true or false')
  .nullish()
  .transform((value) => value ?? false);
const name = (what: string) =>
  z
    .string(`must be ${what}`)
    .max(MAX_NAME, `must have 1 to ${MAX_NAME} characters`)
    .refine(
      (text) => text.trim() !== '' && !/[\p{Cc}{}]/u.test(text),
      `must have 1 to ${MAX_NAME} characters, and no braces or control characters`,
    );

const column = z.object({
  name: name('a column'),
  type: z
    .string('must be a type of ClickHouse')
    .refine((type) => type.trim() !== '', 'must be a type of ClickHouse'),
});
/** A topic name, by Kafka's own rule. */
const topic = z
  .string('must be a topic')
  .max(249, 'must have 1 to 249 characters')
  .regex(
    /^(?!\.$|\.\.$)[-_.A-Za-z0-9]+$/,
    'must be a topic: letters, digits, dots, dashes and underscores',
  );

const persist = z
  .object({
    engine: oneOf(PERSIST_ENGINES, 'MERGE_TREE'),
    engineParams: z
      .array(z.string('must be a column'), 'must be a list')
      .max(10, 'may have 10 entries at most')
      .nullish()
      .transform((params) => params ?? []),
    orderBy: z
      .array(z.string('must be a column'), 'must be given')
      .min(1, 'must name a column')
      .max(MAX_COLUMNS, `may have ${MAX_COLUMNS} entries at most`),
    ttlColumn: z
      .string('must be a column')
      .nullish()
      .transform((text) => text ?? null),
    ttlDays: wholeOrNull(1, 36_500),
  })
  .nullish()
  .transform(
    (given) =>
      given ?? {
        engine: 'MERGE_TREE' as const,
        engineParams: [],
        orderBy: ['_topic', '_partition', '_offset'],
        ttlColumn: null,
        ttlDays: null,
      },
  );

const table = z.object({
  name: name('a name'),
  columns: z
    .array(column, 'must be given')
    .min(1, 'must name a column')
    .max(MAX_COLUMNS, `may have ${MAX_COLUMNS} entries at most`),
  topics: z
    .array(topic, 'must be given')
    .min(1, 'must name a topic')
    .max(MAX_TOPICS, `may have ${MAX_TOPICS} entries at most`),
  dataFormat: oneOf(DATA_FORMATS, 'JSON_EACH_ROW'),
  schemaRegistryUrl: z
    .string('must be a URL')
    .nullish()
    .transform((url) => url ?? null),
  // ClickHouse would take braces for a macro of the server.
  groupName: z
    .string('must be a consumer group')
    .min(1, 'must have 1 to 249 characters')
    .max(249, 'must have 1 to 249 characters')
    .refine((text) => !/[\p{Cc}{}]/u.test(text), 'must have no braces or control characters')
    .nullish()
    .transform((group) => group ?? 'clickhouse'),
  autoOffsetReset: oneOf(OFFSET_RESETS, 'EARLIEST'),
  autoOffsetResetByDurationMs: whole(0, 2_147_483_647, 0),
  dateTimeInputFormat: oneOf(DATE_TIME_FORMATS, 'BASIC'),
  handleErrorMode: oneOf(ERROR_MODES, 'DEFAULT'),
  skipBrokenMessages: whole(0, BILLION, 0),
  numConsumers: whole(1, 10, 1),
  threadPerConsumer: flag,
  maxBlockSize: whole(0, BILLION, 0),
  maxRowsPerMessage: whole(1, BILLION, 1),
  pollMaxBatchSize: whole(0, BILLION, 0),
  pollMaxTimeoutMs: whole(0, 30_000, 0),
  flushIntervalMs: whole(100, 60_000, 500),
  producerBatchSize: wholeOrNull(0, 2_147_483_647),
  producerBatchNumMessages: wholeOrNull(1, 1_000_000),
  producerCompressionCodec: oneOf(COMPRESSION_CODECS, 'NONE'),
  producerCompressionLevel: whole(-1, 12, -1),
  producerLingerMs: wholeOrNull(0, 900_000),
  producerQueueBufferingMaxMessages: wholeOrNull(0, 10_000_000),
  producerQueueBufferingMaxKbytes: wholeOrNull(0, 2_147_483_647),
  producerRequestRequiredAcks: wholeOrNull(-1, 1_000),
  persist,
});

/**
 * The shape of KafkaTableInput, with its ranges. What one field says of another is checked in
 * `readFeeds`.
 */
export const feedShape = z
  .array(table)
  .min(1, 'must name at least one')
  .max(MAX_TABLES, `may have ${MAX_TABLES} entries at most`);
export type GivenFeed = z.infer<typeof table>;
