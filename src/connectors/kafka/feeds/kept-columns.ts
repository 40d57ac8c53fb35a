import { clickhouseIdentifier } from '../../../sql/clickhouse-quoting';
import { joinSql, Sql, sql } from '../../../sql/sql';

/**
 * Columns that are kept of each message beside its own, under the names that ClickHouse's Kafka
 * tables have for them.
 */
export const KEPT_COLUMNS = [
  {
    name: '_topic',
    type: 'LowCardinality(String)',
    source: '_topic',
    description: 'The topic of the message.',
  },
  {
    name: '_partition',
    type: 'Int32',
    source: '_partition',
    description: 'The partition of the topic.',
  },
  {
    name: '_offset',
    type: 'Int64',
    source: '_offset',
    description: 'The place of the message in its partition.',
  },
  {
    name: '_timestamp',
    type: "Nullable(DateTime64(3, 'UTC'))",
    source: '_timestamp_ms',
    description: 'When the message was made, by its producer or the broker.',
  },
  {
    name: '_key',
    type: 'String',
    source: '_key',
    description: 'The key of the message; empty where it has none.',
  },
] as const;

export const VIRTUAL_COLUMNS: readonly string[] = KEPT_COLUMNS.map(({ name }) => name);

/** `_topic` LowCardinality(String), `_partition` Int32, ... */
export function keptColumnList(): Sql {
  return joinSql(
    KEPT_COLUMNS.map(
      ({ name, type }) => sql`${clickhouseIdentifier(name)} ${Sql.dangerouslyFromText(type)}`,
    ),
    ', ',
  );
}

/**
 * `_topic`, ..., `_timestamp_ms` AS `_timestamp`, ...
 *
 * The kept columns as a Kafka table has them. Numbers are converted when they are inserted.
 */
export function keptFromMessage(): Sql {
  const selected = KEPT_COLUMNS.map(({ name, source }): Sql =>
    name === source
      ? clickhouseIdentifier(name)
      : sql`${clickhouseIdentifier(source)} AS ${clickhouseIdentifier(name)}`,
  );
  return joinSql(selected, ', ');
}

/** `_topic`, `_partition`, ... */
export function keptNames(): Sql {
  return joinSql(
    KEPT_COLUMNS.map(({ name }) => clickhouseIdentifier(name)),
    ', ',
  );
}
