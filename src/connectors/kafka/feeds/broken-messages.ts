import { feedTables, type TopicFeed } from '../../../model/topic-feed';
import { clickhouseString, clickhouseTable } from '../../../sql/clickhouse-quoting';
import { sql, Sql, joinSql } from '../../../sql/sql';

/**
 * SELECT _topic AS topic, ... FROM `endpoint_events`.`clicks_errors` ORDER BY _read_at DESC, ...
 *
 * Messages of a feed that could not be parsed, latest first: of the table that keeps them, or of
 * ClickHouse's dead letter queue.
 * @returns null for a feed that keeps no broken messages
 */
export function brokenMessages(database: string, feed: TopicFeed): Sql | null {
  const { broken, connector } = feedTables(feed);
  const moment = (column: string): Sql =>
    sql`formatDateTime(${Sql.dangerouslyFromText(column)}, '%Y-%m-%dT%H:%i:%SZ', 'UTC')`;
  const text = (column: string): Sql => sql`toValidUTF8(${Sql.dangerouslyFromText(column)})`;
  if (broken !== null) {
    return joinSql(
      [
        sql`SELECT _topic AS topic, _partition AS partition, toString(_offset) AS offset,`,
        sql`${text('_key')} AS key, ${text('_raw_message')} AS rawMessage,`,
        sql`${text('_error')} AS error, ${moment('_read_at')} AS readAt`,
        sql`FROM ${clickhouseTable({ database, name: broken.errors })}`,
        sql`ORDER BY _read_at DESC, _topic, _partition, _offset DESC`,
      ],
      ' ',
    );
  }
  if (feed.handleErrorMode !== 'DEAD_LETTER_QUEUE') return null;
  return joinSql(
    [
      sql`SELECT kafka_topic_name AS topic, toInt32(kafka_partition) AS partition,`,
      sql`toString(kafka_offset) AS offset, ${text('kafka_key')} AS key,`,
      sql`${text('raw_message')} AS rawMessage, ${text('error')} AS error,`,
      sql`${moment('event_time')} AS readAt FROM system.dead_letter_queue`,
      sql`WHERE database = ${clickhouseString(database)}`,
      sql`AND table = ${clickhouseString(connector)} ORDER BY event_time_microseconds DESC,`,
      sql`topic, partition, kafka_offset DESC`,
    ],
    ' ',
  );
}
