import { allOf, anyOf, not } from '../../model/predicate/combine-predicates';
import type { Predicate, RelatedRows } from '../../model/predicate/predicate';
import type { GroupSet } from '../../model/selection/group-set';
import type { RowSet } from '../../model/selection/row-set';
import type { RowValue } from '../../model/selection/row-value';
import type { Selected } from '../../model/selection/selected';
import type { RemoteTable } from '../../model/remote-table';
import { crossServiceCondition, type CrossServiceCondition } from './cross-service-condition';

/** What stands in place of a whole filter of a table's rows. */
export type MapFilter = (where: Predicate, of: RemoteTable) => Predicate;

/** The rows with every filter mapped that stands in the statement; those inside of other filters belong to these. */
export function mapRows(rows: RowSet, map: MapFilter): RowSet {
  const orderBy = rows.orderBy.map((term) => ({ ...term, value: mapValue(term.value, map) }));
  return {
    ...rows,
    where: mapFilter(rows.where, rows.table, map),
    orderBy,
    fields: rows.fields.map((field) => mapField(field, map)),
  };
}

/** The same for groups. */
export function mapGroups(groups: GroupSet, map: MapFilter): GroupSet {
  return { ...groups, where: mapFilter(groups.where, groups.table, map) };
}

/**
 * A filter of a table's rows with what `map` makes of each condition that leads to another service; those inside of relationships of the same
 * service included, those behind ones that leave it not. Constants that come in are folded.
 */
export function mapCrossServiceConditions(
  predicate: Predicate,
  from: RemoteTable,
  map: (condition: CrossServiceCondition, from: RemoteTable) => Predicate,
): Predicate {
  const crossing = crossServiceCondition(predicate);
  if (crossing !== null) return map(crossing, from);
  switch (predicate.kind) {
    case 'and':
      return allOf(
        predicate.operands.map((operand) => mapCrossServiceConditions(operand, from, map)),
      );
    case 'or':
      return anyOf(
        predicate.operands.map((operand) => mapCrossServiceConditions(operand, from, map)),
      );
    case 'not':
      return not(mapCrossServiceConditions(predicate.operand, from, map));
    case 'related':
      return mapOf(predicate, (where, to) => mapCrossServiceConditions(where, to, map));
    case 'aggregate':
      return predicate.of === null
        ? predicate
        : {
            ...predicate,
            of: mapOf(predicate.of, (where, to) => mapCrossServiceConditions(where, to, map)),
          };
    default:
      return predicate;
  }
}

export function mapOf<T extends RelatedRows>(of: T, map: MapFilter): T {
  return { ...of, where: mapFilter(of.where, of.edge.to, map) };
}

function mapFilter(where: Predicate | null, of: RemoteTable, map: MapFilter): Predicate | null {
  return where === null ? null : map(where, of);
}

function mapValue(value: RowValue, map: MapFilter): RowValue {
  if (value.kind === 'aggregate') return { ...value, of: mapOf(value.of, map) };
  return value.kind === 'related' ? { ...value, value: mapValue(value.value, map) } : value;
}

function mapField(field: Selected, map: MapFilter): Selected {
  if (field.kind === 'summary') return { ...field, of: mapOf(field.of, map) };
  if (field.kind === 'list') return { ...field, rows: mapRows(field.rows, map) };
  return field.kind === 'object'
    ? { ...field, fields: field.fields.map((each) => mapField(each, map)) }
    : field;
}
