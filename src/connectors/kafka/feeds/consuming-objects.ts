import { feedTables, type BrokenTables, type TopicFeed } from '../../../model/topic-feed';
import {
  clickhouseIdentifier,
  clickhouseString,
  clickhouseTable,
} from '../../../sql/clickhouse-quoting';
import { joinSql, sql, type Sql } from '../../../sql/sql';
import type { FeedObject } from '../../contract/topic-feeds';
import { columnList, connectorTable } from './connector-table';
import { keptColumnList, keptFromMessage, keptNames } from './kept-columns';

/** What the tables and views of one feed are made from. */
interface FeedParts {
  readonly database: string;
  readonly feed: TopicFeed;
  /** Marks what can be made again. */
  readonly mark: Sql;
}

/**
 * The connector table of a feed and the views that consume it, in the order that they are made in.
 * ClickHouse begins to consume when a view reads from the connector table. So that view is last,
 * because what it consumed before the others were there would be lost.
 *
 * @param comment marks what can be made again
 */
export function consumingObjects(
  database: string,
  feed: TopicFeed,
  comment: string,
): readonly FeedObject[] {
  const parts: FeedParts = { database, feed, mark: clickhouseString(comment) };
  const { broken } = feedTables(feed);
  const views = broken === null ? [messagesView(parts)] : passageObjects(parts, broken);
  return [connectorTable(database, feed, parts.mark), ...views];
}

/**
 * CREATE MATERIALIZED VIEW IF NOT EXISTS `endpoint_events`.`clicks_view` TO
 * `endpoint_events`.`clicks_persisted` AS SELECT `id`, ... FROM `endpoint_events`.`clicks`
 */
function messagesView(parts: FeedParts): FeedObject {
  const { connector, persisted, view } = feedTables(parts.feed);
  const query = joinSql(
    [
      sql`SELECT ${feedColumns(parts)}, ${keptFromMessage()}`,
      sql`FROM ${clickhouseTable({ database: parts.database, name: connector })}`,
    ],
    ' ',
  );
  return createView(parts, { name: view, target: persisted, query });
}

/**
 * The passage is a table that keeps nothing: every message goes through it, to the table of rows or
 * to that of broken messages.
 */
function passageObjects(parts: FeedParts, broken: BrokenTables): readonly FeedObject[] {
  const { connector, persisted, view } = feedTables(parts.feed);
  const columns = feedColumns(parts);
  const passage = clickhouseTable({ database: parts.database, name: broken.passage });
  const errors = joinSql(
    [
      sql`SELECT ${keptNames()}, \`_raw_message\`, \`_error\` FROM ${passage}`,
      sql`WHERE \`_error\` != ''`,
    ],
    ' ',
  );
  const rows = sql`SELECT ${columns}, ${keptNames()} FROM ${passage} WHERE \`_error\` = ''`;
  const messages = joinSql(
    [
      sql`SELECT ${columns}, ${keptFromMessage()}, \`_raw_message\`, \`_error\``,
      sql`FROM ${clickhouseTable({ database: parts.database, name: connector })}`,
    ],
    ' ',
  );
  return [
    passageTable(parts, broken),
    createView(parts, { name: broken.errorsView, target: broken.errors, query: errors }),
    createView(parts, { name: view, target: persisted, query: rows }),
    createView(parts, { name: broken.passageView, target: broken.passage, query: messages }),
  ];
}

/** `id`, `name` */
function feedColumns({ feed }: FeedParts): Sql {
  return joinSql(
    feed.columns.map(({ name }) => clickhouseIdentifier(name)),
    ', ',
  );
}

/**
 * CREATE MATERIALIZED VIEW IF NOT EXISTS `endpoint_events`.`clicks_view` TO
 * `endpoint_events`.`clicks_persisted` AS SELECT ... COMMENT 'Made by Tributary'
 */
function createView(
  { database, mark }: FeedParts,
  { name, target, query }: { readonly name: string; readonly target: string; readonly query: Sql },
): FeedObject {
  const create = joinSql(
    [
      sql`CREATE MATERIALIZED VIEW IF NOT EXISTS ${clickhouseTable({ database, name })} TO`,
      sql`${clickhouseTable({ database, name: target })} AS ${query} COMMENT ${mark}`,
    ],
    ' ',
  );
  return { name, create };
}

/**
 * CREATE TABLE IF NOT EXISTS `endpoint_events`.`clicks_passage` (`id` Int32, ..., `_raw_message`
 * String, `_error` String) ENGINE = Null COMMENT 'Made by Tributary'
 */
function passageTable(
  { database, feed, mark }: FeedParts,
  { passage: name }: BrokenTables,
): FeedObject {
  const create = joinSql(
    [
      sql`CREATE TABLE IF NOT EXISTS ${clickhouseTable({ database, name })}`,
      sql`(${columnList(feed)}, ${keptColumnList()}, \`_raw_message\` String,`,
      sql`\`_error\` String) ENGINE = Null COMMENT ${mark}`,
    ],
    ' ',
  );
  return { name, create };
}
