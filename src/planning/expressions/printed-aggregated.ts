import type { Aggregated } from '../../model/selection/aggregated';
import { clickhouseString } from '../../sql/clickhouse-quoting';
import { joinSql, sql, type Sql } from '../../sql/sql';

/** concat('{"_count":', ..., ',"amount":', concat('{"_sum":', ..., '}'), '}') */
export function printedAggregated(
  fields: readonly Aggregated[],
  value: (field: Extract<Aggregated, { kind: 'aggregate' | 'groupKey' }>) => Sql,
): Sql {
  const parts = fields.flatMap((field, index) => {
    const name = clickhouseString(`${index === 0 ? '{' : ','}"${field.key}":`);
    if (field.kind === 'typename') return [name, clickhouseString(JSON.stringify(field.typeName))];
    return [name, field.kind === 'nested' ? printedAggregated(field.fields, value) : value(field)];
  });
  return sql`concat(${joinSql([...parts, clickhouseString('}')], ', ')})`;
}
