import type { ScalarName } from '../../../model/remote-table';

/** How one value is read. The dialect switches on `encoding`. */
export interface ValueType {
  readonly encoding: Encoding;
  readonly clickhouseType: string;
  readonly scalar: ScalarName;
}

/**
 * Encoding -> ClickHouse type and scalar. Temporal types are declared String: DateTime64 and Date32
 * hold neither zero dates nor 9999-12-31. Floating point is declared String too: the engine reads
 * 1.7976931348623157e308 as infinity and 5e-324 as 0, where toFloat64 of the same text is exact
 * (seen on 26.7.2). BIT is bytes in a String and the number in a UInt64. `decimal` is Decimal(p, s)
 * with the column's own p and s.
 *
 * Text: `text_c` is compared byte by byte and without padding by MySQL too; `text` by the column's
 * collation; `text_foreign` is stored in another character set than UTF-8.
 */
const READ_AS = {
  tinyint: ['Int8', 'Int'],
  tinyint_unsigned: ['UInt8', 'Int'],
  smallint: ['Int16', 'Int'],
  smallint_unsigned: ['UInt16', 'Int'],
  int: ['Int32', 'Int'],
  int_unsigned: ['UInt32', 'BigInt'],
  bigint: ['Int64', 'BigInt'],
  bigint_unsigned: ['UInt64', 'BigInt'],
  bool: ['Int8', 'Boolean'],
  bit1: ['UInt64', 'Boolean'],
  bit: ['UInt64', 'BigInt'],
  year: ['UInt16', 'Int'],
  decimal: ['Decimal(65, 0)', 'Decimal'],
  float: ['String', 'Float'],
  double: ['String', 'Float'],
  text: ['String', 'String'],
  text_c: ['String', 'String'],
  text_foreign: ['String', 'String'],
  enum: ['String', 'String'],
  set: ['String', 'String'],
  binary: ['String', 'String'],
  date: ['String', 'Date'],
  datetime: ['String', 'LocalDateTime'],
  timestamp: ['String', 'DateTime'],
  time: ['String', 'String'],
  json: ['String', 'JSON'],
  uuid: ['String', 'UUID'],
  other: ['String', 'String'],
} as const satisfies Record<string, readonly [string, ScalarName]>;

export type Encoding = keyof typeof READ_AS;

export const ENCODINGS = Object.fromEntries(
  Object.entries(READ_AS).map(([encoding, [clickhouseType, scalar]]) => [
    encoding,
    { encoding, clickhouseType, scalar },
  ]),
) as Readonly<Record<Encoding, ValueType>>;

/** MySQL's DECIMAL has 65 digits at most; MariaDB up to 38 of them behind the point. */
export function isDecimal(precision: number, scale: number): boolean {
  return precision >= 1 && precision <= 65 && scale >= 0 && scale <= precision;
}

const INTEGERS: ReadonlySet<string> = new Set([
  'tinyint',
  'tinyint_unsigned',
  'smallint',
  'smallint_unsigned',
  'int',
  'int_unsigned',
  'bigint',
  'bigint_unsigned',
  'bit',
]);

/**
 * Encodings whose values are integers, in the gateway's literals digits only. YEAR is none: it
 * takes 24 for 2024.
 */
export function isInteger(encoding: string): boolean {
  return INTEGERS.has(encoding);
}

const COLLATED: ReadonlySet<string> = new Set(['text', 'text_foreign', 'enum', 'set']);

/**
 * Encodings whose equality is that of the column's collation: 'A' may equal 'a', and 'a ' may equal
 * 'a'.
 */
export function isCollated(encoding: string): boolean {
  return COLLATED.has(encoding);
}
