import type { Predicate, RelatedRows } from '../../model/predicate/predicate';
import { relatedRowsOf } from '../../model/predicate/predicate-leaves';
import { somePredicate } from '../../model/predicate/some-predicate';
import { foldValue, type ValueAlgebra } from '../../model/selection/fold-value';
import type { GroupSet } from '../../model/selection/group-set';
import type { RowSet } from '../../model/selection/row-set';
import { someSelected } from '../../model/selection/some-selected';

/** Tells whether groups are made or chosen by values of another service. */
export function groupsSpan({ where, by }: GroupSet): boolean {
  return filterSpans(where) || by.some((key) => foldValue(key.value, SPANS));
}

/**
 * Tells whether rows, or the lists below them, are ordered or chosen by values of another service.
 */
export function rowsSpan(rows: RowSet): boolean {
  return (
    listSpans(rows) ||
    someSelected(rows.fields, (field) => {
      if (field.kind === 'list') return listSpans(field.rows);
      return field.kind === 'summary' && filterSpans(field.of.where);
    })
  );
}

/** Tells whether a part of a filter is decided by another service. */
export function filterSpans(where: Predicate | null): boolean {
  return somePredicate(where, (leaf) => relatedRowsOf(leaf)?.edge.crosses === true);
}

/**
 * Tells whether rows are ordered or chosen by values of another service, whatever their members
 * are.
 */
function listSpans(rows: RowSet): boolean {
  return filterSpans(rows.where) || rows.orderBy.some((term) => foldValue(term.value, SPANS));
}

function relatedSpans({ edge, where }: RelatedRows): boolean {
  return edge.crosses || filterSpans(where);
}

const SPANS: ValueAlgebra<boolean> = {
  column: () => false,
  aggregate: (value) => relatedSpans(value.of),
  related: (value, _context, inner) => value.edge.crosses || inner(),
};
