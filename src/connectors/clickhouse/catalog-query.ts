import { clickhouseString } from '../../sql/clickhouse-quoting';
import { joinSql, sql, Sql } from '../../sql/sql';

/*
 * Each statement answers one row with one text column, `doc`, and runs in the other ClickHouse.
 * What the account may not see is in no system table for it. The statements use what ClickHouse has
 * had since version 22.
 */

/** Engines of queues, which are not offered: reading a queue takes its messages away. */
const QUEUES = sql`('Kafka', 'RabbitMQ', 'NATS', 'FileLog', 'S3Queue', 'AzureQueue', 'Redis')`;

/**
 * Engines of databases of another system, which would be asked for its tables, and hang when that
 * system is down.
 */
const FOREIGN_DATABASES = joinSql(
  [
    sql`('PostgreSQL', 'MySQL', 'MaterializedPostgreSQL', 'SQLite', 'DataLakeCatalog', 'S3',`,
    sql`'HDFS', 'Filesystem', 'AzureBlobStorage')`,
  ],
  ' ',
);

/** Tables behind materialised views have names of their own that nobody chose. */
const IS_OFFERED = joinSql(
  [sql`NOT is_temporary AND engine NOT IN ${QUEUES}`, sql`AND NOT startsWith(name, '.inner')`],
  ' ',
);

export interface ListPage {
  readonly search: string | null;
  readonly limit: number;
  readonly offset: number;
}

/**
 * SELECT toJSONString(groupArray((database, name, engine, total_rows))) AS doc FROM (...)
 *
 * The document [[database, table, engine, rows]], without system databases.
 */
export function listQuery({ search, limit, offset }: ListPage): Sql {
  const isFound =
    search === null || search === ''
      ? sql`1`
      : joinSql(
          [
            sql`positionCaseInsensitiveUTF8(concat(database, '.', name),`,
            sql`${clickhouseString(search)}) > 0`,
          ],
          ' ',
        );
  return sql`SELECT toJSONString(groupArray((database, name, engine, total_rows))) AS doc FROM (
SELECT database, name, engine, total_rows FROM system.tables WHERE database IN (
  SELECT name FROM system.databases WHERE name NOT IN ('system', 'INFORMATION_SCHEMA',
  'information_schema') AND engine NOT IN ${FOREIGN_DATABASES})
AND ${IS_OFFERED} AND ${isFound} ORDER BY database, name LIMIT ${whole(limit)}
  OFFSET ${whole(offset)})`;
}

/**
 * SELECT toJSONString(groupArray((t.name, t.engine, t.comment, t.total_rows, c.facts))) AS doc FROM
 * (...)
 *
 * The document [[table, engine, comment, rows, [[column, type, comment]]]] of one database. An
 * EPHEMERAL column has no values, and is left out.
 */
export function describeQuery(database: string, tables: readonly string[] | null): Sql {
  const names = (column: Sql): Sql =>
    tables === null ? sql`1` : sql`${column} IN (${joinSql(tables.map(clickhouseString), ', ')})`;
  const inDatabase = sql`database = ${clickhouseString(database)}`;
  return sql`SELECT toJSONString(groupArray((t.name, t.engine, t.comment, t.total_rows,
  c.facts))) AS doc FROM (
SELECT name, engine, comment, total_rows FROM system.tables WHERE ${inDatabase}
  AND ${names(sql`name`)} AND ${IS_OFFERED} ORDER BY name) AS t
INNER JOIN (SELECT table, arrayMap(f -> (f.2, f.3, f.4), arraySort(groupArray((position, name,
  type, comment)))) AS facts
FROM system.columns WHERE ${inDatabase} AND ${names(sql`table`)} AND default_kind != 'EPHEMERAL'
  GROUP BY table) AS c ON c.table = t.name`;
}

function whole(count: number): Sql {
  return Sql.dangerouslyFromText(String(Math.trunc(count)));
}
