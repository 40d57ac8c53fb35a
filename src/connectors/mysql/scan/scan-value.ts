import type { RemoteColumn } from '../../../model/remote-table';
import { sql, type Sql, joinSql } from '../../../sql/sql';

/**
 * Prints the column of a declared engine table as the data API has it; null where only MySQL can
 * print it. A TIMESTAMP comes in the time zone of ClickHouse's session, which is the server's
 * choice and which ClickHouse neither sets nor knows.
 */
export function scanValue(column: RemoteColumn, ref: Sql): Sql | null {
  return column.encoding === 'timestamp' ? null : plainValue(column, ref);
}

/** Prints a column of any encoding but `timestamp`. */
export function plainValue(column: RemoteColumn, ref: Sql): Sql {
  switch (column.encoding) {
    case 'int_unsigned':
      // The scalar is BigInt, which is a text; ClickHouse quotes integers of 64 bits only.
      return sql`toString(${ref})`;
    case 'float':
    case 'double':
      return sql`toFloat64(${ref})`;
    case 'bit1':
    case 'bool':
      return sql`toBool(${ref})`;
    case 'binary':
      return sql`concat('0x', lower(hex(${ref})))`;
    case 'datetime':
      return joinSql(
        [
          sql`replaceOne(if(position(${ref}, '.') = 0, ${ref},`,
          sql`trimRight(trimRight(${ref}, '0'), '.')), ' ', 'T')`,
        ],
        ' ',
      );
    case 'uuid':
      return sql`lower(${ref})`;
    default:
      return ref;
  }
}
