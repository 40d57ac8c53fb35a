import { GraphQLError, parseValue } from 'graphql';
import { SCALARS } from '../../../src/graph/scalars/scalars';
import type { ScalarName } from '../../../src/model/remote-table';

const fromVariable = (name: ScalarName, value: unknown): unknown => SCALARS[name].parseValue(value);
const fromDocument = (name: ScalarName, text: string): unknown =>
  SCALARS[name].parseLiteral(parseValue(text));

test.each<[ScalarName, unknown, string]>([
  ['BigInt', 42, '42'],
  ['BigInt', '0042', '42'],
  ['BigInt', '-0', '0'],
  ['BigInt', '-7', '-7'],
  ['BigInt', '9'.repeat(78), '9'.repeat(78)],
  ['BigInt', -0, '0'],
  ['Decimal', 1.5, '1.5'],
  ['Decimal', '1.50', '1.5'],
  ['Decimal', '-0.00', '0'],
  ['Decimal', '007.25', '7.25'],
  ['Decimal', 1e-7, '0.0000001'],
  ['Decimal', '1e3', '1000'],
  ['Decimal', '-12.5E-3', '-0.0125'],
  ['Decimal', '12345678901234567890.123456789', '12345678901234567890.123456789'],
  ['Decimal', '100', '100'],
  ['Decimal', '0.1e1', '1'],
  ['Decimal', '1.25e1', '12.5'],
  ['DateTime', '2026-01-31T08:15:00Z', '2026-01-31T08:15:00Z'],
  ['DateTime', '2026-01-31T08:15:00.120000Z', '2026-01-31T08:15:00.12Z'],
  ['DateTime', '2026-01-31t08:15:00.000001z', '2026-01-31T08:15:00.000001Z'],
  ['DateTime', '2026-01-01T00:30:00+01:00', '2025-12-31T23:30:00Z'],
  ['DateTime', '2024-02-28T23:30:00.5-01:30', '2024-02-29T01:00:00.5Z'],
  ['DateTime', '0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
  ['DateTime', '9999-12-31T23:59:59.999999Z', '9999-12-31T23:59:59.999999Z'],
  ['DateTime', '2026-01-31 08:15:00+00:00', '2026-01-31T08:15:00Z'],
  ['DateTime', '0099-03-01T00:00:00+05:45', '0099-02-28T18:15:00Z'],
  ['DateTime', '2026-01-31T08:15:00.123456000Z', '2026-01-31T08:15:00.123456Z'],
  ['LocalDateTime', '2026-01-31 08:15:00.10', '2026-01-31T08:15:00.1'],
  ['LocalDateTime', '2024-02-29T00:00:00', '2024-02-29T00:00:00'],
  ['Date', '2024-02-29', '2024-02-29'],
  ['Date', '0001-01-01', '0001-01-01'],
  ['UUID', '123E4567-E89B-12D3-A456-426614174000', '123e4567-e89b-12d3-a456-426614174000'],
])('%s reads %j as %s', (name, value, canonical) => {
  expect(fromVariable(name, value)).toBe(canonical);
});

test.each<[ScalarName, string, unknown]>([
  ['BigInt', '123456789012345678901234567890', '123456789012345678901234567890'],
  ['BigInt', '"5"', '5'],
  ['Decimal', '0.1234567890123456789', '0.1234567890123456789'],
  ['Decimal', '3', '3'],
  ['Decimal', '1e2', '100'],
  ['DateTime', '"2026-01-31T08:15:00Z"', '2026-01-31T08:15:00Z'],
])('%s reads the literal %s', (name, text, canonical) => {
  expect(fromDocument(name, text)).toBe(canonical);
});

test.each<[ScalarName, unknown]>([
  ['BigInt', 1.5],
  ['BigInt', '1.0'],
  ['BigInt', ''],
  ['BigInt', '+1'],
  ['BigInt', ' 1'],
  ['BigInt', 2 ** 53],
  ['BigInt', NaN],
  ['BigInt', '9'.repeat(79)],
  ['BigInt', true],
  ['BigInt', null],
  ['BigInt', []],
  ['BigInt', '0x10'],
  ['Decimal', 'NaN'],
  ['Decimal', Infinity],
  ['Decimal', '1.'],
  ['Decimal', '.5'],
  ['Decimal', '1e99999'],
  ['Decimal', '1e'],
  ['Decimal', {}],
  ['Decimal', 12345678901234567890],
  ['DateTime', '2027-05-06T08:15:00'],
  ['DateTime', '2026-02-30T08:15:00Z'],
  ['DateTime', '2023-02-29T00:00:00Z'],
  ['DateTime', '2027-05-06T24:00:00Z'],
  ['DateTime', '2027-05-06T23:59:60Z'],
  ['DateTime', '0000-12-31T00:00:00Z'],
  ['DateTime', '0001-01-01T00:00:00+00:01'],
  ['DateTime', '9999-12-31T23:59:59-00:01'],
  ['DateTime', '2027-05-06T08:15:00.1234567Z'],
  ['DateTime', '2027-05-06T08:15Z'],
  ['DateTime', '2027-05-06T08:15:00+24:00'],
  ['DateTime', 1767225600000],
  ['DateTime', '2027-05-06T08:15:00ZZ'],
  ['DateTime', 'infinity'],
  ['LocalDateTime', '2027-05-06T08:15:00Z'],
  ['LocalDateTime', '2027-05-06'],
  ['LocalDateTime', '2026-13-01T00:00:00'],
  ['Date', '2027-05-06T00:00:00'],
  ['Date', '2026-1-31'],
  ['Date', '2023-02-29'],
  ['Date', '0000-01-01'],
  ['Date', '27-05-06'],
  ['UUID', '123e4567e89b12d3a456426614174000'],
  ['UUID', '{123e4567-e89b-12d3-a456-426614174000}'],
  ['UUID', 5],
])('%s refuses %j, says what it expects and does not echo the value', (name, value) => {
  let caught: unknown;
  try {
    fromVariable(name, value);
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(GraphQLError);
  const { message, extensions } = caught as GraphQLError;
  expect(message).toMatch(new RegExp(`^${name} must be .+\\.$`));
  expect(extensions['code']).toBe('BAD_USER_INPUT');
  if (typeof value === 'string' && value.length > 5) expect(message).not.toContain(value);
});

test.each<[ScalarName, string]>([
  ['BigInt', '1.5'],
  ['BigInt', 'true'],
  ['UUID', '5'],
  ['Date', '2026'],
  ['Decimal', 'ENUM'],
  ['DateTime', '[1]'],
])('%s refuses the literal %s', (name, text) => {
  expect(() => fromDocument(name, text)).toThrow(`${name} must be`);
});

test('JSON takes and gives anything', () => {
  expect(fromDocument('JSON', '{a: [1, "x", true, null, 1.5]}')).toEqual({
    a: [1, 'x', true, null, 1.5],
  });
  expect(fromVariable('JSON', { a: [] })).toEqual({ a: [] });
  expect(SCALARS.JSON.serialize([1])).toEqual([1]);
});

test('numbers of the management API are printed as strings', () => {
  expect(SCALARS.BigInt.serialize(12)).toBe('12');
  expect(SCALARS.BigInt.serialize('12')).toBe('12');
});
