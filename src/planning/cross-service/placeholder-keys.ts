import type { PrintedKey } from '../../model/predicate/key-values';
import type { ScalarName } from '../../model/remote-table';

/** Makes different keys of the scalars, which stand for keys that are not known yet. */
export function placeholderKeys(
  scalars: readonly ScalarName[],
  count: number,
): readonly PrintedKey[] {
  return Array.from({ length: count }, (_, index) =>
    scalars.map((scalar) => placeholderValue(scalar, index + 1)),
  );
}

/** A value of the scalar, as the data API prints it. */
function placeholderValue(scalar: ScalarName, number: number): string | number | boolean {
  switch (scalar) {
    case 'Int':
    case 'Float':
      return number;
    case 'Boolean':
      return number % 2 === 1;
    case 'UUID':
      return `00000000-0000-0000-0000-${String(number).padStart(12, '0')}`;
    case 'Date':
      return dayOf(number);
    case 'LocalDateTime':
      return `${dayOf(number)}T00:00:00`;
    case 'DateTime':
      return `${dayOf(number)}T00:00:00Z`;
    case 'BigInt':
    case 'Decimal':
    case 'String':
    case 'JSON':
      return String(number);
  }
}

function dayOf(number: number): string {
  return new Date(Date.UTC(2000, 0, number)).toISOString().slice(0, 10);
}
