import { foldPredicate, type PredicateAlgebra } from '../../model/predicate/fold-predicate';
import type { Predicate } from '../../model/predicate/predicate';

/** How many different values rows for which the filter holds can have in the columns together; null: any number. */
export function countValues(where: Predicate | null, columns: readonly string[]): number | null {
  return where === null ? null : foldPredicate(where, COUNT, columns);
}

const COUNT: PredicateAlgebra<number | null, readonly string[]> = {
  constant: (value) => (value ? null : 0),
  and: (operands, columns, part) =>
    least([...operands, columns.length > 1 ? countCombinations(part, columns) : null]),
  or: (operands) => sumOrNull(operands),
  not: () => null,
  column: (part, columns) => {
    if (columns.length !== 1 || columns[0] !== part.column.name) return null;
    if (part.kind === 'in') return part.values.length;
    return part.kind === 'compare' && part.operator === 'EQ' ? 1 : null;
  },
  related: () => null,
  aggregate: () => null,
};

/** The smallest of the numbers that are known. */
export function least(numbers: readonly (number | null)[]): number | null {
  const known = numbers.filter((each) => each !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** Their sum; null where one of them is not known. */
export function sumOrNull(numbers: readonly (number | null)[]): number | null {
  return numbers.reduce((sum, each) => (sum === null || each === null ? null : sum + each), 0);
}

function countCombinations(where: Predicate, columns: readonly string[]): number | null {
  return columns.reduce<number | null>((product, column) => {
    const count = countValues(where, [column]);
    return product === null || count === null ? null : product * count;
  }, 1);
}
