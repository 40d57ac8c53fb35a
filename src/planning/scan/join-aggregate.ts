import { type Aggregate, aggregateColumns, isCount } from '../../model/aggregate';
import type { RelatedRows } from '../../model/predicate/predicate';
import { rowSet } from '../../model/selection/row-set';
import { joinSql, sql, type Sql } from '../../sql/sql';
import { aggregatesInService } from './aggregates-by-key';
import { describeAggregate } from '../explain/describe-value';
import { conjuncts } from '../../model/predicate/predicate-leaves';
import { scanAggregate } from '../expressions/scan-aggregate';
import { joinKeyed, joinKeyMembers } from './join-keyed';
import { keyName, keyNames, openSelect, type ScanScope, type ScanSelect } from './scan-scope';
import { readOfRows, scanSource, whereKeyed } from './scan-source';
import { scanWhere } from './scan-where';

/**
 * LEFT JOIN (SELECT t1.`customer_id` AS k0, sum(...) AS a0 FROM ... GROUP BY k0) AS t2 ON t2.k0 = t0.`id`
 * @returns the aggregate of the related rows of each row
 */
export function joinAggregate(
  of: RelatedRows,
  aggregate: Aggregate,
  parent: ScanSelect,
  scope: ScanScope,
): Sql {
  const there = scope.of(of.edge.to);
  const subquery =
    (of.edge.crosses ? aggregatedThere(of, aggregate, there) : null) ??
    aggregatedHere(of, aggregate, there);
  const joined = joinKeyed(of.edge, subquery, parent, scope);
  const value = sql`${joined}.${keyName(0, 'a')}`;
  return isCount(aggregate) ? sql`ifNull(${value}, 0)` : value;
}

/** SELECT t1.`customer_id` AS k0, t1.a0 AS a0 FROM (...) AS t1: the service groups by the key. */
function aggregatedThere(
  { edge, where }: RelatedRows,
  aggregate: Aggregate,
  there: ScanScope,
): Sql | null {
  const columns = edge.columns.map((pair) => pair.to);
  const found = aggregatesInService(
    { table: edge.to, columns, aggregates: [aggregate], where: whereKeyed(where, columns) },
    there,
  );
  if (found === null) return null;
  there.account.pushed.push(
    ...conjuncts(where).map((predicate) => there.dialect.describe(predicate)),
    `aggregate ${describeAggregate(aggregate)}`,
  );
  return sql`SELECT ${joinSql([...joinKeyMembers(edge, found.alias, there), sql`${found.ref(0)} AS ${keyName(0, 'a')}`], ', ')} FROM ${found.source}`;
}

/** SELECT t1.`customer_id` AS k0, sum(...) AS a0 FROM ... GROUP BY k0 */
function aggregatedHere(of: RelatedRows, aggregate: Aggregate, there: ScanScope): Sql {
  const keys = of.edge.columns.map((pair) => pair.to);
  const where = whereKeyed(of.where, keys);
  const inner = openSelect(there);
  const read = readOfRows(rowSet(of.edge.to, { where }), keys);
  const source = scanSource(
    { ...read, columns: [...read.columns, ...aggregateColumns(aggregate)] },
    inner.alias,
    there,
  );
  const condition = scanWhere(where, inner, there);
  const members = joinSql(
    [
      ...joinKeyMembers(of.edge, inner.alias, there),
      sql`${scanAggregate(aggregate, inner.alias, keys, there)} AS ${keyName(0, 'a')}`,
    ],
    ', ',
  );
  there.account.remaining.push(`aggregate ${describeAggregate(aggregate)}`);
  return sql`SELECT ${members} FROM ${joinSql([source, ...inner.joins], ' ')}${condition} GROUP BY ${keyNames(keys.length)}`;
}
