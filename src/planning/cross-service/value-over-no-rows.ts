import { isCount } from '../../model/aggregate';
import { foldPredicate, type PredicateAlgebra } from '../../model/predicate/fold-predicate';
import type { AggregatePredicate, Comparison, Predicate } from '../../model/predicate/predicate';

/**
 * Tells whether a condition on aggregates holds where there are no rows: counts are 0 there, and
 * all other aggregates are null.
 */
export function valueOverNoRows(predicate: Predicate): boolean | null {
  return foldPredicate(predicate, VALUE);
}

const VALUE: PredicateAlgebra<boolean | null> = {
  constant: (value) => value,
  and: (operands) => (operands.includes(false) ? false : operands.includes(null) ? null : true),
  or: (operands) => (operands.includes(true) ? true : operands.includes(null) ? null : false),
  not: (operand) => (operand === null ? null : !operand),
  aggregate: (part) => {
    if (isCount(part.aggregate)) return holdsForZero(part);
    return part.condition.kind === 'isNull' ? true : null;
  },
  column: notOfAggregates,
  related: notOfAggregates,
};

function notOfAggregates(): never {
  throw new Error('not a condition on aggregates');
}

function holdsForZero({ condition }: AggregatePredicate): boolean {
  switch (condition.kind) {
    case 'isNull':
      return false;
    case 'in':
      return condition.values.some((value) => BigInt(value) === 0n);
    case 'compare':
      return COMPARE_ZERO[condition.operator](BigInt(condition.value));
    default:
      throw new Error('a count matches no pattern');
  }
}

const COMPARE_ZERO: Readonly<Record<Comparison, (value: bigint) => boolean>> = {
  EQ: (value) => value === 0n,
  NEQ: (value) => value !== 0n,
  GT: (value) => value < 0n,
  GTE: (value) => value <= 0n,
  LT: (value) => value > 0n,
  LTE: (value) => value >= 0n,
};
