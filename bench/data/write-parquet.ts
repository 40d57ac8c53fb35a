import type { ClickHouse } from '../../src/clickhouse/clickhouse';
import { clickhouseString } from '../../src/sql/clickhouse-quoting';
import { sql } from '../../src/sql/sql';
import type { ObjectStore } from '../sources/start-object-store';
import type { DataSize } from './data-size';
import { sqlNumber } from './sql-number';

const FILES = 4;

/** Sales as Parquet, in four objects below `sales/`. ClickHouse writes them. */
export async function writeParquet(
  clickhouse: ClickHouse,
  store: ObjectStore,
  size: DataSize,
): Promise<void> {
  const rows = Math.ceil(size.sales / FILES);
  for (let file = 0; file < FILES; file += 1) {
    const object = clickhouseString(`${store.url}sales/part-${file}.parquet`);
    const keys = sql`${clickhouseString(store.accessKeyId)},
      ${clickhouseString(store.secretAccessKey)}`;
    await clickhouse.run(
      sql`
      INSERT INTO FUNCTION s3(${object}, ${keys}, 'Parquet')
      SELECT toInt32(1 + cityHash64(number, 'sale') % ${sqlNumber(size.customers)}) AS customer_id,
        toDecimal64(number * 6367 % 100000 / 100, 2) AS amount,
        toInt32(1 + number % 9) AS quantity, toDate32('2024-01-01') + toInt32(number % 365) AS sold
      FROM numbers(${sqlNumber(file * rows)},
        ${sqlNumber(Math.min(rows, size.sales - file * rows))})`,
      { timeoutMs: 120_000, sensitive: true },
    );
  }
}
