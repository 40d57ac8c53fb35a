import { isCount } from '../../model/aggregate';
import type { AggregatePredicate, Comparison, Predicate } from '../../model/predicate/predicate';

/** Whether a condition on aggregates holds where there are no rows: counts are 0 there, and all else is null. */
export function valueOverNoRows(predicate: Predicate): boolean | null {
  switch (predicate.kind) {
    case 'constant':
      return predicate.value;
    case 'and':
      return predicate.operands
        .map(valueOverNoRows)
        .reduce(
          (a, b) => (a === false || b === false ? false : a === null || b === null ? null : true),
          true,
        );
    case 'or':
      return predicate.operands
        .map(valueOverNoRows)
        .reduce(
          (a, b) => (a === true || b === true ? true : a === null || b === null ? null : false),
          false,
        );
    case 'not': {
      const operand = valueOverNoRows(predicate.operand);
      return operand === null ? null : !operand;
    }
    case 'aggregate':
      return isCount(predicate.aggregate)
        ? holdsForZero(predicate)
        : predicate.condition.kind === 'isNull'
          ? true
          : null;
    default:
      throw new Error('not a condition on aggregates');
  }
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
