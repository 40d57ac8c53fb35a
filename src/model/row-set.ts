import type { RowSet } from './query';
import type { RemoteTable } from './remote-table';

/** All rows of a table, but for what `parts` says. */
export function rowSet(table: RemoteTable, parts: Partial<Omit<RowSet, 'table'>> = {}): RowSet {
  return { table, fields: [], where: null, orderBy: [], limit: null, offset: 0, ...parts };
}
