import type { RemoteObject } from '../../../model/remote-table';

/**
 * Can ClickHouse's MySQL engine name it? The engine doubles backticks, as MySQL has it, but writes
 * backslashes and control characters as escapes, which a quoted name of MySQL takes for themselves
 * (seen on 26.7.2: a\b becomes `a\\b`).
 */
export function isScannableName(name: string): boolean {
  return !/[\\\p{Cc}]/u.test(name);
}

/** The same for the table's own place. */
export function isScannableObject({
  schema,
  table,
}: Pick<RemoteObject, 'schema' | 'table'>): boolean {
  return isScannableName(schema) && isScannableName(table);
}
