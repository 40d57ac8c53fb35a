import { allOf, anyOf, not } from '../model/combine-predicates';
import type { GroupSet, Predicate, RelatedPredicate, RelatedRows, RowSet, RowValue, Selected } from '../model/query';

/** What stands in place of a relationship in a filter; constants that come in are folded. */
export type MapRelated = (predicate: RelatedPredicate) => Predicate;

/** The rows with every relationship mapped that stands in a filter of the statement, those inside of other filters included. */
export function mapRows(rows: RowSet, map: MapRelated): RowSet {
  const orderBy = rows.orderBy.map((term) => ({ ...term, value: mapValue(term.value, map) }));
  return { ...rows, where: mapFilter(rows.where, map), orderBy, fields: rows.fields.map((field) => mapField(field, map)) };
}

/** The same for groups. */
export function mapGroups(groups: GroupSet, map: MapRelated): GroupSet {
  return { ...groups, where: mapFilter(groups.where, map) };
}

export function mapFilter(where: Predicate | null, map: MapRelated): Predicate | null {
  return where === null ? null : mapPredicate(where, map);
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
    case 'aggregate':
      return { ...predicate, of: predicate.of === null ? null : mapOf(predicate.of, map) };
    default:
      return predicate;
  }
}

function mapOf(of: RelatedRows, map: MapRelated): RelatedRows {
  return { ...of, where: mapFilter(of.where, map) };
}

function mapValue(value: RowValue, map: MapRelated): RowValue {
  if (value.kind === 'aggregate') return { ...value, of: mapOf(value.of, map) };
  return value.kind === 'related' ? { ...value, value: mapValue(value.value, map) } : value;
}

function mapField(field: Selected, map: MapRelated): Selected {
  if (field.kind === 'summary') return { ...field, of: mapOf(field.of, map) };
  if (field.kind === 'list') return { ...field, rows: mapRows(field.rows, map) };
  return field.kind === 'object' ? { ...field, fields: field.fields.map((each) => mapField(each, map)) } : field;
}
