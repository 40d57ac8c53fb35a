import type { Edge } from '../model/query';
import { joinSql, sql, type Sql } from '../sql/sql';
import { assertJoinable } from './assert-joinable';
import { columnRef, keyName, type ScanScope, type ScanSelect } from './scan-scope';

/** Adds a LEFT JOIN of a subquery, keyed by k0, k1, ..., to the parent's FROM, and returns its alias. */
export function joinKeyed(edge: Edge, subquery: Sql, parent: ScanSelect, scope: ScanScope): Sql {
  assertJoinable(edge, scope.dialect.scan);
  const alias = scope.newAlias();
  const conditions = edge.columns.map((pair, index) => sql`${alias}.${keyName(index)} = ${columnRef(parent.alias, pair.from)}`);
  parent.joins.push(sql`LEFT JOIN (${subquery}) AS ${alias} ON ${joinSql(conditions, ' AND ')}`);
  scope.account.remaining.push(`join ${edge.name}`);
  return alias;
}
