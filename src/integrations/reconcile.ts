import { forEachBounded } from '../util/for-each-bounded';
import { dropOrphanReaders } from './drop-orphan-readers';
import { connectorOf, serviceOf } from './find-records';
import { listReaders, readerKey } from './list-readers';
import type { ManagementContext } from './management-context';
import { createReaderTable, DDL_CONCURRENCY } from './reader-table';
import { removeOrphanRelationships } from './remove-relationships';
import { settleService } from './settle-service';

/**
 * Brings ClickHouse and the registry together after a gateway was killed: what it had begun is finished or undone,
 * readers that no record knows are dropped and missing ones made. Runs after the registry was loaded. Changes that are
 * younger than `abandonedAfterMs` are left alone: give 0 when no other gateway shares this ClickHouse, else longer than a
 * set-up takes. Services need not answer.
 */
export async function reconcile(context: ManagementContext, { abandonedAfterMs }: { readonly abandonedAfterMs: number }): Promise<void> {
  const abandonedBefore = context.now().getTime() - abandonedAfterMs;
  for (const service of context.registry.current().services) await settleService(context, service, abandonedBefore);
  const collections = [...new Set(context.registry.current().integrations.map((integration) => integration.namedCollection))];
  await dropOrphanReaders(context, collections, abandonedBefore);
  await makeMissingReaders(context);
  const orphans = removeOrphanRelationships(context.registry.current());
  if (orphans.length > 0) await context.registry.write(orphans);
}

async function makeMissingReaders(context: ManagementContext): Promise<void> {
  const snapshot = context.registry.current();
  const tables = snapshot.exposedTables.filter((table) => snapshot.integration(table.integrationId)?.state !== 'PAUSED');
  const databases = [...new Set(tables.map((table) => table.reader.database))];
  const present = new Set((await listReaders(context, databases)).map(readerKey));
  const missing = tables.filter((table) => !present.has(readerKey(table.reader)));
  await forEachBounded(missing, DDL_CONCURRENCY, (table) => createReaderTable(context, connectorOf(context, serviceOf(context, table)), table.reader.database, table));
}
