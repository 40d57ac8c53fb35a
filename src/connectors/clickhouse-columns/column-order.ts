import { sql, type Sql } from '../../sql/sql';
import type { RemoteColumn } from '../../model/remote-table';
import { columnTypeOf } from './column-type';

/**
 * Renders expressions that sort as the other services sort: text by its bytes, uuids as their text,
 * NaN above all numbers.
 */
export function columnOrder(column: RemoteColumn, ref: Sql): readonly Sql[] {
  switch (columnTypeOf(column).encoding) {
    case 'float32':
    case 'float64':
      return [sql`isNaN(${ref})`, ref];
    case 'enum':
    case 'uuid':
    case 'printed':
      return [sql`toString(${ref})`];
    default:
      return [ref];
  }
}
