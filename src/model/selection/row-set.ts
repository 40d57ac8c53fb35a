import type { Predicate } from '../predicate/predicate';
import type { RemoteColumn, RemoteTable } from '../remote-table';
import type { OrderTerm } from './row-value';
import type { Selected } from './selected';

/** Rows of one table, and of what hangs below it. */
export interface RowSet {
  readonly table: RemoteTable;
  readonly fields: readonly Selected[];
  readonly where: Predicate | null;
  /**
   * Only the first row, by `orderBy`, of those that are alike in these columns; they are the first
   * terms of `orderBy`.
   */
  readonly distinctOn: readonly RemoteColumn[];
  readonly orderBy: readonly OrderTerm[];
  readonly limit: number | null;
  readonly offset: number;
}

/** All rows of a table, but for what `parts` says. */
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
