import { isCount } from '../../model/aggregate';
import { anyOf, not } from '../../model/predicate/combine-predicates';
import { mapPredicate } from '../../model/predicate/map-predicate';
import { negatePredicate } from '../../model/predicate/negate-predicate';
import type { AggregatePredicate, Predicate, PredicateLeaf } from '../../model/predicate/predicate';

/**
 * HAVING count(*) > 3
 *
 * Turns a condition on aggregates of related rows into a condition on the groups of these rows. It
 * is true where the given condition is true (FIT), or where that is false or null (OTHERS).
 */
export function groupCondition(predicate: Predicate, wanted: 'FIT' | 'OTHERS'): Predicate {
  const condition = wanted === 'FIT' ? predicate : negatePredicate(predicate, otherThan);
  return mapPredicate(condition, (part) =>
    part.kind === 'aggregate' ? { ...part, of: null } : null,
  );
}

/**
 * Returns a condition that is true where the leaf is false or null (`isNegated`), or where the leaf
 * is true or null.
 */
function otherThan(leaf: PredicateLeaf, isNegated: boolean): Predicate {
  const other = isNegated ? not(leaf) : leaf;
  if (leaf.kind !== 'aggregate') return other;
  return leaf.condition.kind === 'isNull' || isCount(leaf.aggregate)
    ? other
    : anyOf([isNull(leaf), other]);
}

function isNull(predicate: AggregatePredicate): Predicate {
  return { ...predicate, condition: { kind: 'isNull', column: predicate.condition.column } };
}
