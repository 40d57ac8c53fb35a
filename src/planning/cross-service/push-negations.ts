import { allOf, anyOf, FALSE, not, TRUE } from '../../model/predicate/combine-predicates';
import { foldPredicate, type PredicateAlgebra } from '../../model/predicate/fold-predicate';
import type { Predicate } from '../../model/predicate/predicate';
import { crossServiceCondition, hasCrossServiceAggregates } from './cross-service-condition';

/**
 * Moves a NOT around a mix of conditions, some of them on aggregates of another service, to the
 * conditions themselves. A condition may be null, as a comparison with the sum of no rows is; then
 * it only matters that it is not true. Filters behind a relationship that leaves the service stay
 * as they are.
 */
export function pushNegations(predicate: Predicate): Predicate {
  return foldPredicate(predicate, PUSHED)(false);
}

/**
 * Returns a part of a filter where an even number of NOTs stands around it, or the opposite of the
 * part where an odd number does.
 */
type Pushed = (isNegated: boolean) => Predicate;

const PUSHED: PredicateAlgebra<Pushed> = {
  constant: (value) => (isNegated) => (value === isNegated ? FALSE : TRUE),
  // NOT (a AND b) is (NOT a) OR (NOT b), also where one of them is null.
  and: (operands, _context, part) =>
    pushed(part, (isNegated) => (isNegated ? anyOf : allOf)(ofEach(operands, isNegated))),
  or: (operands, _context, part) =>
    pushed(part, (isNegated) => (isNegated ? allOf : anyOf)(ofEach(operands, isNegated))),
  not: (operand, _context, part) => pushed(part, (isNegated) => operand(!isNegated)),
  column: (part) => pushed(part, () => part),
  related: (part, _context, where) =>
    pushed(part, () => ({ ...part, where: where()?.(false) ?? null })),
  aggregate: (part, _context, where) =>
    pushed(part, () =>
      part.of === null ? part : { ...part, of: { ...part.of, where: where()?.(false) ?? null } },
    ),
};

/**
 * Pushes a NOT into a part, as `inside` does. The NOT stays around a part that is itself a
 * condition on another service, and around a part without aggregates of another service.
 */
function pushed(part: Predicate, inside: Pushed): Pushed {
  return (isNegated) => {
    if (crossServiceCondition(part) !== null) return isNegated ? not(part) : part;
    return isNegated && !hasCrossServiceAggregates(part) ? not(inside(false)) : inside(isNegated);
  };
}

function ofEach(operands: readonly Pushed[], isNegated: boolean): readonly Predicate[] {
  return operands.map((operand) => operand(isNegated));
}
