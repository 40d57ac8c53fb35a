import { allOf, anyOf, not } from '../model/combine-predicates';
import type { GroupSet, Predicate, RelatedRows, RowSet, RowValue, Selected } from '../model/query';
import { crossingCondition, type CrossingCondition } from './crossing-condition';

/** What stands in place of a whole filter. */
export type MapFilter = (where: Predicate) => Predicate;

/** The rows with every filter mapped that stands in the statement; those inside of other filters belong to these. */
export function mapRows(rows: RowSet, map: MapFilter): RowSet {
  const orderBy = rows.orderBy.map((term) => ({ ...term, value: mapValue(term.value, map) }));
  return { ...rows, where: mapFilter(rows.where, map), orderBy, fields: rows.fields.map((field) => mapField(field, map)) };
}

/** The same for groups. */
export function mapGroups(groups: GroupSet, map: MapFilter): GroupSet {
  return { ...groups, where: mapFilter(groups.where, map) };
}

/**
 * A filter with what `map` makes of each condition that leads to another service; those inside of relationships of the same
 * service included, those behind ones that leave it not. Constants that come in are folded.
 */
export function mapCrossings(predicate: Predicate, map: (condition: CrossingCondition) => Predicate): Predicate {
  const crossing = crossingCondition(predicate);
  if (crossing !== null) return map(crossing);
  switch (predicate.kind) {
    case 'and':
      return allOf(predicate.operands.map((operand) => mapCrossings(operand, map)));
    case 'or':
      return anyOf(predicate.operands.map((operand) => mapCrossings(operand, map)));
    case 'not':
      return not(mapCrossings(predicate.operand, map));
    case 'related':
      return mapOf(predicate, (where) => mapCrossings(where, map));
    case 'aggregate':
      return predicate.of === null ? predicate : { ...predicate, of: mapOf(predicate.of, (where) => mapCrossings(where, map)) };
    default:
      return predicate;
  }
}

export function mapOf<T extends RelatedRows>(of: T, map: MapFilter): T {
  return { ...of, where: mapFilter(of.where, map) };
}

function mapFilter(where: Predicate | null, map: MapFilter): Predicate | null {
  return where === null ? null : map(where);
}

function mapValue(value: RowValue, map: MapFilter): RowValue {
  if (value.kind === 'aggregate') return { ...value, of: mapOf(value.of, map) };
  return value.kind === 'related' ? { ...value, value: mapValue(value.value, map) } : value;
}

function mapField(field: Selected, map: MapFilter): Selected {
  if (field.kind === 'summary') return { ...field, of: mapOf(field.of, map) };
  if (field.kind === 'list') return { ...field, rows: mapRows(field.rows, map) };
  return field.kind === 'object' ? { ...field, fields: field.fields.map((each) => mapField(each, map)) } : field;
}
