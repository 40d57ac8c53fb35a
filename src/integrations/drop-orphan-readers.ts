import { forEachBounded } from '../util/for-each-bounded';
import { listReaders, readerKey } from './list-readers';
import type { ManagementContext } from './management-context';
import { DDL_CONCURRENCY, dropReaderTable, READER_COMMENT } from './reader-table';

/**
 * Drops the readers that no record has, or whose integration is paused. Those made after `abandonedBefore` (milliseconds
 * of the epoch) are left alone.
 */
export async function dropOrphanReaders(context: ManagementContext, databases: readonly string[], abandonedBefore: number): Promise<void> {
  const snapshot = context.registry.current();
  const wanted = new Set(snapshot.remoteTables
    .filter((table) => snapshot.integration(table.integrationId)?.state !== 'PAUSED')
    .map((table) => readerKey(table.reader)));
  const orphans = (await listReaders(context, databases)).filter((table) =>
    table.comment === READER_COMMENT && !wanted.has(readerKey(table)) && Number(table.changedAt) * 1000 <= abandonedBefore);
  await forEachBounded(orphans, DDL_CONCURRENCY, (table) => dropReaderTable(context, table));
}
