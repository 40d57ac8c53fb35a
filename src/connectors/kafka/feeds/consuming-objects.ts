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

/**
 * The connector table first. ClickHouse begins to consume when a view reads from it, so that view
 * is last: what it consumed before the others were there would be lost. `comment` marks what can be
 * made again.
 */
export function consumingObjects(
  database: string,
  feed: TopicFeed,
  comment: string,
): readonly FeedObject[] {
  const { connector, persisted, view, broken } = feedTables(feed);
  const mark = clickhouseString(comment);
  const makeView = createView(database, mark);
  const columns = joinSql(
    feed.columns.map(({ name }) => clickhouseIdentifier(name)),
    ', ',
  );
  const consumer = connectorTable(database, feed, mark);
  if (broken === null)
    return [
      consumer,
      makeView(
        view,
        persisted,
        joinSql(
          [
            sql`SELECT ${columns}, ${keptFromMessage()}`,
            sql`FROM ${clickhouseTable({ database, name: connector })}`,
          ],
          ' ',
        ),
      ),
    ];
  const passage = clickhouseTable({ database, name: broken.passage });
  return [
    consumer,
    passageTable(database, broken, feed, mark),
    makeView(
      broken.errorsView,
      broken.errors,
      joinSql(
        [
          sql`SELECT ${keptNames()}, \`_raw_message\`, \`_error\` FROM ${passage}`,
          sql`WHERE \`_error\` != ''`,
        ],
        ' ',
      ),
    ),
    makeView(
      view,
      persisted,
      sql`SELECT ${columns}, ${keptNames()} FROM ${passage} WHERE \`_error\` = ''`,
    ),
    makeView(
      broken.passageView,
      broken.passage,
      joinSql(
        [
          sql`SELECT ${columns}, ${keptFromMessage()}, \`_raw_message\`, \`_error\``,
          sql`FROM ${clickhouseTable({ database, name: connector })}`,
        ],
        ' ',
      ),
    ),
  ];
}

/**
 * CREATE MATERIALIZED VIEW IF NOT EXISTS `endpoint_events`.`clicks_view` TO
 * `endpoint_events`.`clicks_persisted` AS SELECT ...
 */
function createView(
  database: string,
  comment: Sql,
): (name: string, target: string, query: Sql) => FeedObject {
  return (name, target, query) => {
    const create = joinSql(
      [
        sql`CREATE MATERIALIZED VIEW IF NOT EXISTS ${clickhouseTable({ database, name })} TO`,
        sql`${clickhouseTable({ database, name: target })} AS ${query} COMMENT ${comment}`,
      ],
      ' ',
    );
    return { name, create };
  };
}

function passageTable(
  database: string,
  { passage: name }: BrokenTables,
  feed: TopicFeed,
  comment: Sql,
): FeedObject {
  const create = joinSql(
    [
      sql`CREATE TABLE IF NOT EXISTS ${clickhouseTable({ database, name })}`,
      sql`(${columnList(feed)}, ${keptColumnList()}, \`_raw_message\` String,`,
      sql`\`_error\` String) ENGINE = Null COMMENT ${comment}`,
    ],
    ' ',
  );
  return { name, create };
}
