import type { ScanDialect } from '../../connectors/contract/source-dialect';
import { foldPredicate, type PredicateAlgebra } from '../../model/predicate/fold-predicate';
import type { Predicate, PredicateLeaf, RelatedPredicate } from '../../model/predicate/predicate';
import { rowSet } from '../../model/selection/row-set';
import { clickhouseIdentifier } from '../../sql/clickhouse-quoting';
import { joinSql, sql, type Sql } from '../../sql/sql';
import { assertJoinable } from './assert-joinable';
import { conjuncts } from '../../model/predicate/predicate-leaves';
import { isForwardable } from '../analysis/forwardable';
import { joinAggregate } from './join-aggregate';
import { joinKey } from './join-key';
import { evaluateResult } from '../expressions/scan-result';
import { columnRef, openSelect, type ScanScope, type ScanSelect } from './scan-scope';
import { readOfRows, scanSource, whereKeyed } from './scan-source';

/** WHERE of the rows that are read. What it needs of other tables is added to the joins of the select. */
export function scanWhere(where: Predicate | null, select: ScanSelect, scope: ScanScope): Sql {
  return whereClause(
    conjuncts(where).flatMap((predicate) => topLevel(predicate, select, scope) ?? []),
  );
}

/** One condition stands without parentheses: the engine forwards them as they are written. */
export function whereClause(conditions: readonly Sql[]): Sql {
  const [first, second] = conditions;
  if (first === undefined) return sql``;
  if (second === undefined) return sql` WHERE ${first}`;
  return sql` WHERE ${joinSql(conditions.map(inParentheses), ' AND ')}`;
}

/** WHERE `id` > 5, of predicates that are forwarded, over a table without an alias. */
export function forwardedClause(forwarded: readonly Predicate[], scan: ScanDialect): Sql {
  return whereClause(
    forwarded.map((predicate) =>
      renderTree(predicate, (part) => {
        if (part.kind === 'related' || part.kind === 'aggregate')
          throw new Error('no engine forwards it');
        const column = clickhouseIdentifier(part.column.name);
        return scan.forwarded(part, column) ?? scan.evaluated(part, column);
      }),
    ),
  );
}

/** AND, OR and NOT in ClickHouse's SQL around what `leaf` makes of the rest. */
export function renderTree(predicate: Predicate, leaf: (part: PredicateLeaf) => Sql): Sql {
  return foldPredicate(predicate, TREE, leaf);
}

const TREE: PredicateAlgebra<Sql, (part: PredicateLeaf) => Sql> = {
  constant: (value) => (value ? sql`1` : sql`0`),
  and: (operands) => joinSql(operands.map(inParentheses), ' AND '),
  or: (operands) => joinSql(operands.map(inParentheses), ' OR '),
  not: (operand) => sql`NOT (${operand})`,
  column: (part, leaf) => leaf(part),
  related: (part, leaf) => leaf(part),
  aggregate: (part, leaf) => leaf(part),
};

function inParentheses(condition: Sql): Sql {
  return sql`(${condition})`;
}

/** Null where the scan's own subquery has it. */
function topLevel(predicate: Predicate, select: ScanSelect, scope: ScanScope): Sql | null {
  const forwarded = isForwardable(predicate, scope.dialect.scan);
  const account = forwarded ? scope.account.pushed : scope.account.remaining;
  account.push(scope.dialect.describe(predicate));
  if (forwarded && scope.account.spanned !== undefined) return null;
  return renderTree(predicate, (part) => {
    if (part.kind === 'related') return related(part, select, scope);
    if (part.kind === 'aggregate') {
      if (part.of === null) throw new Error('rows have no aggregates of their own');
      return evaluateResult(
        part.aggregate,
        part.condition,
        joinAggregate(part.of, part.aggregate, select, scope),
        scope,
      );
    }
    const column = columnRef(select.alias, part.column);
    const pushed = forwarded ? scope.dialect.scan.forwarded(part, column) : null;
    return pushed ?? scope.dialect.scan.evaluated(part, column);
  });
}

/** ifNull((t0.`id`) IN (SELECT t1.`customer_id` FROM ... WHERE ...), 0): never null, as EXISTS. */
function related(predicate: RelatedPredicate, outer: ScanSelect, scope: ScanScope): Sql {
  const { edge } = predicate;
  const there = scope.of(edge.to);
  assertJoinable(edge, scope.dialect.scan, there.dialect.scan);
  const keys = edge.columns.map((pair) => pair.to);
  const where = whereKeyed(predicate.where, keys);
  const inner = openSelect(there);
  const own = joinSql(
    edge.columns.map(
      (pair) => sql`materialize(${joinKey(edge, pair, 'from', outer.alias, scope)})`,
    ),
    ', ',
  );
  const selected = joinSql(
    edge.columns.map((pair) => joinKey(edge, pair, 'to', inner.alias, there)),
    ', ',
  );
  const source = scanSource(readOfRows(rowSet(edge.to, { where }), keys), inner.alias, there);
  const condition = scanWhere(where, inner, there);
  return sql`ifNull((${own}) IN (SELECT ${selected} FROM ${joinSql([source, ...inner.joins], ' ')}${condition}), 0)`;
}
