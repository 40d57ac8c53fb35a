import type { KeyCast, RelationshipKind, RemoteColumn, RemoteTable } from './remote-table';

/**
 * What a data field of a GraphQL operation asks for, free of GraphQL and of SQL: the input of the planner and of
 * the dialects. Literals are canonical for their column's scalar: numbers for Int and Float, booleans for Boolean,
 * texts for all others.
 */
export type Literal = string | number | boolean;

export type Comparison = 'EQ' | 'NEQ' | 'GT' | 'GTE' | 'LT' | 'LTE';
/** LIKE takes a pattern (`%`, `_`, escape `\`); the others take plain text. */
export type TextMatch = 'LIKE' | 'ILIKE' | 'STARTS_WITH' | 'ENDS_WITH' | 'CONTAINS';

/** A predicate on one column, under SQL's three-valued logic. */
export type ColumnPredicate =
  | { readonly kind: 'compare'; readonly column: RemoteColumn; readonly operator: Comparison; readonly value: Literal }
  | { readonly kind: 'in'; readonly column: RemoteColumn; readonly values: readonly Literal[] }
  | { readonly kind: 'isNull'; readonly column: RemoteColumn }
  | { readonly kind: 'match'; readonly column: RemoteColumn; readonly operator: TextMatch; readonly text: string };

export type Predicate =
  | ColumnPredicate
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Predicate[] }
  | { readonly kind: 'not'; readonly operand: Predicate }
  | RelatedPredicate;

/** True when a related row satisfies `where`; never null. */
export interface RelatedPredicate {
  readonly kind: 'related';
  readonly edge: Edge;
  readonly where: Predicate | null;
}

export interface OrderTerm {
  readonly column: RemoteColumn;
  readonly direction: 'ASC' | 'DESC';
  readonly nulls: 'FIRST' | 'LAST';
}

/** A relationship with both ends resolved. */
export interface Edge {
  readonly name: string;
  readonly kind: RelationshipKind;
  readonly to: RemoteTable;
  readonly columns: readonly EdgeColumn[];
  /** No one statement in a service can follow it: it leads to another one, or needs a cast. */
  readonly crosses: boolean;
}

export interface EdgeColumn {
  readonly from: RemoteColumn;
  readonly to: RemoteColumn;
  readonly castTo?: KeyCast;
}

/** One member of an answer's object; `key` is the response key. */
export type Selected =
  | { readonly kind: 'column'; readonly key: string; readonly column: RemoteColumn }
  | { readonly kind: 'typename'; readonly key: string; readonly typeName: string }
  | { readonly kind: 'object'; readonly key: string; readonly edge: Edge; readonly fields: readonly Selected[] }
  | { readonly kind: 'list'; readonly key: string; readonly edge: Edge; readonly rows: RowSet }
  | Slot;

/** A place for what another service answers. It is printed as `[mark, value of each column, mark]`. */
export interface Slot {
  readonly kind: 'slot';
  readonly key: string;
  /** No text of a service can hold it. */
  readonly mark: string;
  readonly columns: readonly RemoteColumn[];
}

/** Rows of one table, and of what hangs below it. */
export interface RowSet {
  readonly table: RemoteTable;
  readonly fields: readonly Selected[];
  readonly where: Predicate | null;
  readonly orderBy: readonly OrderTerm[];
  readonly limit: number | null;
  readonly offset: number;
}

/** LIST answers an array, ONE the first row or null. */
export interface DataRequest {
  /** The response path of the field that asks, for the plan. */
  readonly field: string;
  readonly rows: RowSet;
  readonly result: 'LIST' | 'ONE';
}
