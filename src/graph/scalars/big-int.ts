import { createTextScalar } from './text-scalar';

/** 2^256 has 78 digits: the widest integer of ClickHouse. */
const MAX_DIGITS = 78;

export const BigIntScalar = createTextScalar({
  name: 'BigInt',
  description:
    'A whole number of any size, up to 78 digits. A string in JSON, because JSON numbers ' +
    'lose digits beyond 2^53; ' +
    'inputs may be a number or a string of digits.',
  expected: `a whole number, or a string of at most ${MAX_DIGITS} digits with an optional minus`,
  parse: canonicalInteger,
  numbers: 'INT',
});

function canonicalInteger(text: string): string | null {
  const match = /^(-?)0*(\d+)$/.exec(text);
  if (match === null) return null;
  const digits = match[2] ?? '';
  if (digits.length > MAX_DIGITS) return null;
  return digits === '0' ? '0' : `${match[1]}${digits}`;
}
