import type { Predicate } from '../../model/predicate/predicate';

/** How many different values rows for which the filter holds can have in the columns together; null: any number. */
export function countValues(where: Predicate | null, columns: readonly string[]): number | null {
  switch (where?.kind) {
    case 'constant':
      return where.value ? null : 0;
    case 'compare':
      return where.operator === 'EQ' && isOnly(columns, where.column.name) ? 1 : null;
    case 'in':
      return isOnly(columns, where.column.name) ? where.values.length : null;
    case 'or':
      return sumOrNull(where.operands.map((operand) => countValues(operand, columns)));
    case 'and':
      return least([
        ...where.operands.map((operand) => countValues(operand, columns)),
        columns.length > 1 ? countCombinations(where, columns) : null,
      ]);
    default:
      return null;
  }
}

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

function isOnly(columns: readonly string[], name: string): boolean {
  return columns.length === 1 && columns[0] === name;
}
