import { joinSql, sql, type Sql } from '../../sql/sql';
import { type Aggregate, aggregateColumns, isCount } from '../../model/aggregate';
import type {
  Predicate,
  PredicateLeaf,
  RelatedPredicate,
  RelatedRows,
} from '../../model/predicate/predicate';
import { conjuncts } from '../../model/predicate/predicate-leaves';
import { rowSet } from '../../model/selection/row-set';
import { isForwardable } from '../analysis/forwardable';
import { describeAggregate } from '../explain/describe-value';
import { columnName, keyName, keyNames } from '../expressions/names';
import { scanAggregate } from '../expressions/scan-aggregate';
import { evaluateResult } from '../expressions/scan-result';
import { aggregatesInService } from './aggregates-by-key';
import { filterTree, whereClause } from './filter-clause';
import { assertJoinable, joinKey } from './join-key';
import { joinKeyed, joinKeyMembers } from './join-keyed';
import { closed, joinsOf, noted, plain, withParts, type Rendered } from './rendered';
import type { ScanScope } from './scan-scope';
import { readOfRows, scanSource, whereKeyed } from './scan-source';

/**
 * WHERE (t0.`id` > 5) AND (t2.a0 > 3)
 *
 * The filter of rows, with the joins to what it needs of other tables. `alias` is that of the rows.
 */
export function scanWhere(where: Predicate | null, alias: Sql, scope: ScanScope): Rendered {
  const conditions = conjuncts(where).map((predicate) => topCondition(predicate, alias, scope));
  return withParts(whereClause(conditions.flatMap(({ value }) => value ?? [])), conditions);
}

/**
 * t0.`id` > 5
 *
 * One operand of the AND of a filter. Null where the subquery that reads the table has it.
 */
function topCondition(predicate: Predicate, alias: Sql, scope: ScanScope): Rendered<Sql | null> {
  const { scan } = scope.dialect;
  const isForwarded = isForwardable(predicate, scan);
  const described = scope.dialect.describe(predicate);
  const note = noted(isForwarded ? 'pushed' : 'remaining', [described], scope);
  if (isForwarded && scope.spansServices) return note;
  const leaves: Rendered[] = [];
  const condition = filterTree(predicate, (part) => {
    const leaf = leafCondition(part, isForwarded, alias, scope);
    leaves.push(leaf);
    return leaf.value;
  });
  return withParts(condition, [note, ...leaves]);
}

/** t0.`id` > 5 */
function leafCondition(
  part: PredicateLeaf,
  isForwarded: boolean,
  alias: Sql,
  scope: ScanScope,
): Rendered {
  if (part.kind === 'related') return relatedCondition(part, alias, scope);
  const { scan } = scope.dialect;
  if (part.kind !== 'aggregate') {
    const column = columnName(alias, part.column);
    const pushed = isForwarded ? scan.forwarded(part, column) : null;
    return plain(pushed ?? scan.evaluated(part, column));
  }
  if (part.of === null) throw new Error('rows have no aggregates of their own');
  const joined = joinAggregate(part.of, part.aggregate, alias, scope);
  return { ...joined, value: evaluateResult(part.aggregate, part.condition, joined.value, scan) };
}

/**
 * ifNull((t0.`id`) IN (SELECT t1.`customer_id` FROM ... WHERE ...), 0)
 *
 * Tells whether a row has related rows for which the filter holds; like EXISTS, it is never null.
 */
function relatedCondition(predicate: RelatedPredicate, outer: Sql, scope: ScanScope): Rendered {
  const { edge } = predicate;
  const there = scope.of(edge.to);
  assertJoinable(edge, scope.dialect.scan, there.dialect.scan);
  const keys = edge.columns.map((pair) => pair.to);
  const where = whereKeyed(predicate.where, keys);
  const alias = there.newAlias();
  const own = joinSql(
    edge.columns.map(
      (pair) => sql`materialize(${joinKey(edge, pair, { end: 'from', alias: outer }, scope)})`,
    ),
    ', ',
  );
  const selected = joinSql(
    edge.columns.map((pair) => joinKey(edge, pair, { end: 'to', alias }, there)),
    ', ',
  );
  const source = scanSource(readOfRows(rowSet(edge.to, { where }), keys), alias, there);
  const condition = scanWhere(where, alias, there);
  const from = joinSql([source.value, ...condition.joins], ' ');
  return closed(sql`ifNull((${own}) IN (SELECT ${selected} FROM ${from}${condition.value}), 0)`, [
    source,
    condition,
  ]);
}

/**
 * LEFT JOIN (SELECT t1.`customer_id` AS k0, sum(...) AS a0 FROM ... GROUP BY k0) AS t2 ON t2.k0 =
 * ...
 *
 * Joins an aggregate of the related rows of each row of `parent`.
 *
 * @returns the aggregate, as an expression
 */
export function joinAggregate(
  of: RelatedRows,
  aggregate: Aggregate,
  parent: Sql,
  scope: ScanScope,
): Rendered {
  const there = scope.of(of.edge.to);
  const subquery =
    (of.edge.crosses ? aggregatedThere(of, aggregate, there) : null) ??
    aggregatedHere(of, aggregate, there);
  const joined = joinKeyed(of.edge, subquery, parent, scope);
  const value = sql`${joined.value}.${keyName(0, 'a')}`;
  return { ...joined, value: isCount(aggregate) ? sql`ifNull(${value}, 0)` : value };
}

/**
 * SELECT t1.`customer_id` AS k0, t1.a0 AS a0 FROM (...) AS t1
 *
 * Aggregates that the service groups by the key. Null where it cannot.
 */
function aggregatedThere(
  { edge, where }: RelatedRows,
  aggregate: Aggregate,
  there: ScanScope,
): Rendered | null {
  const columns = edge.columns.map((pair) => pair.to);
  const wanted = { table: edge.to, columns, aggregates: [aggregate] };
  const found = aggregatesInService(
    { ...wanted, where: whereKeyed(where, columns) },
    there,
    scanWhere,
  );
  if (found === null) return null;
  const described = conjuncts(where).map((predicate) => there.dialect.describe(predicate));
  const members = joinSql(
    [...joinKeyMembers(edge, found.alias, there), sql`${found.ref(0)} AS ${keyName(0, 'a')}`],
    ', ',
  );
  return closed(sql`SELECT ${members} FROM ${found.source.value}`, [
    found.source,
    noted('pushed', [...described, `aggregate ${describeAggregate(aggregate)}`], there),
  ]);
}

/** SELECT t1.`customer_id` AS k0, sum(...) AS a0 FROM ... GROUP BY k0 */
function aggregatedHere(of: RelatedRows, aggregate: Aggregate, there: ScanScope): Rendered {
  const keys = of.edge.columns.map((pair) => pair.to);
  const where = whereKeyed(of.where, keys);
  const alias = there.newAlias();
  const read = readOfRows(rowSet(of.edge.to, { where }), keys);
  const columns = [...read.columns, ...aggregateColumns(aggregate)];
  const source = scanSource({ ...read, columns }, alias, there);
  const condition = scanWhere(where, alias, there);
  const value = scanAggregate(aggregate, alias, keys, there.dialect.scan);
  const members = joinSql(
    [...joinKeyMembers(of.edge, alias, there), sql`${value} AS ${keyName(0, 'a')}`],
    ', ',
  );
  const from = joinSql([source.value, ...joinsOf([condition])], ' ');
  return closed(
    sql`SELECT ${members} FROM ${from}${condition.value} GROUP BY ${keyNames(keys.length)}`,
    [source, condition, noted('remaining', [`aggregate ${describeAggregate(aggregate)}`], there)],
  );
}
