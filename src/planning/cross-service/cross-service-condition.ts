import type { RemoteTable } from '../../model/remote-table';
import { foldPredicate, type PredicateAlgebra } from '../../model/predicate/fold-predicate';
import { mapPredicate } from '../../model/predicate/map-predicate';
import type { Predicate, RelatedRows } from '../../model/predicate/predicate';
import { predicateLeaves } from '../../model/predicate/predicate-leaves';

/** A part of a filter that another service decides. */
export interface CrossServiceCondition {
  /** EXISTS: there is such a related row. AGGREGATES: `predicate` is all about aggregates of these related rows. */
  readonly kind: 'EXISTS' | 'AGGREGATES';
  /** The part itself: what is found for it is known by it. */
  readonly predicate: Predicate;
  readonly of: RelatedRows;
}

/** The predicate as a whole, where it is such a condition; null also where only parts of it are. */
export function crossServiceCondition(predicate: Predicate): CrossServiceCondition | null {
  if (predicate.kind === 'related')
    return predicate.edge.crosses ? { kind: 'EXISTS', predicate, of: predicate } : null;
  const of = foldPredicate(predicate, AGGREGATED_ROWS);
  return of?.edge.crosses === true ? { kind: 'AGGREGATES', predicate, of } : null;
}

/**
 * A filter of a table's rows with what `map` makes of each condition that leads to another service; those inside of
 * relationships of the same service included, those behind relationships that leave it not. Constants that come in are
 * folded. `map` is told the table whose rows the condition is about.
 */
export function mapCrossServiceConditions(
  predicate: Predicate,
  from: RemoteTable,
  map: (condition: CrossServiceCondition, from: RemoteTable) => Predicate,
): Predicate {
  return mapPredicate(predicate, (part, edge) => {
    const condition = crossServiceCondition(part);
    return condition === null ? null : map(condition, edge?.to ?? from);
  });
}

/** True where a filter, those of related rows apart, has a condition on aggregates of another service's rows. */
export function hasCrossServiceAggregates(predicate: Predicate): boolean {
  return predicateLeaves(predicate).some(
    (leaf) => leaf.kind === 'aggregate' && leaf.of?.edge.crosses === true,
  );
}

/** The one set of related rows that all of a predicate is about; null where there is none. */
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
  return others.every((of) => of === first) ? first : null;
}
