import type { ColumnPredicate, Predicate, PredicateLeaf, RelatedRows } from './predicate';

/**
 * The leaves of a predicate that speak of its own rows: conditions on columns, relationships and
 * aggregates. Leaves inside of filters of related rows are not among them.
 */
export function predicateLeaves(predicate: Predicate | null): readonly PredicateLeaf[] {
  if (predicate === null) return [];
  switch (predicate.kind) {
    case 'constant':
      return [];
    case 'and':
    case 'or':
      return predicate.operands.flatMap(predicateLeaves);
    case 'not':
      return predicateLeaves(predicate.operand);
    default:
      return [predicate];
  }
}

/** The related rows that a leaf speaks of; null for a condition on the row or the group itself. */
export function relatedRowsOf(leaf: PredicateLeaf): RelatedRows | null {
  if (leaf.kind === 'related') return leaf;
  return leaf.kind === 'aggregate' ? leaf.of : null;
}

/** Whether a predicate is a condition on one column of the row. */
export function isColumnPredicate(predicate: Predicate): predicate is ColumnPredicate {
  return 'column' in predicate;
}

/** The operands of an AND, and of each AND in it. Any other predicate is its own only conjunct. */
export function conjuncts(predicate: Predicate | null): readonly Predicate[] {
  if (predicate === null) return [];
  return predicate.kind === 'and' ? predicate.operands.flatMap(conjuncts) : [predicate];
}
