import type { Edge } from '../edge';
import { allOf, anyOf, not } from './combine-predicates';
import type { Predicate, RelatedRows } from './predicate';

/**
 * What stands in place of a part; null: the part, with its own parts mapped. `edge` leads to the
 * rows that the part speaks of; null where these are the rows of the whole predicate.
 */
export type PartMap = (part: Predicate, edge: Edge | null) => Predicate | null;

/**
 * The predicate with its parts mapped, the outer ones first, and those of filters of related rows
 * included. Constants that come in are folded.
 */
export function mapPredicate(predicate: Predicate, map: PartMap): Predicate {
  return mapPart(predicate, null, map);
}

function mapPart(part: Predicate, edge: Edge | null, map: PartMap): Predicate {
  const mapped = map(part, edge);
  if (mapped !== null) return mapped;
  switch (part.kind) {
    case 'and':
      return allOf(part.operands.map((operand) => mapPart(operand, edge, map)));
    case 'or':
      return anyOf(part.operands.map((operand) => mapPart(operand, edge, map)));
    case 'not':
      return not(mapPart(part.operand, edge, map));
    case 'related':
      return mapWhere(part, map);
    case 'aggregate':
      return part.of === null ? part : { ...part, of: mapWhere(part.of, map) };
    default:
      return part;
  }
}

function mapWhere<T extends RelatedRows>(of: T, map: PartMap): T {
  return of.where === null ? of : { ...of, where: mapPart(of.where, of.edge, map) };
}
