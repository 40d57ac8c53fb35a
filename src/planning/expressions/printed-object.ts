import { clickhouseString } from '../../sql/clickhouse-quoting';
import { joinSql, sql, type Sql } from '../../sql/sql';
import type { FoldedMember } from '../../model/selection/fold-aggregated';

/**
 * concat('{"id":', toJSONString(t0.`id`), ',"name":', ..., '}')
 *
 * A JSON object, as text, of members that are JSON texts.
 */
export function printedObject(members: readonly FoldedMember<Sql>[]): Sql {
  const parts = members.flatMap(({ key, value }, index) => [
    clickhouseString(`${index === 0 ? '{' : ','}"${key}":`),
    value,
  ]);
  return sql`concat(${joinSql([...parts, clickhouseString('}')], ', ')})`;
}
