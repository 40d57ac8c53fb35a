import type { Predicate, RelatedRows } from '../../model/predicate/predicate';

/** A part of a filter that another service decides. */
export interface CrossServiceCondition {
  /** EXISTS: there is such a related row. AGGREGATES: `predicate` is all about aggregates of these related rows. */
  readonly kind: 'EXISTS' | 'AGGREGATES';
  /** The part itself: what is found for it is known by it. */
  readonly predicate: Predicate;
  readonly of: RelatedRows;
}

/** The predicate as a whole, where it is one; null also where only parts of it are. */
export function crossServiceCondition(predicate: Predicate): CrossServiceCondition | null {
  if (predicate.kind === 'related')
    return predicate.edge.crosses ? { kind: 'EXISTS', predicate, of: predicate } : null;
  const of = aggregatedRows(predicate);
  return of?.edge.crosses === true ? { kind: 'AGGREGATES', predicate, of } : null;
}

/** The one set of related rows that all of the predicate is about; null where there is none. */
function aggregatedRows(predicate: Predicate): RelatedRows | null {
  switch (predicate.kind) {
    case 'aggregate':
      return predicate.of;
    case 'not':
      return aggregatedRows(predicate.operand);
    case 'and':
    case 'or': {
      const [first = null, ...others] = predicate.operands.map(aggregatedRows);
      return others.every((of) => of === first) ? first : null;
    }
    default:
      return null;
  }
}

/** True where some part of a filter, itself no part of another relationship's, is about aggregates of another service's rows. */
export function hasCrossServiceAggregates(predicate: Predicate): boolean {
  switch (predicate.kind) {
    case 'aggregate':
      return predicate.of?.edge.crosses === true;
    case 'not':
      return hasCrossServiceAggregates(predicate.operand);
    case 'and':
    case 'or':
      return predicate.operands.some(hasCrossServiceAggregates);
    default:
      return false;
  }
}
