import {
  COMPRESSION_CODECS,
  DATA_FORMATS,
  DATE_TIME_FORMATS,
  ERROR_MODES,
  feedTables,
  type TopicFeed,
} from '../../../model/topic-feed';
import {
  clickhouseIdentifier,
  clickhouseString,
  clickhouseTable,
} from '../../../sql/clickhouse-quoting';
import { joinSql, Sql, sql } from '../../../sql/sql';
import type { FeedObject } from '../../contract/topic-feeds';
import { collectionOf } from './feed-collections';

/**
 * CREATE TABLE IF NOT EXISTS `endpoint_events`.`clicks` (`id` Int32) ENGINE =
 * Kafka(`endpoint_events`) SETTINGS kafka_topic_list = 'clicks', ...
 */
export function connectorTable(database: string, feed: TopicFeed, comment: Sql): FeedObject {
  const name = feedTables(feed).connector;
  const settings = joinSql(
    settingsOf(feed).map(([key, value]) => sql`${Sql.dangerouslyFromText(key)} = ${value}`),
    ', ',
  );
  const create = joinSql(
    [
      sql`CREATE TABLE IF NOT EXISTS ${clickhouseTable({ database, name })}`,
      sql`(${columnList(feed)})`,
      sql`ENGINE = Kafka(${clickhouseIdentifier(collectionOf(database, feed))})`,
      sql`SETTINGS ${settings} COMMENT ${comment}`,
    ],
    ' ',
  );
  return { name, create };
}

/**
 * `id` Int32, `name` String
 *
 * The types were parsed and written anew when the feed was described.
 */
export function columnList({ columns }: TopicFeed): Sql {
  return joinSql(
    columns.map(
      ({ name, type }) => sql`${clickhouseIdentifier(name)} ${Sql.dangerouslyFromText(type)}`,
    ),
    ', ',
  );
}

/**
 * The settings of a Kafka table. A setting that is 0 or left out has ClickHouse's own value (tried
 * on 26.7.2).
 * https://clickhouse.com/docs/engines/table-engines/integrations/kafka
 */
function settingsOf(feed: TopicFeed): readonly (readonly [string, Sql])[] {
  const number = (
    key: string,
    value: number,
    unless: number,
  ): readonly (readonly [string, Sql])[] => (value === unless ? [] : [[key, digits(value)]]);
  return [
    ['kafka_topic_list', clickhouseString(feed.topics.join(','))],
    ['kafka_group_name', clickhouseString(feed.groupName)],
    ['kafka_format', clickhouseString(DATA_FORMATS[feed.dataFormat])],
    ['kafka_handle_error_mode', clickhouseString(ERROR_MODES[feed.handleErrorMode])],
    ['kafka_num_consumers', digits(feed.numConsumers)],
    // ClickHouse's own interval is 7.5 s, and so long the first message of a quiet topic would wait
    // (26.7.2).
    ['kafka_flush_interval_ms', digits(feed.flushIntervalMs)],
    ...number('kafka_skip_broken_messages', feed.skipBrokenMessages, 0),
    ...number('kafka_thread_per_consumer', feed.threadPerConsumer ? 1 : 0, 0),
    ...number('kafka_max_block_size', feed.maxBlockSize, 0),
    ...number('kafka_max_rows_per_message', feed.maxRowsPerMessage, 1),
    ...number('kafka_poll_max_batch_size', feed.pollMaxBatchSize, 0),
    ...number('kafka_poll_timeout_ms', feed.pollMaxTimeoutMs, 0),
    ...(feed.compressionCodec === 'NONE'
      ? []
      : [
          [
            'kafka_compression_codec',
            clickhouseString(COMPRESSION_CODECS[feed.compressionCodec]),
          ] as const,
        ]),
    ...number('kafka_compression_level', feed.compressionLevel, -1),
    ['date_time_input_format', clickhouseString(DATE_TIME_FORMATS[feed.dateTimeInputFormat])],
    ...(feed.schemaRegistryUrl === null
      ? []
      : [['format_avro_schema_registry_url', clickhouseString(feed.schemaRegistryUrl)] as const]),
  ];
}

function digits(value: number): Sql {
  return Sql.dangerouslyFromText(String(Math.trunc(value)));
}
