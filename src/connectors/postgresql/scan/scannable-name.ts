import type { RemoteObject } from '../../../model/remote-table';

/**
 * True where ClickHouse's PostgreSQL engine can name it. The engine quotes names with backslashes,
 * where PostgreSQL doubles quotes and takes a backslash as itself (seen on 26.7.2: a"b becomes
 * "a\"b", a\b becomes "a\\b"). So it reads another column than asked for, or SQL that whoever named
 * the column wrote. Only a passthrough query names such things rightly.
 */
export function isScannableName(name: string): boolean {
  return !/["\\\b\f\n\r\t\0]/.test(name);
}

/** True where the engine can name the schema and the table: see `isScannableName`. */
export function isScannableObject({
  schema,
  table,
}: Pick<RemoteObject, 'schema' | 'table'>): boolean {
  return isScannableName(schema) && isScannableName(table);
}
