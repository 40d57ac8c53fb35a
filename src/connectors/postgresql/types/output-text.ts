import { sql, type Sql } from '../../../sql/sql';

/**
 * A value in its type's output form, as COPY has it. A cast to text differs: `inet '::1'::text` is
 * `::1/128`. DISTINCT FROM NULL looks at the value as a whole, where IS NOT NULL looks at the
 * fields of a composite one.
 */
export function outputText(ref: Sql): Sql {
  return sql`(CASE WHEN ${ref} IS DISTINCT FROM NULL THEN format('%s', ${ref}) END)`;
}
