import type { EdgeColumn } from '../edge';
import type { Literal } from './predicate';
import type { ScalarName } from '../remote-table';

/** A key as the data API prints it: numbers, booleans and texts, or null. */
export type PrintedKey = readonly (string | number | boolean | null)[];

const INTEGER = /^(0|-?[1-9][0-9]*)$/;
const DECIMAL = /^-?[0-9]+(\.[0-9]+)?$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3])(:[0-5][0-9]){2}(\.[0-9]{1,6})?$/;

/**
 * The same text for keys that are equal, whichever service printed them; null for one that is equal
 * to nothing, because a value of it is null.
 */
export function keyText(key: PrintedKey, scalars: readonly ScalarName[]): string | null {
  const texts: string[] = [];
  for (const [index, value] of key.entries()) {
    if (value === null) return null;
    texts.push(scalars[index] === 'Decimal' ? plainDecimal(String(value)) : String(value));
  }
  return JSON.stringify(texts);
}

/**
 * The key as literals for the columns at the other end; null when no value of theirs can be equal
 * to it.
 */
export function toKeyLiterals(
  key: PrintedKey,
  scalars: readonly ScalarName[],
): readonly Literal[] | null {
  const literals: Literal[] = [];
  for (const [index, scalar] of scalars.entries()) {
    const literal = toLiteral(key[index] ?? null, scalar);
    if (literal === null) return null;
    literals.push(literal);
  }
  return literals;
}

export function scalarsOf(
  columns: readonly EdgeColumn[],
  end: 'from' | 'to',
): readonly ScalarName[] {
  return columns.map((pair) => pair[end].scalar);
}

function toLiteral(value: string | number | boolean | null, scalar: ScalarName): Literal | null {
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
 * A day of the calendar in the years 1 to 9999; services have others, such as infinity, that not
 * all of them know.
 */
function isDate(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) || text.startsWith('0000')) return false;
  const moment = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}

/** `1.50` and `1.5` are one number, and so are `0` and `-0.0`. */
function plainDecimal(text: string): string {
  const plain = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return plain === '-0' ? '0' : plain;
}
