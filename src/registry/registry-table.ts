import type { ClickHouse } from '../clickhouse/clickhouse';
import { clickhouseString } from '../sql/clickhouse-quoting';
import { type Sql, sql } from '../sql/sql';
import { renderBody, type RegistryChange, type StoredRow } from './registry-change';

/**
 * Creates the table of records where it does not exist. The last version of each (kind, id) counts.
 * A removal is a version of its own, so that an older one cannot come back.
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

/**
 * Records are read as of now: an answer that a profile lets ClickHouse keep would hide what other
 * gateways changed.
 */
const FRESH = { use_query_cache: 0 } as const;

/** One version of a record, or of its removal. `version` is in microseconds since 1970. */
interface VersionedRow extends StoredRow {
  readonly version: number;
  readonly deleted: boolean;
}

/** The last version of every record that ever existed. */
export async function readRecordRows(clickhouse: ClickHouse): Promise<readonly VersionedRow[]> {
  const rows = await clickhouse.rows<Omit<VersionedRow, 'version'> & { readonly version: string }>(
    sql`SELECT kind, id, version, deleted, body FROM tributary.registry FINAL`,
    { settings: FRESH },
  );
  // A double holds microseconds exactly until the year 2255.
  return rows.map((row) => ({ ...row, version: Number(row.version) }));
}

/**
 * The sum of the last versions, modulo 2^64, which every change of any gateway alters. The newest
 * version would not do, because two gateways may write in another order than their clocks say.
 */
export async function readStamp(clickhouse: ClickHouse): Promise<bigint> {
  const [row] = await clickhouse.rows<{ readonly stamp: string }>(
    sql`SELECT sum(version) AS stamp FROM tributary.registry FINAL`,
    { settings: FRESH },
  );
  return BigInt(row?.stamp ?? 0);
}

/**
 * Keeps all of the changes or none: they are one statement, which makes one part of the table. The
 * last change of a record wins. The statement is INSERT ... SELECT, which is never asynchronous, as
 * INSERT ... VALUES is by default on 26.7.
 * @param guard a condition that fails the statement before anything is kept
 */
export async function insertChanges(
  clickhouse: ClickHouse,
  changes: readonly RegistryChange[],
  version: number,
  guard: Sql,
): Promise<void> {
  const last = new Map(changes.map((change) => [recordKey(change), change]));
  const lines = [...last.values()].map((change) => renderLine(change, version)).join('\n');
  if (lines === '') return;
  const columns = sql`'kind String, id String, version UInt64, deleted Bool, body String'`;
  const statement = sql`INSERT INTO tributary.registry (kind, id, version, deleted, body)
    SELECT * FROM format(JSONEachRow, ${columns}, ${clickhouseString(lines)}) WHERE ${guard}`;
  // The statement may be long: 5,000 tables that are exposed at once make 20 MB.
  await clickhouse.run(statement, {
    settings: { max_query_size: String(Buffer.byteLength(statement.text) + 1) },
  });
}

/** {"kind":"service","id":"0f..","version":1767225600000000,"deleted":false,"body":".."} */
function renderLine(change: RegistryChange, version: number): string {
  const deleted = change.action === 'remove';
  return JSON.stringify({
    kind: change.kind,
    id: recordId(change),
    version,
    deleted,
    body: deleted ? '' : renderBody(change),
  });
}

/** What tells records of the registry apart: `service 0f..`. */
export function recordKey(change: RegistryChange | StoredRow): string {
  return `${change.kind} ${'id' in change ? change.id : change.record.id}`;
}

function recordId(change: RegistryChange): string {
  return change.action === 'remove' ? change.id : change.record.id;
}
