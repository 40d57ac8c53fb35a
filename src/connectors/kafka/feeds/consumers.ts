import { clickhouseString } from '../../../sql/clickhouse-quoting';
import { sql, Sql, joinSql } from '../../../sql/sql';
import type { ConsumerError, FeedConsumer, MessagePlace } from '../../contract/topic-feeds';

/**
 * How long a broker that owes an answer may be silent: while messages are waited for, it answers at
 * least every half second (librdkafka's fetch.wait.max.ms).
 */
const SILENT_AFTER_MICROSECONDS = Sql.dangerouslyFromText('15000000');

/**
 * Whether a broker is reached, by what librdkafka last said of its brokers: one is connected, and
 * does not leave requests without an answer.
 */
const IS_REACHED = joinSql(
  [
    sql`arrayExists(broker -> JSONExtractString(broker.2, 'state') = 'UP'`,
    sql`AND NOT (JSONExtractInt(broker.2, 'rxidle') > ${SILENT_AFTER_MICROSECONDS}`,
    sql`AND JSONExtractInt(broker.2, 'waitresp_cnt') > 0),`,
    sql`JSONExtractKeysAndValuesRaw(rdkafka_stat, 'brokers'))`,
  ],
  ' ',
);

/** The `consumer_lag` of each partition, without -1, which stands for unknown. */
const LAGS = joinSql(
  [
    sql`arrayFilter(lag -> lag >= 0,`,
    sql`arrayFlatten(arrayMap(topic -> arrayMap(partition -> JSONExtractInt(partition.2,`,
    sql`'consumer_lag'), JSONExtractKeysAndValuesRaw(topic.2, 'partitions')),`,
    sql`JSONExtractKeysAndValuesRaw(rdkafka_stat, 'topics'))))`,
  ],
  ' ',
);

/**
 * SELECT table, consumer_id AS id, ... FROM system.kafka_consumers WHERE database =
 * 'endpoint_events'
 *
 * One row for each consumer of a database. ClickHouse fills the table by a walk through all of its
 * databases, so that a hung PostgreSQL behind another database delays it (26.7.2): callers bound
 * the time.
 */
export function listConsumers(database: string): Sql {
  const errors = sql`arrayZip(exceptions.time, exceptions.text)`;
  const lastError = sql`arraySort(error -> error.1, ${errors})[-1]`;
  return joinSql(
    [
      sql`SELECT table, consumer_id AS id,`,
      sql`if(rdkafka_stat = '', NULL, ${IS_REACHED}) AS isReached,`,
      sql`arrayZip(assignments.topic, assignments.partition_id) AS partitions,`,
      sql`toFloat64(num_messages_read) AS messagesRead,`,
      sql`if(empty(${LAGS}), NULL, toFloat64(arraySum(${LAGS}))) AS lag,`,
      sql`toUnixTimestamp(last_poll_time) AS polledAt,`,
      sql`toUnixTimestamp(last_commit_time) AS committedAt,`,
      sql`toUnixTimestamp(${lastError}.1) AS failedAt, ${lastError}.2 AS failure`,
      sql`FROM system.kafka_consumers WHERE database = ${clickhouseString(database)}`,
      sql`ORDER BY table, consumer_id`,
    ],
    ' ',
  );
}

/**
 * SELECT multiIf(..., 'reached', ..., 'unreachable', 'unknown') AS state FROM
 * system.kafka_consumers WHERE database = 'endpoint_events'
 *
 * Answers `unreachable` when librdkafka has told of its brokers and no consumer reaches a broker,
 * `reached` when one does, and `unknown` while nothing is known.
 */
export function brokerState(database: string): Sql {
  return joinSql(
    [
      sql`SELECT multiIf(countIf(rdkafka_stat != '' AND ${IS_REACHED}) > 0, 'reached',`,
      sql`countIf(rdkafka_stat != '') > 0, 'unreachable', 'unknown') AS state`,
      sql`FROM system.kafka_consumers WHERE database = ${clickhouseString(database)}`,
    ],
    ' ',
  );
}

/**
 * The code of rows that were written and not committed, e.g. because consumers were shared out
 * anew. ClickHouse reads them again by itself.
 */
const CANNOT_COMMIT_OFFSET = 518;
/** What ClickHouse (26.7.2) writes behind its own account of a message. */
const PLACE =
  /while parsing Kafka message \(topic: ([-_.A-Za-z0-9]+), partition: (\d+), offset: (\d+)\)/;

interface ConsumerRow {
  readonly table: string;
  readonly id: string;
  readonly isReached: number | null;
  readonly partitions: readonly (readonly [string, number])[];
  readonly messagesRead: number;
  readonly lag: number | null;
  readonly polledAt: number;
  readonly committedAt: number;
  readonly failedAt: number;
  readonly failure: string;
}

export function parseConsumer(values: Readonly<Record<string, unknown>>): FeedConsumer {
  const row = values as unknown as ConsumerRow;
  return {
    table: row.table,
    id: row.id,
    messagesRead: row.messagesRead,
    lag: row.lag,
    isReached: row.isReached === null ? null : row.isReached === 1,
    partitions: row.partitions.map(([topic, partition]) => ({ topic, partition })),
    lastPollAt: moment(row.polledAt),
    lastCommitAt: moment(row.committedAt),
    lastError: parseError(row),
  };
}

/** ClickHouse's own errors begin with their code; all of them end with a stack of addresses. */
function parseError({ failedAt, failure }: ConsumerRow): ConsumerError | null {
  const at = moment(failedAt);
  if (at === null) return null;
  const code = /^Code: (\d+)\. /.exec(failure)?.[1];
  const text = failure.split(/, Stack trace |\n0\. /, 1)[0] ?? '';
  const clickhouseCode = code === undefined ? null : Number(code);
  return {
    at,
    text: text.trim(),
    clickhouseCode,
    isPassing: clickhouseCode === CANNOT_COMMIT_OFFSET,
    message: parsePlace(text),
  };
}

function parsePlace(text: string): MessagePlace | null {
  const place = PLACE.exec(text);
  if (place === null) return null;
  const [, topic = '', partition = '', offset = ''] = place;
  return { topic, partition, offset };
}

/** ISO 8601 of seconds since 1970; null for 0, which is ClickHouse's word for never. */
function moment(seconds: number): string | null {
  return seconds === 0 ? null : new Date(seconds * 1000).toISOString();
}
