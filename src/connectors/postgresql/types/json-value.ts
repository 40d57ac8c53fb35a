import type { RemoteColumn } from '../../../model/remote-table';
import { sql, type Sql, joinSql } from '../../../sql/sql';
import { outputText } from './output-text';

const ARRAY = 'array:';

/** The value as the data API's JSON has it. The scan dialect prints the same text. */
export function jsonValue(column: RemoteColumn, ref: Sql): Sql {
  return column.encoding.startsWith(ARRAY)
    ? listValue(column, column.encoding.slice(ARRAY.length), ref)
    : scalarValue(column.encoding, ref);
}

function scalarValue(encoding: string, ref: Sql): Sql {
  switch (encoding) {
    case 'float4':
    case 'float8':
      // JSON has no NaN or infinity: they print as null, as ClickHouse and graphql-js have it.
      return sql`nullif(nullif(nullif(${ref}, 'NaN'), 'Infinity'), '-Infinity')`;
    case 'int8':
    case 'oid':
    case 'numeric':
    case 'numeric_text':
    case 'enum':
      return sql`${ref}::text`;
    case 'other':
    case 'text_declared':
      return outputText(ref);
    case 'timestamptz':
      return timestamp(sql`(${ref} AT TIME ZONE 'UTC')`, sql` || 'Z'`);
    case 'timestamp':
      return timestamp(ref, sql``);
    case 'date':
      // to_char takes a date for a timestamp, which ends before dates do.
      return joinSql(
        [
          sql`CASE WHEN ${ref} BETWEEN '0001-01-01'`,
          sql`AND '294276-12-31' THEN to_char(${ref}, 'YYYY-MM-DD') ELSE ${ref}::text END`,
        ],
        ' ',
      );
    default:
      return ref;
  }
}

/**
 * Prints a moment. to_char does not depend on DateStyle, but prints nothing for infinity and loses
 * BC; such moments keep PostgreSQL's text. Trailing zeros of the fraction go, as in PostgreSQL's
 * own text form.
 */
function timestamp(ref: Sql, suffix: Sql): Sql {
  return joinSql(
    [
      sql`CASE WHEN isfinite(${ref})`,
      sql`AND ${ref} >= '0001-01-01' THEN rtrim(rtrim(to_char(${ref},`,
      sql`'YYYY-MM-DD"T"HH24:MI:SS.US'), '0'), '.')${suffix}`,
      sql`ELSE regexp_replace(${ref}::text, ' ', 'T') END`,
    ],
    ' ',
  );
}

/**
 * Prints a list. PostgreSQL takes values of any number of dimensions: a value that is no plain list
 * prints null, and in a NOT NULL column it ends the statement.
 */
function listValue(column: RemoteColumn, element: string, ref: Sql): Sql {
  const noList = column.nullable
    ? sql`NULL`
    : sql`to_json(1 / (cardinality(${ref}) - cardinality(${ref})))`;
  return sql`CASE WHEN array_ndims(${ref}) > 1 THEN ${noList} ELSE ${plainList(element, ref)} END`;
}

function plainList(element: string, ref: Sql): Sql {
  switch (element) {
    case 'int2':
    case 'int4':
    case 'bool':
    case 'text':
    case 'text_c':
    case 'text_folded':
    case 'uuid':
    case 'json':
    case 'jsonb':
      return sql`to_json(${ref})`;
    case 'int8':
    case 'oid':
    case 'numeric':
    case 'numeric_text':
    case 'enum':
      return sql`to_json(${ref}::text[])`;
    default:
      // Elements are read by subscripts: unnest makes columns of the fields of composite elements.
      return joinSql(
        [
          sql`CASE WHEN ${ref} IS NOT NULL THEN coalesce((SELECT`,
          sql`json_agg(${scalarValue(element, sql`${ref}[i]`)} ORDER BY i)`,
          sql`FROM generate_subscripts(${ref}, 1) AS i), '[]'::json) END`,
        ],
        ' ',
      );
  }
}
