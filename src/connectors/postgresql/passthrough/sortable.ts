import type { RemoteColumn } from '../../../model/remote-table';
import { sql, type Sql } from '../../../sql/sql';
import type { Encoding } from '../types/encodings';
import { outputText } from '../types/output-text';

/**
 * A value that has an order and is alike to the last byte, and the encoding it is read by from then
 * on.
 */
export interface Sortable {
  readonly encoding: Encoding;
  readonly value: Sql;
}

/**
 * The column for aggregates and groups. NaN and infinity are null to callers, so they are null
 * here.
 */
export function sortable(column: RemoteColumn, ref: Sql): Sortable {
  switch (column.encoding) {
    case 'float4':
    case 'float8':
      return {
        encoding: column.encoding,
        value: sql`nullif(nullif(nullif(${ref}, 'NaN'), 'Infinity'), '-Infinity')`,
      };
    case 'text':
      return { encoding: 'text', value: sql`(${ref} COLLATE "C")` };
    case 'enum':
    case 'text_declared':
      return { encoding: 'text', value: sql`(${ref}::text COLLATE "C")` };
    case 'text_folded':
    case 'other':
      return { encoding: 'text', value: sql`(${outputText(ref)} COLLATE "C")` };
    default:
      return { encoding: column.encoding as Encoding, value: ref };
  }
}
