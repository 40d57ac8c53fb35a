import type { RemoteColumn } from '../../../model/remote-table';
import { sql, type Sql } from '../../../sql/sql';
import { printedText } from './printed-text';

/**
 * CONCAT('"', t0.`id` + 0, '"')
 *
 * The value as JSON text. Only a null value prints null: what becomes NULL because it is longer
 * than max_allowed_packet stays NULL, and fails the statement (see passthrough-dialect.ts).
 */
export function jsonValue(column: RemoteColumn, ref: Sql): Sql {
  const value = presentValue(column, ref);
  return column.nullable ? sql`IF(${ref} IS NULL, 'null', ${value})` : value;
}

function presentValue(column: RemoteColumn, ref: Sql): Sql {
  switch (column.encoding) {
    case 'json':
    case 'double':
    case 'float':
      return ref;
    case 'bit1':
    case 'bool':
      return sql`IF(${ref} <> 0, 'true', 'false')`;
    case 'bigint':
    case 'bigint_unsigned':
    case 'int_unsigned':
    case 'bit':
    case 'decimal':
      // `+ 0` takes the zeros of ZEROFILL away, and makes BIT the number it is.
      return sql`CONCAT('"', ${ref} + 0, '"')`;
    case 'date':
    case 'datetime':
    case 'timestamp':
    case 'binary':
    case 'uuid':
      return sql`CONCAT('"', ${printedText(column, ref)}, '"')`;
    case 'text':
    case 'text_c':
    case 'text_foreign':
    case 'enum':
    case 'set':
    case 'time':
    case 'other':
      return sql`JSON_QUOTE(${printedText(column, ref)})`;
    default:
      return sql`${ref} + 0`;
  }
}
