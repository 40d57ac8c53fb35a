import type { ClickHouse } from '../clickhouse/clickhouse';
import { clickhouseString } from '../sql/clickhouse-quoting';
import { joinSql, Sql, sql } from '../sql/sql';
import { renderBody, type RegistryChange, type StoredRow } from './registry-change';

/** The last version of each (kind, id) counts; a removal is a version of its own, so that an older one cannot come back. */
export async function ensureRegistryTable(clickhouse: ClickHouse): Promise<void> {
  await clickhouse.run(sql`CREATE DATABASE IF NOT EXISTS tributary`);
  await clickhouse.run(sql`
    CREATE TABLE IF NOT EXISTS tributary.registry (
      kind LowCardinality(String),
      id String,
      version UInt64,
      deleted Bool,
      body String,
      changedAt DateTime64(6, 'UTC') DEFAULT now64(6, 'UTC')
    ) ENGINE = ReplacingMergeTree(version) ORDER BY (kind, id)`);
}

/** All records that exist, and the newest version among all rows. */
export async function readRows(clickhouse: ClickHouse): Promise<{ readonly rows: readonly StoredRow[]; readonly version: number }> {
  const version = await readStamp(clickhouse);
  const rows = await clickhouse.rows<StoredRow>(sql`SELECT kind, id, body FROM tributary.registry FINAL WHERE NOT deleted`);
  return { rows, version };
}

/** The newest version of any record; 0 when there is none. Versions are microseconds, exact in a double until the year 2255. */
export async function readStamp(clickhouse: ClickHouse): Promise<number> {
  const [row] = await clickhouse.rows<{ readonly version: string }>(sql`SELECT max(version) AS version FROM tributary.registry`);
  return Number(row?.version ?? 0);
}

/** One statement, so one part of the table: all of the changes or none. Later changes of one record win. */
export async function insertRows(clickhouse: ClickHouse, changes: readonly RegistryChange[], version: number): Promise<void> {
  const last = new Map(changes.map((change) => [`${change.kind} ${idOf(change)}`, change]));
  const rows = [...last.values()].map((change) => renderRow(change, version));
  if (rows.length === 0) return;
  await clickhouse.run(sql`INSERT INTO tributary.registry (kind, id, version, deleted, body) VALUES ${joinSql(rows, ', ')}`);
}

/** ('service', '0f..', 1767225600000000, false, '{"schemaVersion":1,...}') */
function renderRow(change: RegistryChange, version: number): Sql {
  const deleted = change.action === 'remove';
  const body = deleted ? '' : renderBody(change);
  const versionLiteral = Sql.dangerouslyFromText(version.toFixed(0));
  const deletedLiteral = deleted ? sql`true` : sql`false`;
  return sql`(${clickhouseString(change.kind)}, ${clickhouseString(idOf(change))}, ${versionLiteral}, ${deletedLiteral}, ${clickhouseString(body)})`;
}

function idOf(change: RegistryChange): string {
  return change.action === 'remove' ? change.id : change.record.id;
}
