import { foldPredicate, type PredicateAlgebra } from '../../model/predicate/fold-predicate';
import type { Predicate, RelatedRows } from '../../model/predicate/predicate';
import { predicateLeaves } from '../../model/predicate/predicate-leaves';

/** A part of a filter that another service decides. */
export interface CrossServiceCondition {
  /**
   * EXISTS: the condition is that there is such a related row. AGGREGATES: `predicate` is all about
   * aggregates of the related rows.
   */
  readonly kind: 'EXISTS' | 'AGGREGATES';
  readonly predicate: Predicate;
  readonly of: RelatedRows;
}

/**
 * Describes a predicate that another service decides as a whole. Null for other predicates, also
 * where another service decides a part.
 */
export function crossServiceCondition(predicate: Predicate): CrossServiceCondition | null {
  if (predicate.kind === 'related')
    return predicate.edge.crosses ? { kind: 'EXISTS', predicate, of: predicate } : null;
  const of = foldPredicate(predicate, AGGREGATED_ROWS);
  return of?.edge.crosses === true ? { kind: 'AGGREGATES', predicate, of } : null;
}

/**
 * True where a filter has a condition on aggregates of rows of another service. The filters of
 * related rows do not count.
 */
export function hasCrossServiceAggregates(predicate: Predicate): boolean {
  return predicateLeaves(predicate).some(
    (leaf) => leaf.kind === 'aggregate' && leaf.of?.edge.crosses === true,
  );
}

/**
 * Folds a predicate to the one set of related rows that all of it is about; null where there is
 * none.
 */
const AGGREGATED_ROWS: PredicateAlgebra<RelatedRows | null> = {
  constant: () => null,
  and: sameRows,
  or: sameRows,
  not: (operand) => operand,
  column: () => null,
  related: () => null,
  aggregate: (part) => part.of,
};

function sameRows([first = null, ...others]: readonly (RelatedRows | null)[]): RelatedRows | null {
  return others.every((of) => isSame(of, first)) ? first : null;
}

/** Compares by value, because filters of a plan that was stored and read back share no objects. */
function isSame(one: RelatedRows | null, other: RelatedRows | null): boolean {
  if (one === other || one === null || other === null) return one === other;
  return (
    one.edge.name === other.edge.name &&
    one.edge.to.id === other.edge.to.id &&
    JSON.stringify(one.where) === JSON.stringify(other.where)
  );
}
