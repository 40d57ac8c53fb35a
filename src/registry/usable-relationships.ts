import { relationshipFields } from '../model/graphql-names';
import type { DeclaredRelationship, Relationship, RemoteTable } from '../model/remote-table';

/**
 * The declared relationships that can be fields now: both tables are exposed, all columns are
 * there, and no column has taken the name since. Any other one becomes a field again when what it
 * lacks is there again.
 */
export function usableRelationships(
  declared: readonly DeclaredRelationship[],
  exposedTables: readonly RemoteTable[],
): readonly Relationship[] {
  const tables = new Map(exposedTables.map((table) => [table.id, table]));
  return declared.flatMap(({ createdAt: _createdAt, ...relationship }) => {
    const from = tables.get(relationship.fromTableId);
    const to = tables.get(relationship.toTableId);
    if (from === undefined || to === undefined) return [];
    const isWhole = relationship.columns.every(
      (pair) => hasColumn(from, pair.from) && hasColumn(to, pair.to),
    );
    const fields = relationshipFields(relationship.name, relationship.kind);
    const isFree = from.columns.every((column) => !fields.includes(column.fieldName));
    return isWhole && isFree ? [{ ...relationship, discovered: false }] : [];
  });
}

function hasColumn(table: RemoteTable, name: string): boolean {
  return table.columns.some((column) => column.name === name);
}
