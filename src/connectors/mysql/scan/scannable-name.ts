import type { RemoteObject } from '../../../model/remote-table';

/**
 * True where ClickHouse's MySQL engine can name it. The engine doubles backticks, as MySQL has it,
 * but writes backslashes and control characters as escapes, which a quoted name of MySQL takes for
 * themselves (seen on 26.7.2: a\b becomes `a\\b`).
 */
export function isScannableName(name: string): boolean {
  return !/[\\\p{Cc}]/u.test(name);
}

/** True where the engine can name the schema and the table: see `isScannableName`. */
export function isScannableObject({
  schema,
  table,
}: Pick<RemoteObject, 'schema' | 'table'>): boolean {
  return isScannableName(schema) && isScannableName(table);
}
