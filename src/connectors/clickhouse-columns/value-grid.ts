import { clickhouseString } from '../../sql/clickhouse-quoting';
import { sql, Sql, joinSql } from '../../sql/sql';
import { numberArguments, type ClickhouseType } from './clickhouse-type';

/**
 * The values that an exact type can hold: whole multiples (ticks) of 10^-scale, from `min` to
 * `max`. A literal is placed among them by the planner, so that ClickHouse compares values of one
 * type: exactly, and by the column's index.
 */
export interface ValueGrid {
  readonly scale: number;
  readonly min: bigint;
  readonly max: bigint;
  /** Writes a literal of the data API as plain digits, in units of 1. */
  readonly digitsOf: (literal: string) => string;
  /** Writes a value of the type in ClickHouse's SQL. */
  readonly literal: (ticks: bigint) => Sql;
}

/** Makes the grid of a type; null for types that are compared otherwise. */
export function valueGrid(type: ClickhouseType): ValueGrid | null {
  const { name } = type;
  const integer = /^(U?)Int(\d+)$/.exec(name);
  if (integer !== null) return integerGrid(integer[1] === 'U', Number(integer[2]));
  if (name.startsWith('Decimal')) return decimalGrid(type);
  if (name === 'Date') return dayGrid(name, 0n, 65_535n);
  // Date32 holds 1900-01-01 to 2299-12-31.
  if (name === 'Date32') return dayGrid(name, -25_567n, 120_529n);
  if (name === 'DateTime' || name === 'DateTime32')
    return momentGrid(
      0,
      0n,
      2n ** 32n - 1n,
      (ticks) => sql`toDateTime(${Sql.dangerouslyFromText(String(ticks))}, 'UTC')`,
    );
  if (name === 'DateTime64') return ticksGrid(numberArguments(type)[0] ?? 3);
  return null;
}

const DIGITS_OF_DECIMAL: Readonly<Record<string, number>> = {
  Decimal32: 9,
  Decimal64: 18,
  Decimal128: 38,
  Decimal256: 76,
};

/** Reads the digits of Decimal(10, 2), or of Decimal64(2), which has all the digits that fit. */
export function decimalDigits(type: ClickhouseType): {
  readonly precision: number;
  readonly scale: number;
} {
  const [first = 10, second = 0] = numberArguments(type);
  const implied = DIGITS_OF_DECIMAL[type.name];
  return implied === undefined
    ? { precision: first, scale: second }
    : { precision: implied, scale: first };
}

function integerGrid(isUnsigned: boolean, bits: number): ValueGrid {
  const min = isUnsigned ? 0n : -(2n ** BigInt(bits - 1));
  const max = 2n ** BigInt(isUnsigned ? bits : bits - 1) - 1n;
  // A bare number beyond 64 bits would become a Float64, so it is cast.
  const type = `${isUnsigned ? 'U' : ''}Int${bits}`;
  const literal = (ticks: bigint): Sql =>
    bits <= 64
      ? Sql.dangerouslyFromText(String(ticks))
      : sql`CAST(${clickhouseString(String(ticks))}, ${clickhouseString(type)})`;
  return { scale: 0, min, max, digitsOf: (text) => text, literal };
}

/** The grid of Decimal(10, 2), whose literals are CAST('1.50', 'Decimal(10, 2)'). */
function decimalGrid(type: ClickhouseType): ValueGrid {
  const { precision, scale } = decimalDigits(type);
  const max = 10n ** BigInt(precision) - 1n;
  const literal = (ticks: bigint): Sql =>
    joinSql(
      [
        sql`CAST(${clickhouseString(decimalText(ticks, scale))},`,
        sql`${clickhouseString(`Decimal(${precision}, ${scale})`)})`,
      ],
      ' ',
    );
  return { scale, min: -max, max, digitsOf: (text) => text, literal };
}

function dayGrid(type: 'Date' | 'Date32', min: bigint, max: bigint): ValueGrid {
  const day = 24 * 60 * 60 * 1000;
  const literal = (ticks: bigint): Sql =>
    joinSql(
      [
        sql`CAST(${clickhouseString(new Date(Number(ticks) * day).toISOString().slice(0, 10))},`,
        sql`${clickhouseString(type)})`,
      ],
      ' ',
    );
  return {
    scale: 0,
    min,
    max,
    digitsOf: (text) => String(unixMilliseconds(`${text}T00:00:00Z`) / day),
    literal,
  };
}

/** The grid of DateTime64, whose ticks are 64 bits wide. Literals have microseconds at most. */
function ticksGrid(scale: number): ValueGrid {
  const type = clickhouseString(`DateTime64(${scale}, 'UTC')`);
  return momentGrid(scale, -(2n ** 63n), 2n ** 63n - 1n, (ticks) => {
    const micros =
      scale > 6 ? floorDivide(ticks, 10n ** BigInt(scale - 6)) : ticks * 10n ** BigInt(6 - scale);
    return joinSql(
      [
        sql`CAST(fromUnixTimestamp64Micro(toInt64(${clickhouseString(String(micros))}),`,
        sql`'UTC'), ${type})`,
      ],
      ' ',
    );
  });
}

/**
 * The grid of a moment: seconds of the epoch with their fraction, -0.25 from
 * `1969-12-31T23:59:59.75Z`.
 */
function momentGrid(
  scale: number,
  min: bigint,
  max: bigint,
  literal: ValueGrid['literal'],
): ValueGrid {
  const digitsOf = (text: string): string => {
    const [whole = '', fraction = ''] = text.replace(/Z$/, '').split('.');
    const micros =
      BigInt(unixMilliseconds(`${whole}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
    return decimalText(micros, 6);
  };
  return { scale, min, max, digitsOf, literal };
}

function unixMilliseconds(text: string): number {
  return Date.parse(text);
}

/** Writes ticks as a decimal: -5 ticks of scale 2 are `-0.05`. */
function decimalText(ticks: bigint, scale: number): string {
  const digits = (ticks < 0n ? -ticks : ticks).toString().padStart(scale + 1, '0');
  const cut = digits.length - scale;
  const sign = ticks < 0n ? '-' : '';
  const fraction = scale === 0 ? '' : `.${digits.slice(cut)}`;
  return sign + digits.slice(0, cut) + fraction;
}

export function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}
