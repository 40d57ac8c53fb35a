import { sql, type Sql } from '../src/sql/sql';

/** The database of the demo's ClickHouse and the reader account that the gateway is given. */
export const LISTENING = { database: 'listening', reader: 'listening_reader' } as const;

/**
 * Who listened to which track of the music store, and when: 200,000 rows, the same at every start.
 */
export const LISTENING_STATEMENTS: readonly Sql[] = [
  sql`CREATE DATABASE listening`,
  sql`
CREATE TABLE listening.plays (
  id UInt64,
  track_id Int64,
  listened_at DateTime64(3, 'UTC'),
  seconds UInt16,
  country LowCardinality(String),
  device Enum8('phone' = 1, 'desktop' = 2, 'car' = 3, 'speaker' = 4),
  tags Array(String)
) ENGINE = MergeTree ORDER BY (track_id, listened_at) COMMENT 'What was listened to.'`,
  sql`
INSERT INTO listening.plays
SELECT number, 1 + (number * 577) % 2400,
  toDateTime64('2025-01-01 00:00:00', 3, 'UTC') + toIntervalMillisecond(number * 157691),
  20 + (number * 31) % 340,
  ['NO', 'GB', 'US', 'FR', 'JP', 'BR'][1 + intDiv(number, 2400) % 6],
  CAST(1 + cityHash64(number) % 4,
    'Enum8(''phone'' = 1, ''desktop'' = 2, ''car'' = 3, ''speaker'' = 4)'),
  if(number % 3 = 0, ['skipped'], [])
FROM numbers(200000)`,
];
