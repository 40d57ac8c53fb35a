import { joinSql, sql, Sql } from '../../sql/sql';
import { aggregateColumns, aggregateResult } from '../../model/aggregate';
import type { RelationalTerms } from './relational-sql';

/** Aggregates for people, where no service is asked for them. */
export const READABLE_TERMS: Pick<RelationalTerms, 'aggregate' | 'aggregateColumn' | 'orderTerms'> =
  {
    // sum(t0."amount")
    aggregate: (aggregate, ref) => {
      if (aggregate.kind === 'count') return sql`count(*)`;
      const name =
        aggregate.kind === 'simple' || aggregate.kind === 'argument'
          ? aggregate.function
          : aggregate.kind;
      const columns = joinSql(aggregateColumns(aggregate).map(ref), ', ');
      return sql`${Sql.dangerouslyFromText(name.toLowerCase())}(${columns})`;
    },
    aggregateColumn: aggregateResult,
    orderTerms: (_column, ref) => [ref((_of, value) => value)],
  };
