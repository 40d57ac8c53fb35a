import { not } from '../../model/predicate/combine-predicates';
import type { Predicate } from '../../model/predicate/predicate';
import { crossServiceCondition, hasCrossServiceAggregates } from './cross-service-condition';
import { mapOf } from './map-filters';

/**
 * The same filter without a NOT around conditions on aggregates of another service mixed with others: it stands at the
 * conditions themselves. Of a condition that is null, as a comparison with the sum of no rows, only that it is not true matters then.
 */
export function pushNegations(predicate: Predicate): Predicate {
  if (crossServiceCondition(predicate) !== null) return predicate;
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return { ...predicate, operands: predicate.operands.map(pushNegations) };
    case 'not':
      return hasCrossServiceAggregates(predicate.operand)
        ? pushNegations(negated(predicate.operand))
        : { ...predicate, operand: pushNegations(predicate.operand) };
    case 'related':
      return mapOf(predicate, pushNegations);
    case 'aggregate':
      return predicate.of === null
        ? predicate
        : { ...predicate, of: mapOf(predicate.of, pushNegations) };
    default:
      return predicate;
  }
}

/** NOT (a AND b) is (NOT a) OR (NOT b), also where one of them is null. */
function negated(predicate: Predicate): Predicate {
  if (predicate.kind !== 'and' && predicate.kind !== 'or') return not(predicate);
  return { kind: predicate.kind === 'and' ? 'or' : 'and', operands: predicate.operands.map(not) };
}
