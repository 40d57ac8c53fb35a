import { createTextScalar } from './text-scalar';

/**
 * Bounds the text an exponent can blow up to; far beyond ClickHouse's 76 digits and any real
 * PostgreSQL numeric.
 */
const MAX_DIGITS = 1000;

export const DecimalScalar = createTextScalar({
  name: 'Decimal',
  description:
    'An exact decimal number. A string in JSON, so that no digit is lost; inputs may be a ' +
    'number or a string such as ' +
    '"-12.50". An exponent ("1e3") is accepted in inputs and never printed.',
  expected: `a number, or a string such as "-12.50", of at most ${MAX_DIGITS} digits`,
  parse: canonicalDecimal,
  numbers: 'FLOAT',
});

/** Plain digits, no exponent, no leading zeros, no trailing zeros of the fraction. */
function canonicalDecimal(text: string): string | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,5}))?$/.exec(text);
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const shift = Number(exponent);
  const digits = whole + fraction;
  if (digits.length + Math.abs(shift) > MAX_DIGITS) return null;
  const point = whole.length + shift;
  const padded =
    '0'.repeat(Math.max(0, 1 - point)) + digits + '0'.repeat(Math.max(0, point - digits.length));
  const cut = Math.max(1, point);
  const integer = padded.slice(0, cut).replace(/^0+(?=\d)/, '');
  const decimals = padded.slice(cut).replace(/0+$/, '');
  const plain = decimals === '' ? integer : `${integer}.${decimals}`;
  return plain === '0' ? '0' : sign + plain;
}
