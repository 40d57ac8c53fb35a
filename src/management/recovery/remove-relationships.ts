import { remove, type RegistryChange } from '../../registry/registry-change';
import type { RegistrySnapshot } from '../../registry/snapshot';

/** The changes that remove declared relationships together with a table at either end. */
export function removeRelationshipsOf(
  snapshot: RegistrySnapshot,
  tableIds: readonly string[],
): readonly RegistryChange[] {
  const removed = new Set(tableIds);
  return removeRelationshipsWhere(snapshot, (tableId) => removed.has(tableId));
}

/**
 * The changes that remove declared relationships whose table is gone: one gateway may declare a
 * relationship while another one removes its table.
 */
export function removeOrphanRelationships(snapshot: RegistrySnapshot): readonly RegistryChange[] {
  return removeRelationshipsWhere(
    snapshot,
    (tableId) => snapshot.remoteTable(tableId) === undefined,
  );
}

function removeRelationshipsWhere(
  { declaredRelationships }: RegistrySnapshot,
  isGone: (tableId: string) => boolean,
): readonly RegistryChange[] {
  return declaredRelationships
    .filter(({ fromTableId, toTableId }) => isGone(fromTableId) || isGone(toTableId))
    .map(({ id }) => remove('relationship', id));
}
