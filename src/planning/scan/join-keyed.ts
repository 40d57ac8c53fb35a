import type { Edge } from '../../model/edge';
import { joinSql, sql, type Sql } from '../../sql/sql';
import { assertJoinable } from './assert-joinable';
import { joinKey } from './join-key';
import { keyName, type ScanScope, type ScanSelect } from './scan-scope';

/** Adds a LEFT JOIN of a subquery, keyed by k0, k1, ..., to the parent's FROM, and returns its alias. */
export function joinKeyed(edge: Edge, subquery: Sql, parent: ScanSelect, scope: ScanScope): Sql {
  assertJoinable(edge, scope.dialect.scan, scope.of(edge.to).dialect.scan);
  const alias = scope.newAlias();
  const conditions = edge.columns.map(
    (pair, index) =>
      sql`${alias}.${keyName(index)} = ${joinKey(edge, pair, 'from', parent.alias, scope)}`,
  );
  // One row of several for a key, and no more work for it: between services `LIMIT 1 BY` would look at every row.
  parent.joins.push(
    sql`${edge.crosses ? sql`LEFT ANY JOIN` : sql`LEFT JOIN`} (${subquery}) AS ${alias} ON ${joinSql(conditions, ' AND ')}`,
  );
  scope.account.remaining.push(`join ${edge.name}`);
  return alias;
}

/** t1.`customer_id` AS k0, t1.`line` AS k1: what the subquery is keyed by. */
export function joinKeyMembers(edge: Edge, alias: Sql, there: ScanScope): readonly Sql[] {
  return edge.columns.map(
    (pair, index) => sql`${joinKey(edge, pair, 'to', alias, there)} AS ${keyName(index)}`,
  );
}
