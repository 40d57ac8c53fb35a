import type { Predicate, RelatedRows } from '../predicate/predicate';
import type { RemoteTable } from '../remote-table';
import { foldValue, type ValueAlgebra } from './fold-value';
import type { GroupSet } from './group-set';
import type { RowSet } from './row-set';
import type { RowValue } from './row-value';
import type { Selected } from './selected';

/** Says what stands in place of `where`, a whole filter of rows of the table. */
export type MapFilter = (where: Predicate, of: RemoteTable) => Predicate;

/**
 * Maps every filter of the rows, and of lists and aggregates below them. What stands inside of a
 * filter is up to `map`.
 */
export function mapRowFilters(rows: RowSet, map: MapFilter): RowSet {
  const orderBy = rows.orderBy.map((term) => ({
    ...term,
    value: foldValue(term.value, MAPPED_VALUE, map),
  }));
  return {
    ...rows,
    where: mapFilter(rows.where, rows.table, map),
    orderBy,
    fields: rows.fields.map((field) => mapField(field, map)),
  };
}

/** Maps the filter of the rows that are grouped. */
export function mapGroupFilters(groups: GroupSet, map: MapFilter): GroupSet {
  return { ...groups, where: mapFilter(groups.where, groups.table, map) };
}

const MAPPED_VALUE: ValueAlgebra<RowValue, MapFilter> = {
  column: (value) => value,
  aggregate: (value, map) => ({ ...value, of: mapRelated(value.of, map) }),
  related: (value, map, inner) => ({ ...value, value: inner(map) }),
};

function mapField(field: Selected, map: MapFilter): Selected {
  switch (field.kind) {
    case 'object':
      return { ...field, fields: field.fields.map((each) => mapField(each, map)) };
    case 'list':
      return { ...field, rows: mapRowFilters(field.rows, map) };
    case 'summary':
      return { ...field, of: mapRelated(field.of, map) };
    default:
      return field;
  }
}

function mapRelated(of: RelatedRows, map: MapFilter): RelatedRows {
  return { ...of, where: mapFilter(of.where, of.edge.to, map) };
}

function mapFilter(where: Predicate | null, of: RemoteTable, map: MapFilter): Predicate | null {
  return where === null ? null : map(where, of);
}
