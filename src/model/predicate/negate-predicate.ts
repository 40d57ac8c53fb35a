import { allOf, anyOf, not } from './combine-predicates';
import type { Predicate, PredicateLeaf } from './predicate';

/**
 * The opposite of a predicate, without a NOT but what `leaf` makes. NOT (a AND b) is (NOT a) OR
 * (NOT b), also where an operand is null.
 * @param leaf says what becomes of a leaf; `isNegated` is false for a leaf that stood inside of a
 *   NOT, because the opposite of NOT a is a
 */
export function negatePredicate(
  predicate: Predicate,
  leaf: (part: PredicateLeaf, isNegated: boolean) => Predicate,
): Predicate {
  return signed(predicate, true, leaf);
}

function signed(
  part: Predicate,
  isNegated: boolean,
  leaf: (part: PredicateLeaf, isNegated: boolean) => Predicate,
): Predicate {
  switch (part.kind) {
    case 'constant':
      return isNegated ? not(part) : part;
    case 'and':
    case 'or': {
      const operands = part.operands.map((operand) => signed(operand, isNegated, leaf));
      return (part.kind === 'and') === isNegated ? anyOf(operands) : allOf(operands);
    }
    case 'not':
      return signed(part.operand, !isNegated, leaf);
    default:
      return leaf(part, isNegated);
  }
}
