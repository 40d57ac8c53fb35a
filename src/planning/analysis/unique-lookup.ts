import { hasUniqueKey } from '../../model/has-unique-key';
import { conjuncts } from '../../model/predicate/predicate-leaves';
import type { RemoteColumn, RemoteTable } from '../../model/remote-table';
import type { RowSet } from '../../model/selection/row-set';

/** True when the filter fixes every column of a unique key, so that at most one row answers. */
export function isUniqueLookup(rows: RowSet): boolean {
  const fixed = new Set<string>();
  for (const predicate of conjuncts(rows.where)) {
    if (predicate.kind === 'compare' && predicate.operator === 'EQ')
      fixed.add(predicate.column.name);
  }
  return hasUniqueKey(rows.table, fixed);
}

/** True when no two rows of the table have the same values in the columns. */
export function isUniqueIn(table: RemoteTable, columns: readonly RemoteColumn[]): boolean {
  return hasUniqueKey(table, new Set(columns.map((column) => column.name)));
}
