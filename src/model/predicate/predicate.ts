import type { Aggregate } from '../aggregate';
import type { Edge } from '../edge';
import type { RegularExpression } from '../regular-expression';
import type { RemoteColumn } from '../remote-table';

/**
 * A value that a filter compares with, in the canonical form of its column's scalar: a number for
 * Int and Float, a boolean for Boolean, a text for all others.
 */
export type Literal = string | number | boolean;

export type Comparison = 'EQ' | 'NEQ' | 'GT' | 'GTE' | 'LT' | 'LTE';
/**
 * Ways to match text. LIKE and ILIKE take a pattern (`%`, `_`, escape `\`), the others plain text.
 */
export type TextMatch = 'LIKE' | 'ILIKE' | 'STARTS_WITH' | 'ENDS_WITH' | 'CONTAINS';

/** A condition on one column, which is null where SQL's three-valued logic says so. */
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
 * A condition on a column that holds a list: it has any or all of the values, or is equal to the
 * list of them. Only for EQUAL an element that is null is equal to a value that is null.
 */
export interface ListPredicate {
  readonly kind: 'list';
  readonly column: RemoteColumn;
  readonly operator: 'HAS_ANY' | 'HAS_ALL' | 'EQUAL';
  readonly values: readonly (Literal | null)[];
}

/** A filter of rows or groups, free of GraphQL and of SQL. */
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

/** A condition that a related row exists for which `where` holds. It is never null. */
export interface RelatedPredicate extends RelatedRows {
  readonly kind: 'related';
}

/** A condition on an aggregate: of related rows, or, where `of` is null, of the rows of a group. */
export interface AggregatePredicate {
  readonly kind: 'aggregate';
  readonly of: RelatedRows | null;
  readonly aggregate: Aggregate;
  /** The condition on the aggregate, whose column is `aggregateResult(aggregate)`. */
  readonly condition: ColumnPredicate;
}
