import type {
  AggregatePredicate,
  ColumnPredicate,
  Predicate,
  PredicateOf,
  RelatedPredicate,
} from './predicate';

/**
 * Says what becomes of each kind of predicate. AND, OR and NOT are told what became of their
 * operands, and get the part itself last. `context` is what a part cannot tell of itself, such as
 * the alias of the row that it speaks of.
 */
export interface PredicateAlgebra<T, C = void> {
  constant(value: boolean, context: C): T;
  and(operands: readonly T[], context: C, part: PredicateOf<'and' | 'or'>): T;
  or(operands: readonly T[], context: C, part: PredicateOf<'and' | 'or'>): T;
  not(operand: T, context: C, part: PredicateOf<'not'>): T;
  column(part: ColumnPredicate, context: C): T;
  /** `where` folds the filter of the related rows in a context of their own. */
  related(part: RelatedPredicate, context: C, where: FoldWhere<T, C>): T;
  /** `where` folds the filter of the related rows; a condition on a group has no such rows. */
  aggregate(part: AggregatePredicate, context: C, where: FoldWhere<T, C>): T;
}

/** Folds the filter of related rows. @returns null when they have no filter */
export type FoldWhere<T, C> = (context: C) => T | null;

/** Computes one value of a predicate, from the parts inside of it outwards. */
export function foldPredicate<T>(predicate: Predicate, algebra: PredicateAlgebra<T>): T;
export function foldPredicate<T, C>(
  predicate: Predicate,
  algebra: PredicateAlgebra<T, C>,
  context: C,
): T;
export function foldPredicate<T, C>(
  predicate: Predicate,
  algebra: PredicateAlgebra<T, C>,
  context?: C,
): T {
  return fold(predicate, algebra, context as C);
}

function fold<T, C>(predicate: Predicate, algebra: PredicateAlgebra<T, C>, context: C): T {
  switch (predicate.kind) {
    case 'constant':
      return algebra.constant(predicate.value, context);
    case 'and':
    case 'or': {
      const operands = predicate.operands.map((operand) => fold(operand, algebra, context));
      return algebra[predicate.kind](operands, context, predicate);
    }
    case 'not':
      return algebra.not(fold(predicate.operand, algebra, context), context, predicate);
    case 'related':
      return algebra.related(predicate, context, foldWhere(predicate.where, algebra));
    case 'aggregate':
      return algebra.aggregate(predicate, context, foldWhere(predicate.of?.where ?? null, algebra));
    default:
      return algebra.column(predicate, context);
  }
}

function foldWhere<T, C>(where: Predicate | null, algebra: PredicateAlgebra<T, C>) {
  return (context: C): T | null => (where === null ? null : fold(where, algebra, context));
}
