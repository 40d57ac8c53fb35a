import type { Aggregate } from '../aggregate';
import type { Edge } from '../edge';
import type { RelatedRows } from '../predicate/predicate';
import type { RemoteColumn } from '../remote-table';

/**
 * A value that rows are ordered or grouped by: a column, a value of the row that an object
 * relationship leads to (null where there is none), or an aggregate of related rows.
 */
export type RowValue =
  | { readonly kind: 'column'; readonly column: RemoteColumn }
  | { readonly kind: 'related'; readonly edge: Edge; readonly value: RowValue }
  | { readonly kind: 'aggregate'; readonly of: RelatedRows; readonly aggregate: Aggregate };

export interface OrderDirection {
  readonly direction: 'ASC' | 'DESC';
  readonly nulls: 'FIRST' | 'LAST';
}

export interface OrderTerm extends OrderDirection {
  readonly value: RowValue;
}

/** The columns of the row's own table that the value is read from, or joined by. */
export function ownColumnsOfValue(value: RowValue): readonly RemoteColumn[] {
  if (value.kind === 'column') return [value.column];
  const edge = value.kind === 'related' ? value.edge : value.of.edge;
  return edge.columns.map((pair) => pair.from);
}
