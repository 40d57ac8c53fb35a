import type { Predicate, PredicateLeaf } from './predicate';

/**
 * Whether the test holds for a leaf at any depth. Leaves inside of filters of related rows count
 * too, and come after the leaf that has the filter.
 */
export function somePredicate(
  predicate: Predicate | null,
  test: (leaf: PredicateLeaf) => boolean,
): boolean {
  if (predicate === null) return false;
  switch (predicate.kind) {
    case 'constant':
      return false;
    case 'and':
    case 'or':
      return predicate.operands.some((operand) => somePredicate(operand, test));
    case 'not':
      return somePredicate(predicate.operand, test);
    case 'related':
      return test(predicate) || somePredicate(predicate.where, test);
    case 'aggregate':
      return test(predicate) || somePredicate(predicate.of?.where ?? null, test);
    default:
      return test(predicate);
  }
}
