import type { RemoteColumn } from '../../../model/remote-table';
import { sql, type Sql } from '../../../sql/sql';
import type { Encoding } from '../types/encodings';
import { bytesOf } from '../types/printed-text';

/**
 * A value that has an order and is alike to the last byte, and the encoding it is read by from then
 * on.
 */
export interface Sortable {
  readonly encoding: Encoding;
  readonly value: Sql;
}

/**
 * The column for aggregates and groups. Text becomes the bytes of what is printed, whatever its
 * collation.
 */
export function sortable(column: RemoteColumn, ref: Sql): Sortable {
  switch (column.encoding) {
    case 'text':
    case 'text_foreign':
    case 'enum':
    case 'set':
    case 'time':
    case 'binary':
    case 'uuid':
    case 'other':
      return { encoding: 'text_c', value: bytesOf(column, ref) };
    case 'year':
    case 'bit':
    case 'bit1':
      return { encoding: column.encoding, value: sql`(${ref} + 0)` };
    case 'bool':
      return { encoding: 'bool', value: sql`(${ref} <> 0)` };
    case 'float':
      // The six digits that MySQL prints are the value; MySQL compares the stored one as another
      // number (0.1 is no 0.1).
      return { encoding: 'double', value: sql`(CONCAT(${ref}) + 0e0)` };
    default:
      return { encoding: column.encoding as Encoding, value: ref };
  }
}
