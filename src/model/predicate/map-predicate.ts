import type { Edge } from '../edge';
import { allOf, anyOf, not } from './combine-predicates';
import type { Predicate, RelatedRows } from './predicate';

/**
 * Says what stands in place of a part. Where it says null, the part stays, with its own parts
 * mapped. `edge` leads to the rows that the part speaks of, and is null for the rows of the whole
 * predicate.
 */
type PartMap = (part: Predicate, edge: Edge | null) => Predicate | null;

/**
 * Maps the parts of a predicate, the outer ones first. Filters of related rows are mapped too, and
 * constants that come in are folded.
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
