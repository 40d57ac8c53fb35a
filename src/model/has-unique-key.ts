import type { DescribedTable } from './remote-table';

/**
 * Whether a unique key of the table lies within the columns, so that at most one row has any one
 * combination of their values.
 * @param columns names of columns in the service
 */
export function hasUniqueKey(
  table: Pick<DescribedTable, 'primaryKey' | 'uniqueKeys'>,
  columns: ReadonlySet<string>,
): boolean {
  return [table.primaryKey, ...table.uniqueKeys].some(
    (key) => key.length > 0 && key.every((column) => columns.has(column)),
  );
}
