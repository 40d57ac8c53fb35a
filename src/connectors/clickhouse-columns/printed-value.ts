import { sql, Sql, joinSql } from '../../sql/sql';
import { numberArguments, type ClickhouseType } from './clickhouse-type';
import type { ColumnType } from './column-type';
import { decimalDigits } from './value-grid';

/** Prints one value that is no structure. */
export function printedValue(
  { encoding, value: type }: Pick<ColumnType, 'encoding' | 'value'>,
  ref: Sql,
): Sql {
  switch (encoding) {
    case 'big':
    case 'enum':
    case 'printed':
    case 'date':
      return sql`toString(${ref})`;
    case 'decimal':
      return joinSql(
        [
          sql`toDecimalString(${ref},`,
          sql`${Sql.dangerouslyFromText(String(decimalDigits(type).scale))})`,
        ],
        ' ',
      );
    case 'float32':
      return type.name === 'BFloat16' ? sql`toFloat32(${ref})` : ref;
    // A String is bytes: where they are no UTF-8, ClickHouse's own JSON formats put U+FFFD too.
    case 'text':
      return sql`toValidUTF8(${ref})`;
    case 'fixed':
      return sql`toValidUTF8(concat(${ref}, ''))`;
    case 'datetime':
      return instant(type, ref);
    default:
      return ref;
  }
}

/**
 * Prints a moment as `2024-01-01T00:00:00.25Z`. The zone of a type is how ClickHouse shows the
 * value, which is a moment.
 */
function instant(type: ClickhouseType, ref: Sql): Sql {
  const utc = sql`toString(${ref}, 'UTC')`;
  const hasFraction = type.name === 'DateTime64' && numberArguments(type)[0] !== 0;
  return joinSql(
    [
      sql`concat(replaceOne(${hasFraction ? sql`replaceRegexpOne(${utc}, '[.]?0*$', '')` : utc},`,
      sql`' ', 'T'), 'Z')`,
    ],
    ' ',
  );
}
