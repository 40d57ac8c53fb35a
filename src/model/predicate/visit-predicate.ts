import type { Predicate, PredicateLeaf } from './predicate';
import { somePredicate } from './some-predicate';

/**
 * Tells `visit` of each leaf at any depth: of a relationship, then of the leaves of the filter of
 * its rows.
 */
export function visitPredicate(
  predicate: Predicate | null,
  visit: (leaf: PredicateLeaf) => void,
): void {
  somePredicate(predicate, (leaf) => {
    visit(leaf);
    return false;
  });
}
