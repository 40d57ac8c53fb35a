import { aggregateColumns, isCount } from '../model/aggregate';
import type { Aggregate, RelatedRows } from '../model/query';
import { joinSql, sql, type Sql } from '../sql/sql';
import { describeAggregate } from './describe-value';
import { scanAggregate } from './scan-aggregate';
import { joinKeyed, joinKeyMembers } from './join-keyed';
import { keyName, keyNames, openSelect, type ScanScope, type ScanSelect } from './scan-scope';
import { readOfRows, scanSource, whereKeyed } from './scan-source';
import { scanWhere } from './scan-where';
import { rowSet } from '../model/row-set';

/**
 * LEFT JOIN (SELECT t1.`customer_id` AS k0, sum(...) AS a0 FROM ... GROUP BY k0) AS t2 ON t2.k0 = t0.`id`
 * @returns the aggregate of the related rows of each row
 */
export function joinAggregate(of: RelatedRows, aggregate: Aggregate, parent: ScanSelect, scope: ScanScope): Sql {
  const keys = of.edge.columns.map((pair) => pair.to);
  const where = whereKeyed(of.where, keys);
  const there = scope.of(of.edge.to);
  const inner = openSelect(there);
  const read = readOfRows(rowSet(of.edge.to, { where }), keys);
  const source = scanSource({ ...read, columns: [...read.columns, ...aggregateColumns(aggregate)] }, inner.alias, there);
  const condition = scanWhere(where, inner, there);
  const members = joinSql([...joinKeyMembers(of.edge, inner.alias, there), sql`${scanAggregate(aggregate, inner.alias, keys, there)} AS ${keyName(0, 'a')}`], ', ');
  const from = joinSql([source, ...inner.joins], ' ');
  scope.account.remaining.push(`aggregate ${describeAggregate(aggregate)}`);
  const joined = joinKeyed(of.edge, sql`SELECT ${members} FROM ${from}${condition} GROUP BY ${keyNames(keys.length)}`, parent, scope);
  const value = sql`${joined}.${keyName(0, 'a')}`;
  return isCount(aggregate) ? sql`ifNull(${value}, 0)` : value;
}
