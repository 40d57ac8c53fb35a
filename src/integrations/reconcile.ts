import type { RemoteTable } from '../model/remote-table';
import { clickhouseString } from '../sql/clickhouse-quoting';
import { joinSql, sql } from '../sql/sql';
import { forEachBounded } from '../util/for-each-bounded';
import { connectorOf, serviceOf } from './find-records';
import type { ManagementContext } from './management-context';
import { createReaderTable, DDL_CONCURRENCY, dropReaderTable, READER_COMMENT } from './reader-table';
import { tearDown } from './tear-down';

/**
 * Brings ClickHouse and the registry together after a gateway was killed: a set-up that was not finished is undone, a
 * removal is finished, readers that no record knows are dropped and missing ones made. Runs after the registry was
 * loaded. Changes that are younger than `abandonedAfterMs` are left alone: give 0 when no other gateway shares this
 * ClickHouse, else longer than a set-up takes. Services need not answer.
 */
export async function reconcile(context: ManagementContext, { abandonedAfterMs }: { readonly abandonedAfterMs: number }): Promise<void> {
  const abandonedBefore = context.now().getTime() - abandonedAfterMs;
  for (const integration of context.registry.current().integrations) {
    const isUnfinished = integration.state === 'STARTING' || integration.state === 'REMOVING';
    if (isUnfinished && Date.parse(integration.updatedAt) <= abandonedBefore) await tearDown(context, integration, { force: true });
  }
  await reconcileReaders(context, new Date(abandonedBefore));
}

async function reconcileReaders(context: ManagementContext, abandonedBefore: Date): Promise<void> {
  const tables = context.registry.current().exposedTables;
  const databases = [...new Set(tables.map((table) => table.reader.database))];
  if (databases.length === 0) return;
  const existing = await listTables(context, databases);
  const wanted = new Set(tables.map((table) => keyOf(table.reader)));
  const present = new Set(existing.map(keyOf));
  const orphans = existing.filter((table) => table.comment === READER_COMMENT && !wanted.has(keyOf(table)) && Number(table.changedAt) * 1000 <= abandonedBefore.getTime());
  await forEachBounded(orphans, DDL_CONCURRENCY, (table) => dropReaderTable(context, table));
  const missing = tables.filter((table) => !present.has(keyOf(table.reader)));
  await forEachBounded(missing, DDL_CONCURRENCY, (table) => createReaderTable(context, connectorOf(context, serviceOf(context, table)), table.reader.database, table));
}

interface ExistingTable {
  readonly database: string;
  readonly name: string;
  readonly comment: string;
  /** Unix seconds. */
  readonly changedAt: string;
}

/** The readers' databases are ordinary ones, so this connects to no service. */
async function listTables(context: ManagementContext, databases: readonly string[]): Promise<readonly ExistingTable[]> {
  const list = joinSql(databases.map(clickhouseString), ', ');
  return context.clickhouse.rows<ExistingTable>(
    sql`SELECT database, name, comment, toUnixTimestamp(metadata_modification_time) AS changedAt FROM system.tables WHERE database IN (${list})`,
  );
}

function keyOf(table: Pick<RemoteTable['reader'], 'database' | 'name'>): string {
  return JSON.stringify([table.database, table.name]);
}
