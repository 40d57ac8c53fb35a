import type { Edge } from '../edge';
import type { RelatedRows } from '../predicate/predicate';
import type { RemoteColumn } from '../remote-table';
import type { Aggregated } from './aggregated';
import type { RowSet } from './row-set';

/** One member of an answer's object; `key` is the response key. */
export type Selected =
  | { readonly kind: 'column'; readonly key: string; readonly column: RemoteColumn }
  | { readonly kind: 'typename'; readonly key: string; readonly typeName: string }
  | {
      readonly kind: 'object';
      readonly key: string;
      readonly edge: Edge;
      readonly fields: readonly Selected[];
    }
  | { readonly kind: 'list'; readonly key: string; readonly edge: Edge; readonly rows: RowSet }
  /** Aggregates of related rows. It is printed as an object also where there are no rows. */
  | {
      readonly kind: 'summary';
      readonly key: string;
      readonly of: RelatedRows;
      readonly fields: readonly Aggregated[];
    }
  | Slot;

/** A member of one kind: `SelectedOf<'list'>`. */
export type SelectedOf<K extends Selected['kind']> = Extract<Selected, { readonly kind: K }>;

/**
 * A place in an answer for rows of another service. It is printed as
 * `[mark, value of each column, mark]`.
 */
export interface Slot {
  readonly kind: 'slot';
  readonly key: string;
  /** A random text, which no text of a service holds. */
  readonly mark: string;
  readonly columns: readonly RemoteColumn[];
}

/** The columns of the row itself that are read to print one of its members. */
export function ownColumns(field: Selected): readonly RemoteColumn[] {
  switch (field.kind) {
    case 'typename':
      return [];
    case 'column':
      return [field.column];
    case 'slot':
      return field.columns;
    case 'summary':
      return field.of.edge.columns.map((pair) => pair.from);
    default:
      return field.edge.columns.map((pair) => pair.from);
  }
}
