import { clickhouseString } from '../../sql/clickhouse-quoting';
import { joinSql, sql } from '../../sql/sql';
import type { RemoteTable } from '../../model/remote-table';
import { storageNames } from '../../model/topic-feed';
import type { ManagementContext } from '../context/management-context';

/**
 * Rows that ClickHouse keeps for tables, by the id of the table; the messages that could not be
 * parsed included.
 */
export async function countKeptRows(
  context: ManagementContext,
  tables: readonly RemoteTable[],
): Promise<ReadonlyMap<string, number>> {
  const kept = tables.filter(({ feed }) => feed !== undefined);
  if (kept.length === 0) return new Map();
  const databases = joinSql(
    [...new Set(kept.map(({ database }) => database))].map(clickhouseString),
    ', ',
  );
  // Feeds are kept in local databases, for which system.tables connects to no service.
  const rows = await context.clickhouse.rows<{
    readonly database: string;
    readonly name: string;
    readonly total: number;
  }>(
    sql`SELECT database, name, toFloat64(ifNull(total_rows, 0)) AS total FROM system.tables
      WHERE database IN (${databases}) AND total_rows > 0`,
  );
  const totals = new Map(
    rows.map(({ database, name, total }) => [JSON.stringify([database, name]), total]),
  );
  return new Map(
    kept.map(({ id, database, feed }) => [
      id,
      feed === undefined
        ? 0
        : storageNames(feed).reduce(
            (sum, name) => sum + (totals.get(JSON.stringify([database, name])) ?? 0),
            0,
          ),
    ]),
  );
}
