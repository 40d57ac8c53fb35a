import type { Predicate, RelatedPredicate, RowSet } from '../model/query';
import { joinSql, sql, Sql } from '../sql/sql';
import { assertJoinable } from './assert-joinable';
import { describeLimit, describeOrder } from './describe-page';
import { conjuncts, isForwardable } from './forwardable';
import { columnRef, keyNames, type ScanScope } from './scan-scope';
import { scanSource, withKeys } from './scan-source';
import { isUniqueLookup } from './unique-lookup';

/** WHERE, ORDER BY, LIMIT; for keyed rows the limit counts for each key. */
export function scanTail(rows: RowSet, alias: Sql, scope: ScanScope, keyCount = 0): Sql {
  const conditions = conjuncts(rows.where).map((predicate) => topLevel(predicate, alias, scope));
  return sql`${where(conditions)}${orderBy(rows, alias, scope)}${limitClause(rows, keyCount, scope)}`;
}

/** One condition stands without parentheses: the engine forwards them as they are written. */
function where(conditions: readonly Sql[]): Sql {
  const [first, second] = conditions;
  if (first === undefined) return sql``;
  if (second === undefined) return sql` WHERE ${first}`;
  return sql` WHERE ${joinSql(conditions.map((condition) => sql`(${condition})`), ' AND ')}`;
}

function topLevel(predicate: Predicate, alias: Sql, scope: ScanScope): Sql {
  const forwarded = isForwardable(predicate, scope.dialect.scan);
  const account = forwarded ? scope.account.pushed : scope.account.remaining;
  account.push(scope.dialect.describe(predicate));
  return renderPredicate(predicate, alias, forwarded, scope);
}

function renderPredicate(predicate: Predicate, alias: Sql, forwarded: boolean, scope: ScanScope): Sql {
  switch (predicate.kind) {
    case 'constant':
      return predicate.value ? sql`1` : sql`0`;
    case 'and':
    case 'or': {
      const operands = predicate.operands.map((operand) => sql`(${renderPredicate(operand, alias, forwarded, scope)})`);
      return joinSql(operands, predicate.kind === 'and' ? ' AND ' : ' OR ');
    }
    case 'not':
      return sql`NOT (${renderPredicate(predicate.operand, alias, forwarded, scope)})`;
    case 'related':
      return related(predicate, alias, scope);
    default: {
      const column = columnRef(alias, predicate.column);
      const pushed = forwarded ? scope.dialect.scan.forwarded(predicate, column) : null;
      return pushed ?? scope.dialect.scan.evaluated(predicate, column);
    }
  }
}

/** ifNull((t0.`id`) IN (SELECT t1.`customer_id` FROM ... WHERE ...), 0): never null, as EXISTS. */
function related(predicate: RelatedPredicate, alias: Sql, scope: ScanScope): Sql {
  assertJoinable(predicate.edge, scope.dialect.scan);
  const inner = scope.newAlias();
  const keys = predicate.edge.columns.map((pair) => pair.to);
  const rows = withKeys({ table: predicate.edge.to, fields: [], where: predicate.where, orderBy: [], limit: null, offset: 0 }, keys);
  const outer = joinSql(predicate.edge.columns.map((pair) => sql`materialize(${columnRef(alias, pair.from)})`), ', ');
  const selected = joinSql(keys.map((column) => columnRef(inner, column)), ', ');
  return sql`ifNull((${outer}) IN (SELECT ${selected} FROM ${scanSource(rows, inner, scope, keys)}${scanTail(rows, inner, scope)}), 0)`;
}

function orderBy(rows: RowSet, alias: Sql, scope: ScanScope): Sql {
  if (rows.orderBy.length === 0) return sql``;
  scope.account.remaining.push(...describeOrder(rows));
  const keys = rows.orderBy.flatMap((term) => {
    const direction = term.direction === 'ASC' ? sql`ASC` : sql`DESC`;
    const nulls = term.nulls === 'FIRST' ? sql`NULLS FIRST` : sql`NULLS LAST`;
    return scope.dialect.scan.orderKeys(term.column, columnRef(alias, term.column)).map((key) => sql`${key} ${direction} ${nulls}`);
  });
  return sql` ORDER BY ${joinSql(keys, ', ')}`;
}

function limitClause(rows: RowSet, keyCount: number, scope: ScanScope): Sql {
  if (rows.limit === null && rows.offset === 0) return sql``;
  // ClickHouse has no OFFSET without a LIMIT BY limit: the largest Int64 stands for "all".
  const limit = rows.limit ?? '9223372036854775807';
  const offset = rows.offset === 0 ? '' : `${rows.offset}, `;
  const by = keyCount === 0 ? sql`` : sql` BY ${keyNames(keyCount)}`;
  const isForwarded = rows.where === null && rows.orderBy.length === 0 && keyCount === 0;
  if (isForwarded) scope.account.pushed.push(...describeLimit(rows));
  else if (!isUniqueLookup(rows)) scope.account.remaining.push(...describeLimit(rows));
  return sql` LIMIT ${Sql.dangerouslyFromText(`${offset}${limit}`)}${by}`;
}
