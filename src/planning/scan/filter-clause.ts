import type { ScanDialect } from '../../connectors/contract/source-dialect';
import { clickhouseIdentifier } from '../../sql/clickhouse-quoting';
import { joinSql, sql, type Sql } from '../../sql/sql';
import { foldPredicate, type PredicateAlgebra } from '../../model/predicate/fold-predicate';
import type { Predicate, PredicateLeaf } from '../../model/predicate/predicate';

/**
 * WHERE (t0.`id` > 5) AND (t0.`city` = 'Berlin')
 *
 * A single condition stands without parentheses, because an engine forwards conditions as they are
 * written.
 */
export function whereClause(conditions: readonly Sql[]): Sql {
  const [first, second] = conditions;
  if (first === undefined) return sql``;
  if (second === undefined) return sql` WHERE ${first}`;
  return sql` WHERE ${joinSql(conditions.map(inParentheses), ' AND ')}`;
}

/**
 * WHERE `id` > 5
 *
 * Predicates that the engine forwards, over a table without an alias.
 */
export function forwardedClause(forwarded: readonly Predicate[], scan: ScanDialect): Sql {
  return whereClause(
    forwarded.map((predicate) =>
      filterTree(predicate, (part) => {
        if (part.kind === 'related' || part.kind === 'aggregate')
          throw new Error('no engine forwards it');
        const column = clickhouseIdentifier(part.column.name);
        return scan.forwarded(part, column) ?? scan.evaluated(part, column);
      }),
    ),
  );
}

/**
 * (t0.`id` > 5) OR (NOT (...))
 *
 * AND, OR and NOT of ClickHouse around what `leaf` makes of the rest.
 */
export function filterTree(predicate: Predicate, leaf: (part: PredicateLeaf) => Sql): Sql {
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
