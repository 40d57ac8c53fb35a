import type { EdgeColumn } from '../edge';
import type { ScalarName } from '../remote-table';
import type { Literal } from './predicate';

/** The values of a key as the data API prints them. */
export type PrintedKey = readonly (string | number | boolean | null)[];

const INTEGER = /^(0|-?[1-9][0-9]*)$/;
const DECIMAL = /^-?[0-9]+(\.[0-9]+)?$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3])(:[0-5][0-9]){2}(\.[0-9]{1,6})?$/;

/**
 * A text that is the same for equal keys, whichever service printed them. It is null for a key that
 * is equal to nothing, because one of its values is null.
 * @param scalars of the columns that printed the key, in its order
 */
export function keyText(key: PrintedKey, scalars: readonly ScalarName[]): string | null {
  const texts: string[] = [];
  for (const [index, value] of key.entries()) {
    if (value === null) return null;
    texts.push(scalars[index] === 'Decimal' ? shortDecimal(String(value)) : String(value));
  }
  return JSON.stringify(texts);
}

/**
 * The key as literals for the columns at the other end of a relationship; null when no value of
 * these columns can be equal to it.
 * @param scalars of the columns at the other end
 */
export function toKeyLiterals(
  key: PrintedKey,
  scalars: readonly ScalarName[],
): readonly Literal[] | null {
  const literals: Literal[] = [];
  for (const [index, scalar] of scalars.entries()) {
    const literal = keyLiteral(key[index] ?? null, scalar);
    if (literal === null) return null;
    literals.push(literal);
  }
  return literals;
}

/** The scalars of the columns at one end of a relationship. */
export function scalarsOf(
  columns: readonly EdgeColumn[],
  end: 'from' | 'to',
): readonly ScalarName[] {
  return columns.map((pair) => pair[end].scalar);
}

function keyLiteral(value: string | number | boolean | null, scalar: ScalarName): Literal | null {
  if (value === null || typeof value === 'boolean') return value;
  const text = String(value);
  switch (scalar) {
    case 'Int':
      return INTEGER.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null;
    case 'BigInt':
      return INTEGER.test(text) ? text : null;
    case 'Decimal':
      return DECIMAL.test(text) ? text : null;
    case 'UUID':
      return UUID.test(text) ? text : null;
    case 'Date':
      return isDate(text) ? text : null;
    case 'DateTime':
      return text.endsWith('Z') && TIME.test(text.slice(0, -1)) && isDate(text.slice(0, 10))
        ? text
        : null;
    case 'LocalDateTime':
      return TIME.test(text) && isDate(text.slice(0, 10)) ? text : null;
    default:
      // No text of a service can hold U+0000.
      return text.includes('\0') ? null : text;
  }
}

/**
 * Whether a text is a day of the calendar in the years 1 to 9999. Other dates of a service, such as
 * infinity, are not known to every service.
 */
function isDate(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) || text.startsWith('0000')) return false;
  const moment = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}

/** The shortest text of a decimal: `1.50` and `1.5` are one number, and so are `0` and `-0.0`. */
function shortDecimal(text: string): string {
  const plain = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return plain === '-0' ? '0' : plain;
}
