import type { RegularExpression } from './regular-expression';
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
  | {
      readonly kind: 'compare';
      readonly column: RemoteColumn;
      readonly operator: Comparison;
      readonly value: Literal;
    }
  | { readonly kind: 'in'; readonly column: RemoteColumn; readonly values: readonly Literal[] }
  | { readonly kind: 'isNull'; readonly column: RemoteColumn }
  | {
      readonly kind: 'match';
      readonly column: RemoteColumn;
      readonly operator: TextMatch;
      readonly text: string;
    }
  | {
      readonly kind: 'regex';
      readonly column: RemoteColumn;
      readonly expression: RegularExpression;
    }
  | ListPredicate;

/** On a list: it has any or all of the values, or is equal to them. An element that is null is none of them, but for EQUAL. */
export interface ListPredicate {
  readonly kind: 'list';
  readonly column: RemoteColumn;
  readonly operator: 'HAS_ANY' | 'HAS_ALL' | 'EQUAL';
  readonly values: readonly (Literal | null)[];
}

export type Predicate =
  | ColumnPredicate
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Predicate[] }
  | { readonly kind: 'not'; readonly operand: Predicate }
  | RelatedPredicate
  | AggregatePredicate;

/** The rows of a relationship for which `where` holds. */
export interface RelatedRows {
  readonly edge: Edge;
  readonly where: Predicate | null;
}

/** True when there is such a related row; never null. */
export interface RelatedPredicate extends RelatedRows {
  readonly kind: 'related';
}

/** A condition on an aggregate: of related rows, or, where `of` is null, of the rows of a group. */
export interface AggregatePredicate {
  readonly kind: 'aggregate';
  readonly of: RelatedRows | null;
  readonly aggregate: Aggregate;
  /** Its column is `aggregateResult(aggregate)`. */
  readonly condition: ColumnPredicate;
}

export type SimpleFunction =
  'SUM' | 'AVG' | 'MIN' | 'MAX' | 'ANY' | 'COUNT_DISTINCT' | 'UNIQ' | 'STDDEV' | 'VARIANCE';

/**
 * One value of many rows. But for `count`, only rows count whose values are neither null nor NaN nor infinite: those are
 * null to callers. Values are ordered as lists are; what is alike is alike to the last byte.
 */
export type Aggregate =
  /** All rows. */
  | { readonly kind: 'count' }
  /** ANY is a value of one of the rows. STDDEV and VARIANCE are those of a sample. */
  | { readonly kind: 'simple'; readonly function: SimpleFunction; readonly column: RemoteColumn }
  /** For each level the first value that at least this share of the values is not greater than. One value, or a list. */
  | {
      readonly kind: 'quantiles';
      readonly column: RemoteColumn;
      readonly levels: readonly number[];
      readonly list: boolean;
    }
  /** The most frequent values; of those that are equally frequent the smallest first. */
  | { readonly kind: 'topK'; readonly column: RemoteColumn; readonly count: number }
  /** The value beside the smallest or greatest `by`; of several the smallest or greatest itself. */
  | {
      readonly kind: 'argument';
      readonly function: 'ARG_MIN' | 'ARG_MAX';
      readonly column: RemoteColumn;
      readonly by: RemoteColumn;
    };

/** A value of a row, of the row that an object relationship leads to (null where there is none), or of its related rows. */
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
  | {
      readonly kind: 'object';
      readonly key: string;
      readonly edge: Edge;
      readonly fields: readonly Selected[];
    }
  | { readonly kind: 'list'; readonly key: string; readonly edge: Edge; readonly rows: RowSet }
  /** Aggregates of related rows; an object also where there are none. */
  | {
      readonly kind: 'summary';
      readonly key: string;
      readonly of: RelatedRows;
      readonly fields: readonly Aggregated[];
    }
  | Slot;

/** A place for what another service answers. It is printed as `[mark, value of each column, mark]`. */
export interface Slot {
  readonly kind: 'slot';
  readonly key: string;
  /** No text of a service can hold it. */
  readonly mark: string;
  readonly columns: readonly RemoteColumn[];
}

/** One member of an object that is printed for many rows. */
export type Aggregated =
  | { readonly kind: 'typename'; readonly key: string; readonly typeName: string }
  | { readonly kind: 'aggregate'; readonly key: string; readonly aggregate: Aggregate }
  /** The key of a group at this place of `by`. */
  | { readonly kind: 'groupKey'; readonly key: string; readonly index: number }
  | { readonly kind: 'nested'; readonly key: string; readonly fields: readonly Aggregated[] };

/** Rows of one table, and of what hangs below it. */
export interface RowSet {
  readonly table: RemoteTable;
  readonly fields: readonly Selected[];
  readonly where: Predicate | null;
  /** Only the first row, by `orderBy`, of those that are alike in these columns; they are the first terms of `orderBy`. */
  readonly distinctOn: readonly RemoteColumn[];
  readonly orderBy: readonly OrderTerm[];
  readonly limit: number | null;
  readonly offset: number;
}

export const TIME_BUCKETS = [
  'SECOND',
  'MINUTE',
  'HOUR',
  'DAY',
  'WEEK',
  'MONTH',
  'QUARTER',
  'YEAR',
] as const;
export type TimeBucket = (typeof TIME_BUCKETS)[number];

/** What rows of one group have in common: a value, the begin of its span of time in a zone, or the lower end of its bin. */
export type GroupKey = { readonly value: Extract<RowValue, { kind: 'column' | 'related' }> } & (
  | { readonly kind: 'value' }
  | { readonly kind: 'bucket'; readonly bucket: TimeBucket; readonly zone: string }
  /** `width` is a positive decimal number. */
  | { readonly kind: 'bin'; readonly width: string }
);

export interface GroupOrderTerm extends OrderDirection {
  readonly value:
    | { readonly kind: 'groupKey'; readonly index: number }
    | { readonly kind: 'aggregate'; readonly aggregate: Aggregate };
}

/** Groups of the rows of one table; without keys one group of all of them, also where there are none. */
export interface GroupSet {
  readonly table: RemoteTable;
  readonly where: Predicate | null;
  readonly by: readonly GroupKey[];
  readonly fields: readonly Aggregated[];
  readonly having: Predicate | null;
  readonly orderBy: readonly GroupOrderTerm[];
  readonly limit: number | null;
  readonly offset: number;
}

/** LIST answers an array, ONE the first row or null. `field` is the response path of the field that asks, for the plan. */
export type DataRequest = { readonly field: string; readonly result: 'LIST' | 'ONE' } & (
  | { readonly kind: 'rows'; readonly rows: RowSet }
  | { readonly kind: 'groups'; readonly groups: GroupSet }
);
