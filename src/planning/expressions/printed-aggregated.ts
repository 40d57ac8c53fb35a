import type { AggregatedLeaf, Aggregated } from '../../model/selection/aggregated';
import { foldAggregated } from '../../model/selection/fold-aggregated';
import { clickhouseString } from '../../sql/clickhouse-quoting';
import { joinSql, sql, type Sql } from '../../sql/sql';

/** concat('{"_count":', ..., ',"amount":', concat('{"_sum":', ..., '}'), '}') */
export function printedAggregated(
  fields: readonly Aggregated[],
  leaf: (field: AggregatedLeaf) => Sql,
): Sql {
  return foldAggregated<Sql>(fields, {
    typename: (typeName) => clickhouseString(JSON.stringify(typeName)),
    leaf,
    object: (members) => {
      const parts = members.flatMap(({ key, value }, index) => [
        clickhouseString(`${index === 0 ? '{' : ','}"${key}":`),
        value,
      ]);
      return sql`concat(${joinSql([...parts, clickhouseString('}')], ', ')})`;
    },
  });
}
