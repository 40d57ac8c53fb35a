import type { Aggregate } from '../../model/aggregate';
import { sql, type Sql } from '../../sql/sql';
import { keyName } from '../expressions/names';

/** The aggregates of a subquery, each computed once under a name of its own. */
export interface CollectedAggregates {
  /** t1.a0: its value, outside of the subquery */
  ref(aggregate: Aggregate): Sql;
  /** count(...) AS a0, sum(...) AS a1 */
  members(): readonly Sql[];
}

export function collectAggregates(
  outer: Sql,
  render: (aggregate: Aggregate) => Sql,
): CollectedAggregates {
  const found = new Map<string, { readonly name: Sql; readonly value: Sql }>();
  return {
    ref: (aggregate) => {
      const value = render(aggregate);
      const known = found.get(value.text) ?? { name: keyName(found.size, 'a'), value };
      found.set(value.text, known);
      return sql`${outer}.${known.name}`;
    },
    members: () => [...found.values()].map(({ name, value }) => sql`${value} AS ${name}`),
  };
}
