import type { RemoteColumn } from '../../../model/remote-table';
import { sql, type Sql, joinSql } from '../../../sql/sql';

/**
 * The value as the data API's text, not quoted, in utf8mb4; NULL for a null. The scan dialect
 * prints the same text.
 */
export function printedText(column: RemoteColumn, ref: Sql): Sql {
  switch (column.encoding) {
    case 'binary':
      return sql`CONCAT('0x', LOWER(HEX(${ref})))`;
    case 'datetime':
      return moment(ref);
    case 'timestamp': {
      // UNIX_TIMESTAMP of a column is what is stored, whatever the session's time zone; 0 stands
      // for the zero date only.
      const inUtc = sql`('1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(${ref}) SECOND)`;
      return joinSql(
        [
          sql`IF(UNIX_TIMESTAMP(${ref}) = 0, '0000-00-00T00:00:00Z',`,
          sql`CONCAT(${moment(inUtc)}, 'Z'))`,
        ],
        ' ',
      );
    }
    case 'uuid':
      return sql`LOWER(CAST(${ref} AS CHAR))`;
    case 'text':
    case 'text_c':
    case 'text_foreign':
    case 'enum':
    case 'set':
      return sql`CONVERT(${ref} USING utf8mb4)`;
    case 'other':
    case 'time':
      return sql`CONVERT(CAST(${ref} AS CHAR) USING utf8mb4)`;
    default:
      return ref;
  }
}

/** Prints a moment with six digits of a fraction, then without the zeros at its end. */
function moment(ref: Sql): Sql {
  return joinSql(
    [
      sql`TRIM(TRAILING '.'`,
      sql`FROM TRIM(TRAILING '0' FROM DATE_FORMAT(${ref}, '%Y-%m-%dT%H:%i:%s.%f')))`,
    ],
    ' ',
  );
}

/**
 * Makes a value that sorts and compares byte by byte, without padding and whatever the collation.
 */
export function bytesOf(column: RemoteColumn, ref: Sql): Sql {
  return sql`CAST(${printedText(column, ref)} AS BINARY)`;
}
