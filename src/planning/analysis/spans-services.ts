import type { Predicate } from '../../model/predicate/predicate';
import type { DataRequest } from '../../model/selection/data-request';
import type { GroupSet } from '../../model/selection/group-set';
import type { RowSet } from '../../model/selection/row-set';
import type { RowValue } from '../../model/selection/row-value';
import type { Selected } from '../../model/selection/selected';

/**
 * Whether a request orders, groups or chooses by values of another service, so that no single service can be asked for it. What was found
 * of a filter there stands in it as keys.
 */
export function spansServices(request: DataRequest): boolean {
  return request.kind === 'rows' ? rowsSpan(request.rows) : groupsSpan(request.groups);
}

export function groupsSpan({ where, by }: GroupSet): boolean {
  return filterSpans(where) || by.some((key) => valueSpans(key.value));
}

/** The same for rows, and the lists below them. */
export function rowsSpan(rows: RowSet): boolean {
  return (
    filterSpans(rows.where) ||
    rows.orderBy.some((term) => valueSpans(term.value)) ||
    rows.fields.some(fieldSpans)
  );
}

function fieldSpans(field: Selected): boolean {
  if (field.kind === 'list') return rowsSpan(field.rows);
  if (field.kind === 'summary') return filterSpans(field.of.where);
  return field.kind === 'object' && field.fields.some(fieldSpans);
}

function valueSpans(value: RowValue): boolean {
  if (value.kind === 'column') return false;
  if (value.kind === 'aggregate') return value.of.edge.crosses || filterSpans(value.of.where);
  return value.edge.crosses || valueSpans(value.value);
}

/** Whether a part of a filter is decided by another service. */
export function filterSpans(where: Predicate | null): boolean {
  switch (where?.kind) {
    case 'and':
    case 'or':
      return where.operands.some(filterSpans);
    case 'not':
      return filterSpans(where.operand);
    case 'related':
      return where.edge.crosses || filterSpans(where.where);
    case 'aggregate':
      return where.of !== null && (where.of.edge.crosses || filterSpans(where.of.where));
    default:
      return false;
  }
}
