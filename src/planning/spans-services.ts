import type { DataRequest, RowSet, RowValue, Selected } from '../model/query';

/** Whether a request orders or groups by values of another service, so that no single service can be asked for it. */
export function spansServices(request: DataRequest): boolean {
  return request.kind === 'rows' ? rowsSpan(request.rows) : request.groups.by.some((key) => valueSpans(key.value));
}

/** The same for rows, and the lists below them. */
export function rowsSpan(rows: RowSet): boolean {
  return rows.orderBy.some((term) => valueSpans(term.value)) || rows.fields.some(fieldSpans);
}

function fieldSpans(field: Selected): boolean {
  if (field.kind === 'list') return rowsSpan(field.rows);
  return field.kind === 'object' && field.fields.some(fieldSpans);
}

function valueSpans(value: RowValue): boolean {
  if (value.kind === 'column') return false;
  if (value.kind === 'aggregate') return value.of.edge.crosses;
  return value.edge.crosses || valueSpans(value.value);
}
