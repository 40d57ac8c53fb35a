import type { RowSet } from '../model/query';
import { conjuncts } from './forwardable';

/** True when the filter fixes every column of a unique key, so that at most one row answers. */
export function isUniqueLookup(rows: RowSet): boolean {
  const fixed = new Set<string>();
  for (const predicate of conjuncts(rows.where)) {
    if (predicate.kind === 'compare' && predicate.operator === 'EQ') fixed.add(predicate.column.name);
  }
  const keys = [rows.table.primaryKey, ...rows.table.uniqueKeys];
  return keys.some((key) => key.length > 0 && key.every((column) => fixed.has(column)));
}
