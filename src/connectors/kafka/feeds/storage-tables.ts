import { feedTables, PERSIST_ENGINES, type TopicFeed } from '../../../model/topic-feed';
import {
  clickhouseIdentifier,
  clickhouseString,
  clickhouseTable,
} from '../../../sql/clickhouse-quoting';
import { joinSql, Sql, sql } from '../../../sql/sql';
import type { FeedObject } from '../../contract/topic-feeds';
import { columnList } from './connector-table';
import { KEPT_COLUMNS, keptColumnList } from './kept-columns';

/** How many days messages that could not be parsed are kept. */
const ERROR_DAYS = 30;
/**
 * The mark of a table that keeps rows. Nothing takes such a table away but a removal, unlike one
 * with the mark of what can be made again.
 */
const COMMENT = clickhouseString('Rows kept by Tributary');

/**
 * CREATE TABLE IF NOT EXISTS `endpoint_events`.`clicks_persisted` (`id` Int32, ..., `_offset`
 * Int64, ...) ENGINE = MergeTree ORDER BY (`_topic`, `_partition`, `_offset`)
 */
export function storageTables(database: string, feed: TopicFeed): readonly FeedObject[] {
  const { persisted, broken } = feedTables(feed);
  const kept = { name: persisted, create: persistedTable(database, persisted, feed) };
  return broken === null
    ? [kept]
    : [kept, { name: broken.errors, create: errorsTable(database, broken.errors) }];
}

function persistedTable(database: string, name: string, feed: TopicFeed): Sql {
  const { engine, engineParams, orderBy } = feed.storage;
  const engineName = Sql.dangerouslyFromText(PERSIST_ENGINES[engine]);
  return joinSql(
    [
      sql`CREATE TABLE IF NOT EXISTS ${clickhouseTable({ database, name })}`,
      sql`(${columnList(feed)}, ${keptColumnList()})`,
      sql`ENGINE = ${engineName}${parameters(engine, engineParams)}`,
      sql`ORDER BY (${names(orderBy)})${timeToLive(feed)} COMMENT ${COMMENT}`,
    ],
    ' ',
  );
}

/**
 * ((`a`, `b`)) | (`a`)
 *
 * SummingMergeTree takes one tuple of columns, the other engines one column for each parameter.
 */
function parameters(engine: TopicFeed['storage']['engine'], columns: readonly string[]): Sql {
  if (columns.length === 0) return sql``;
  return engine === 'SUMMING_MERGE_TREE' ? sql`((${names(columns)}))` : sql`(${names(columns)})`;
}

/**
 * TTL toDateTime(`at`) + toIntervalDay(30)
 *
 * Rows whose column is null never expire.
 */
function timeToLive({ columns, storage: { ttlColumn, ttlDays } }: TopicFeed): Sql {
  if (ttlColumn === null || ttlDays === null) return sql``;
  const type = [...columns, ...KEPT_COLUMNS].find(({ name }) => name === ttlColumn)?.type ?? '';
  const moment = sql`toDateTime(${clickhouseIdentifier(ttlColumn)})`;
  const expires = type.startsWith('Nullable(')
    ? sql`ifNull(${moment}, toDateTime(4294967295))`
    : moment;
  return sql` TTL ${expires} + toIntervalDay(${Sql.dangerouslyFromText(String(ttlDays))})`;
}

function errorsTable(database: string, name: string): Sql {
  const days = Sql.dangerouslyFromText(String(ERROR_DAYS));
  return joinSql(
    [
      sql`CREATE TABLE IF NOT EXISTS ${clickhouseTable({ database, name })}`,
      sql`(${keptColumnList()}, \`_raw_message\` String, \`_error\` String,`,
      sql`\`_read_at\` DateTime('UTC') DEFAULT now()) ENGINE = MergeTree`,
      sql`ORDER BY (\`_read_at\`, \`_topic\`, \`_partition\`, \`_offset\`)`,
      sql`TTL \`_read_at\` + toIntervalDay(${days}) COMMENT ${COMMENT}`,
    ],
    ' ',
  );
}

function names(columns: readonly string[]): Sql {
  return joinSql(columns.map(clickhouseIdentifier), ', ');
}
