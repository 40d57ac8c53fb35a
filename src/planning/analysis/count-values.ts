import { foldPredicate, type PredicateAlgebra } from '../../model/predicate/fold-predicate';
import type { ColumnPredicate, Predicate } from '../../model/predicate/predicate';

/**
 * Counts the different values that the rows of a filter can have in the columns together; null
 * where there may be any number.
 */
export function countValues(where: Predicate | null, columns: readonly string[]): number | null {
  return where === null ? null : foldPredicate(where, COUNT, columns).together;
}

/**
 * How many values rows can have in the columns together, and in each column by itself; null where
 * there may be any number.
 */
interface Counts {
  readonly together: number | null;
  readonly each: readonly (number | null)[];
}

const COUNT: PredicateAlgebra<Counts, readonly string[]> = {
  constant: (value, columns) => sameCounts(value ? null : 0, columns),
  and: (operands, columns) => {
    const each = columns.map((_column, index) =>
      least(operands.map((one) => one.each[index] ?? null)),
    );
    return { each, together: least([...operands.map((one) => one.together), productOrNull(each)]) };
  },
  or: (operands, columns) => ({
    each: columns.map((_column, index) =>
      sumOrNull(operands.map((one) => one.each[index] ?? null)),
    ),
    together: sumOrNull(operands.map((one) => one.together)),
  }),
  not: (_operand, columns) => sameCounts(null, columns),
  column: (part, columns) => {
    const each = columns.map((column) => (column === part.column.name ? countListed(part) : null));
    return { each, together: columns.length === 1 ? (each[0] ?? null) : null };
  },
  related: (_part, columns) => sameCounts(null, columns),
  aggregate: (_part, columns) => sameCounts(null, columns),
};

function sameCounts(count: number | null, columns: readonly string[]): Counts {
  return { together: count, each: columns.map(() => count) };
}

/** The number of values that a condition lists; null where it lists none. */
function countListed(part: ColumnPredicate): number | null {
  if (part.kind === 'in') return part.values.length;
  return part.kind === 'compare' && part.operator === 'EQ' ? 1 : null;
}

/** The smallest of the numbers that are known; null where none is known. */
export function least(numbers: readonly (number | null)[]): number | null {
  const known = numbers.filter((each) => each !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** The sum of the numbers; null where a number is not known. */
export function sumOrNull(numbers: readonly (number | null)[]): number | null {
  return numbers.reduce((sum, each) => (sum === null || each === null ? null : sum + each), 0);
}

function productOrNull(numbers: readonly (number | null)[]): number | null {
  return numbers.reduce(
    (product, each) => (product === null || each === null ? null : product * each),
    1,
  );
}
