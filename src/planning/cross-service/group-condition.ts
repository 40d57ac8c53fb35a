import { isCount } from '../../model/aggregate';
import { allOf, anyOf, not } from '../../model/predicate/combine-predicates';
import type { AggregatePredicate, Predicate } from '../../model/predicate/predicate';

/** A condition on aggregates of related rows, as one on the groups of these rows: true where it is true (FIT), or where it is false or null (OTHERS). */
export function groupCondition(predicate: Predicate, wanted: 'FIT' | 'OTHERS'): Predicate {
  return ofGroup(wanted === 'FIT' ? predicate : differsFrom(true, predicate));
}

function ofGroup(predicate: Predicate): Predicate {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return { ...predicate, operands: predicate.operands.map(ofGroup) };
    case 'not':
      return { ...predicate, operand: ofGroup(predicate.operand) };
    case 'aggregate':
      return { ...predicate, of: null };
    default:
      return predicate;
  }
}

/** A condition that is false where the given one is true or false, as `truth` says, and true elsewhere. */
function differsFrom(truth: boolean, predicate: Predicate): Predicate {
  switch (predicate.kind) {
    case 'and':
    case 'or': {
      const operands = predicate.operands.map((operand) => differsFrom(truth, operand));
      // AND is true where all are, and false where one is.
      return (predicate.kind === 'and') === truth ? anyOf(operands) : allOf(operands);
    }
    case 'not':
      return differsFrom(!truth, predicate.operand);
    case 'aggregate': {
      const other = truth ? not(predicate) : predicate;
      return predicate.condition.kind === 'isNull' || isCount(predicate.aggregate)
        ? other
        : anyOf([isNull(predicate), other]);
    }
    default:
      return truth ? not(predicate) : predicate;
  }
}

function isNull(predicate: AggregatePredicate): Predicate {
  return { ...predicate, condition: { kind: 'isNull', column: predicate.condition.column } };
}
