import { clickhouseString } from '../../sql/clickhouse-quoting';
import { joinSql, sql, type Sql } from '../../sql/sql';

/**
 * concat('[', toJSONString(t0.`id`), ',', ..., ']')
 *
 * A JSON array, as text, of elements that are JSON texts.
 */
export function printedArray(elements: readonly Sql[]): Sql {
  const parts = elements.flatMap((element, index) => [
    clickhouseString(index === 0 ? '[' : ','),
    element,
  ]);
  return sql`concat(${joinSql([...parts, clickhouseString(']')], ', ')})`;
}
