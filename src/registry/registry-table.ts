import type { ClickHouse } from '../clickhouse/clickhouse';
import { clickhouseString } from '../sql/clickhouse-quoting';
import { type Sql, sql } from '../sql/sql';
import { renderBody, type RegistryChange, type StoredRow } from './registry-change';

/**
 * The last version of each (kind, id) counts; a removal is a version of its own, so that an older
 * one cannot come back.
 */
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

/** Read as of now: an answer that a profile lets ClickHouse keep would hide what others changed. */
const FRESH = { use_query_cache: 0 } as const;

export interface VersionedRow extends StoredRow {
  readonly version: number;
  readonly deleted: boolean;
}

/** The last version of every record that ever existed. */
export async function readRows(clickhouse: ClickHouse): Promise<readonly VersionedRow[]> {
  const rows = await clickhouse.rows<Omit<VersionedRow, 'version'> & { readonly version: string }>(
    sql`SELECT kind, id, version, deleted, body FROM tributary.registry FINAL`,
    { settings: FRESH },
  );
  // Versions are microseconds, exact in a double until the year 2255.
  return rows.map((row) => ({ ...row, version: Number(row.version) }));
}

/**
 * The sum of the last versions, modulo 2^64: each change of any gateway makes it another one. The
 * newest version would not do, because two gateways may write in the other order than their clocks
 * say.
 */
export async function readStamp(clickhouse: ClickHouse): Promise<bigint> {
  const [row] = await clickhouse.rows<{ readonly stamp: string }>(
    sql`SELECT sum(version) AS stamp FROM tributary.registry FINAL`,
    { settings: FRESH },
  );
  return BigInt(row?.stamp ?? 0);
}

/**
 * One statement, so one part of the table: all of the changes or none. Later changes of one record
 * win. `guard` is a condition that fails the statement before anything is kept. INSERT ... SELECT
 * is never asynchronous, as INSERT ... VALUES is by default on 26.7.
 */
export async function insertRows(
  clickhouse: ClickHouse,
  changes: readonly RegistryChange[],
  version: number,
  guard: Sql,
): Promise<void> {
  const last = new Map(changes.map((change) => [recordKey(change), change]));
  const lines = [...last.values()].map((change) => renderRow(change, version)).join('\n');
  if (lines === '') return;
  const statement = sql`INSERT INTO tributary.registry (kind, id, version, deleted, body)
    SELECT * FROM format(JSONEachRow, 'kind String, id String, version UInt64, deleted Bool, body String', ${clickhouseString(lines)}) WHERE ${guard}`;
  // 5,000 tables that are exposed at once are 20 MB.
  await clickhouse.run(statement, {
    settings: { max_query_size: String(Buffer.byteLength(statement.text) + 1) },
  });
}

/**
 * {"kind":"service","id":"0f..","version":1767225600000000,"deleted":false,"body":"{\"schemaVersion\":1,...}"}
 */
function renderRow(change: RegistryChange, version: number): string {
  const deleted = change.action === 'remove';
  return JSON.stringify({
    kind: change.kind,
    id: recordId(change),
    version,
    deleted,
    body: deleted ? '' : renderBody(change),
  });
}

/** What tells records of the registry apart. */
export function recordKey(change: RegistryChange | StoredRow): string {
  return `${change.kind} ${'id' in change ? change.id : change.record.id}`;
}

function recordId(change: RegistryChange): string {
  return change.action === 'remove' ? change.id : change.record.id;
}
