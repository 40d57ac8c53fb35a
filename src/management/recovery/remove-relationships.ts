import { remove, type RegistryChange } from '../../registry/registry-change';
import type { RegistrySnapshot } from '../../registry/snapshot';

/** Declared relationships go with either of their tables. */
export function removeRelationshipsOf(
  snapshot: RegistrySnapshot,
  tableIds: readonly string[],
): readonly RegistryChange[] {
  const removed = new Set(tableIds);
  return snapshot.declaredRelationships
    .filter(({ fromTableId, toTableId }) => removed.has(fromTableId) || removed.has(toTableId))
    .map(({ id }) => remove('relationship', id));
}

/** Those whose table is gone: declared by one gateway while another removed the table. */
export function removeOrphanRelationships(snapshot: RegistrySnapshot): readonly RegistryChange[] {
  const isGone = (tableId: string): boolean => snapshot.remoteTable(tableId) === undefined;
  return snapshot.declaredRelationships
    .filter(({ fromTableId, toTableId }) => isGone(fromTableId) || isGone(toTableId))
    .map(({ id }) => remove('relationship', id));
}
