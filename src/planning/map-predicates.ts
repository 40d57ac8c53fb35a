import { allOf, anyOf, not } from '../model/combine-predicates';
import type { Predicate, RelatedPredicate, RowSet, Selected } from '../model/query';

/** What stands in place of a relationship in a filter; constants that come in are folded. */
export type MapRelated = (predicate: RelatedPredicate) => Predicate;

/** The rows with every relationship mapped that stands in a filter of the statement, those inside of other filters included. */
export function mapRows(rows: RowSet, map: MapRelated): RowSet {
  return { ...rows, where: rows.where === null ? null : mapPredicate(rows.where, map), fields: rows.fields.map((field) => mapField(field, map)) };
}

export function mapPredicate(predicate: Predicate, map: MapRelated): Predicate {
  switch (predicate.kind) {
    case 'and':
      return allOf(predicate.operands.map((operand) => mapPredicate(operand, map)));
    case 'or':
      return anyOf(predicate.operands.map((operand) => mapPredicate(operand, map)));
    case 'not':
      return not(mapPredicate(predicate.operand, map));
    case 'related':
      return map(predicate);
    default:
      return predicate;
  }
}

function mapField(field: Selected, map: MapRelated): Selected {
  if (field.kind === 'list') return { ...field, rows: mapRows(field.rows, map) };
  return field.kind === 'object' ? { ...field, fields: field.fields.map((each) => mapField(each, map)) } : field;
}
