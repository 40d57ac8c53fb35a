import type { ScalarName } from '../../../model/remote-table';

/** How one value is read. The dialect switches on `encoding`. */
export interface ValueType {
  readonly encoding: Encoding;
  readonly clickhouseType: string;
  readonly scalar: ScalarName;
}

/**
 * Encoding -> ClickHouse type and scalar. Temporal types are declared String: DateTime64 and Date32
 * hold neither 9999-12-31 nor infinity nor years BC, and the engine ignores the offset of a
 * timestamptz (ClickHouse issue 89128). Floating point is declared String too: the engine does not
 * parse 5e-324, where toFloat64 of the same text is exact (26.7.2). `numeric` is Decimal(p, s) with
 * the column's own p and s. `text_declared` is `text` to who declared it, and may be anything to
 * PostgreSQL.
 */
const READ_AS = {
  int2: ['Int16', 'Int'],
  int4: ['Int32', 'Int'],
  int8: ['Int64', 'BigInt'],
  oid: ['UInt32', 'BigInt'],
  float4: ['String', 'Float'],
  float8: ['String', 'Float'],
  bool: ['Bool', 'Boolean'],
  numeric: ['Decimal(76, 0)', 'Decimal'],
  numeric_text: ['String', 'Decimal'],
  text: ['String', 'String'],
  text_c: ['String', 'String'],
  text_folded: ['String', 'String'],
  text_declared: ['String', 'String'],
  uuid: ['UUID', 'UUID'],
  timestamptz: ['String', 'DateTime'],
  timestamp: ['String', 'LocalDateTime'],
  date: ['String', 'Date'],
  json: ['String', 'JSON'],
  jsonb: ['String', 'JSON'],
  enum: ['String', 'String'],
  other: ['String', 'String'],
} as const satisfies Record<string, readonly [string, ScalarName]>;

export type Encoding = keyof typeof READ_AS;

export const ENCODINGS = Object.fromEntries(
  Object.entries(READ_AS).map(([encoding, [clickhouseType, scalar]]) => [
    encoding,
    { encoding, clickhouseType, scalar },
  ]),
) as Readonly<Record<Encoding, ValueType>>;

/** True where ClickHouse's Decimal(precision, scale) can exist. */
export function isDecimal(precision: number, scale: number): boolean {
  return precision >= 1 && precision <= 76 && scale >= 0 && scale <= precision;
}
