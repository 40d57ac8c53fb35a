import type { Predicate } from '../predicate/predicate';
import type { RemoteColumn, RemoteTable } from '../remote-table';
import type { OrderTerm } from './row-value';
import type { Selected } from './selected';

/** Rows of one table, with what is selected of them and of related rows. */
export interface RowSet {
  readonly table: RemoteTable;
  readonly fields: readonly Selected[];
  readonly where: Predicate | null;
  /**
   * Of rows that are alike in these columns only the first by `orderBy` is among the rows. The
   * columns are also the first terms of `orderBy`.
   */
  readonly distinctOn: readonly RemoteColumn[];
  readonly orderBy: readonly OrderTerm[];
  readonly limit: number | null;
  readonly offset: number;
}

/** All rows of a table, but for what `parts` says otherwise. */
export function rowSet(table: RemoteTable, parts: Partial<Omit<RowSet, 'table'>> = {}): RowSet {
  return {
    table,
    fields: [],
    where: null,
    distinctOn: [],
    orderBy: [],
    limit: null,
    offset: 0,
    ...parts,
  };
}
