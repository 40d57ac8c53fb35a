import { clickhouseString } from '../../sql/clickhouse-quoting';
import type { Sql } from '../../sql/sql';
import type { AggregatedLeaf, Aggregated } from '../../model/selection/aggregated';
import { foldAggregated } from '../../model/selection/fold-aggregated';
import { printedObject } from './printed-object';

/**
 * concat('{"_count":', ..., ',"amount":', concat('{"_sum":', ..., '}'), '}')
 *
 * Prints aggregates and group keys as one JSON object; `leaf` prints each of them.
 */
export function printedAggregated(
  fields: readonly Aggregated[],
  leaf: (field: AggregatedLeaf) => Sql,
): Sql {
  return foldAggregated<Sql>(fields, {
    typename: (typeName) => clickhouseString(JSON.stringify(typeName)),
    leaf,
    object: printedObject,
  });
}
