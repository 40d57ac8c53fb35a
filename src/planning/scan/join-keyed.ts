import { joinSql, sql, type Sql } from '../../sql/sql';
import type { Edge } from '../../model/edge';
import { keyName } from '../expressions/names';
import { assertJoinable, joinKey } from './join-key';
import { noted, type Rendered } from './rendered';
import type { ScanScope } from './scan-scope';

/**
 * LEFT JOIN (...) AS t2 ON t2.k0 = t0.`id`
 *
 * Joins a subquery that is keyed by k0, k1 and so on.
 *
 * @returns the alias of the join
 * @throws GatewayError CLICKHOUSE_FEATURE_MISSING
 */
export function joinKeyed(edge: Edge, subquery: Rendered, parent: Sql, scope: ScanScope): Rendered {
  assertJoinable(edge, scope.dialect.scan, scope.of(edge.to).dialect.scan);
  const alias = scope.newAlias();
  const conditions = edge.columns.map((pair, index) => {
    const own = joinKey(edge, pair, { end: 'from', alias: parent }, scope);
    return sql`${alias}.${keyName(index)} = ${own}`;
  });
  // ANY takes one of several rows for a key, and costs nothing: `LIMIT 1 BY` would look at every
  // row of another service.
  const kind = edge.crosses ? sql`LEFT ANY JOIN` : sql`LEFT JOIN`;
  const on = joinSql(conditions, ' AND ');
  return {
    value: alias,
    joins: [sql`${kind} (${subquery.value}) AS ${alias} ON ${on}`],
    notes: [...subquery.notes, ...noted('remaining', [`join ${edge.name}`], scope).notes],
  };
}

/**
 * t1.`customer_id` AS k0, t1.`line` AS k1
 *
 * The members that a joined subquery is keyed by.
 */
export function joinKeyMembers(edge: Edge, alias: Sql, there: ScanScope): readonly Sql[] {
  return edge.columns.map(
    (pair, index) => sql`${joinKey(edge, pair, { end: 'to', alias }, there)} AS ${keyName(index)}`,
  );
}
