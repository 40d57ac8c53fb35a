import type { RegistrySnapshot } from '../../registry/snapshot';
import { forEachBounded } from '../../util/for-each-bounded';
import type { ManagementContext } from '../context/management-context';
import { DDL_CONCURRENCY } from './drop-and-wait';
import { consumingNames } from './drop-feeds';
import { listReaders, readerKey, type ExistingReader } from './list-readers';
import { dropReaderTable, READER_COMMENT } from './reader-table';

/**
 * Drops the readers of a service that no record has, or whose integration is paused. Runs while the
 * service is locked.
 */
export async function dropOrphanReaders(
  context: ManagementContext,
  namedCollection: string,
): Promise<void> {
  const orphans = orphansAmong(
    context.registry.current(),
    await listReaders(context, [namedCollection]),
  );
  await forEachBounded(orphans, DDL_CONCURRENCY, (table) => dropReaderTable(context, table));
}

/** The readers that the gateway made and that no running integration needs. */
export function orphansAmong(
  snapshot: RegistrySnapshot,
  readers: readonly ExistingReader[],
): readonly ExistingReader[] {
  const wanted = new Set(
    snapshot.remoteTables
      .filter((table) => snapshot.integration(table.integrationId)?.state !== 'PAUSED')
      .flatMap(({ reader, feed }) => [
        reader,
        ...(feed === undefined
          ? []
          : consumingNames(feed).map((name) => ({ database: reader.database, name }))),
      ])
      .map(readerKey),
  );
  return readers.filter(
    (table) => table.comment === READER_COMMENT && !wanted.has(readerKey(table)),
  );
}
