import type { Literal } from '../../../model/predicate/predicate';
import type { RemoteColumn } from '../../../model/remote-table';
import { postgresqlString } from '../../../sql/postgresql-quoting';
import { Sql } from '../../../sql/sql';

/**
 * Casts that give an untyped text literal the column's type. Encodings that are absent take a plain
 * text literal.
 */
const CASTS: Readonly<Record<string, string>> = {
  float4: '::float8',
  float8: '::float8',
  uuid: '::uuid',
  timestamptz: '::timestamptz',
  timestamp: '::timestamp',
  date: '::date',
  numeric: '::numeric',
  numeric_text: '::numeric',
};

const NUMBER = /^-?[0-9]+$/;

/** 5 | '1.50'::numeric | 'text' | E'back\\slash' | '2024-01-01T00:00:00Z'::timestamptz | true */
export function postgresqlLiteral(column: RemoteColumn, value: Literal): Sql {
  if (typeof value === 'boolean') return Sql.dangerouslyFromText(value ? 'true' : 'false');
  const text = String(value);
  if (isInteger(column.encoding) && NUMBER.test(text)) {
    return Sql.dangerouslyFromText(text.startsWith('-') ? `(${text})` : text);
  }
  return Sql.dangerouslyFromText(postgresqlString(text).text + (CASTS[column.encoding] ?? ''));
}

/** Encodings whose values are integers, in the gateway's literals digits only. */
export function isInteger(encoding: string): boolean {
  return encoding === 'int2' || encoding === 'int4' || encoding === 'int8' || encoding === 'oid';
}
