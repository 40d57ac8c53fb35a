import type { ClickHouse } from '../../src/clickhouse/clickhouse';
import { sql } from '../../src/sql/sql';
import type { DataSize } from './data-size';
import { sqlNumber } from './sql-number';

export const STREAM_DATABASE = 'stream';

const FIRST_EVENT_SECONDS = Date.UTC(2025, 0, 1) / 1000;

/** One event a second; every tenth is a refund. */
export async function fillClickhouse(clickhouse: ClickHouse, size: DataSize): Promise<void> {
  await clickhouse.run(sql`CREATE DATABASE stream`);
  await clickhouse.run(sql`
    CREATE TABLE stream.events (id UInt64, customer_id Int32, kind LowCardinality(String),
      value Int32, at DateTime('UTC'))
    ENGINE = MergeTree ORDER BY (kind, at)`);
  await clickhouse.run(
    sql`
    INSERT INTO stream.events
    SELECT number + 1, 1 + cityHash64(number) % ${sqlNumber(size.customers)},
      if(number % 10 = 0, 'refund', concat('kind ', toString(number % 10))),
      number * 7919 % 10000, toDateTime(${sqlNumber(FIRST_EVENT_SECONDS)} + number, 'UTC')
    FROM numbers(${sqlNumber(size.events)})`,
    { timeoutMs: 120_000 },
  );
  await clickhouse.run(sql`OPTIMIZE TABLE stream.events FINAL`, { timeoutMs: 120_000 });
}

/** The time since when there were `count` events. */
export function timeOfLastEvents(size: DataSize, count: number): string {
  return new Date((FIRST_EVENT_SECONDS + size.events - count) * 1000)
    .toISOString()
    .replace('.000Z', 'Z');
}
