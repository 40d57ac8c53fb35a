import type { Aggregate } from '../aggregate';
import type { Edge } from '../edge';
import type { RegularExpression } from '../regular-expression';
import type { RemoteColumn } from '../remote-table';

/**
 * What a data field of a GraphQL operation asks for, free of GraphQL and of SQL: the input of the
 * planner and of the dialects. Literals are canonical for their column's scalar: numbers for Int
 * and Float, booleans for Boolean, texts for all others.
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

/**
 * On a list: it has any or all of the values, or is equal to them. An element that is null is none
 * of them, but for EQUAL.
 */
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

/** A predicate that is no AND, OR, NOT or constant. */
export type PredicateLeaf = ColumnPredicate | RelatedPredicate | AggregatePredicate;

/** A predicate of one kind: `PredicateOf<'not'>`. */
export type PredicateOf<K extends Predicate['kind']> = Extract<Predicate, { readonly kind: K }>;

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
