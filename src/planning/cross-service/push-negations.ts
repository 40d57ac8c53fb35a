import { allOf, anyOf, FALSE, not, TRUE } from '../../model/predicate/combine-predicates';
import { foldPredicate, type PredicateAlgebra } from '../../model/predicate/fold-predicate';
import type { Predicate } from '../../model/predicate/predicate';
import { crossServiceCondition, hasCrossServiceAggregates } from './cross-service-condition';

/**
 * The same filter without a NOT around conditions on aggregates of another service mixed with others: it stands at the
 * conditions themselves. Of a condition that is null, as a comparison with the sum of no rows, only that it is not true
 * matters then. Filters behind a relationship that leaves the service stay as they are.
 */
export function pushNegations(predicate: Predicate): Predicate {
  return foldPredicate(predicate, PUSHED)(false);
}

/** The part where an even number of NOTs stands around it, or its opposite where an odd number does. */
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

/** `inside` has the NOTs pushed into the part; a NOT is kept around a part that holds no such condition. */
function pushed(part: Predicate, inside: Pushed): Pushed {
  return (isNegated) => {
    if (crossServiceCondition(part) !== null) return isNegated ? not(part) : part;
    return isNegated && !hasCrossServiceAggregates(part) ? not(inside(false)) : inside(isNegated);
  };
}

function ofEach(operands: readonly Pushed[], isNegated: boolean): readonly Predicate[] {
  return operands.map((operand) => operand(isNegated));
}
