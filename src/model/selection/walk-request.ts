import type { Aggregate } from '../aggregate';
import type { Predicate, RelatedRows } from '../predicate/predicate';
import { aggregatesOf } from './aggregated';
import type { DataRequest } from './data-request';
import type { GroupSet } from './group-set';
import type { RowSet } from './row-set';
import type { RowValue } from './row-value';
import type { Selected } from './selected';
import type { RemoteTable } from '../remote-table';

/** What is told of the parts of a request, at any depth. */
export interface RequestVisitor {
  table?(table: RemoteTable): void;
  aggregate?(aggregate: Aggregate): void;
  /** A list below the root. */
  related?(rows: RowSet): void;
}

export function walkRequest(request: DataRequest, visitor: RequestVisitor): void {
  if (request.kind === 'rows') walkRows(request.rows, visitor);
  else walkGroups(request.groups, visitor);
}

function walkRows(rows: RowSet, visitor: RequestVisitor): void {
  visitor.table?.(rows.table);
  walkPredicate(rows.where, visitor);
  rows.orderBy.forEach((term) => walkValue(term.value, visitor));
  rows.fields.forEach((field) => walkField(field, visitor));
}

function walkGroups(groups: GroupSet, visitor: RequestVisitor): void {
  visitor.table?.(groups.table);
  walkPredicate(groups.where, visitor);
  walkPredicate(groups.having, visitor);
  groups.by.forEach((key) => walkValue(key.value, visitor));
  groups.orderBy.forEach(
    ({ value }) => value.kind === 'aggregate' && visitor.aggregate?.(value.aggregate),
  );
  aggregatesOf(groups.fields).forEach((aggregate) => visitor.aggregate?.(aggregate));
}

function walkField(field: Selected, visitor: RequestVisitor): void {
  switch (field.kind) {
    case 'object':
      visitor.table?.(field.edge.to);
      field.fields.forEach((member) => walkField(member, visitor));
      return;
    case 'list':
      visitor.related?.(field.rows);
      return walkRows(field.rows, visitor);
    case 'summary':
      walkRelated(field.of, visitor);
      aggregatesOf(field.fields).forEach((aggregate) => visitor.aggregate?.(aggregate));
      return;
    default:
  }
}

function walkPredicate(predicate: Predicate | null, visitor: RequestVisitor): void {
  switch (predicate?.kind) {
    case 'and':
    case 'or':
      return predicate.operands.forEach((operand) => walkPredicate(operand, visitor));
    case 'not':
      return walkPredicate(predicate.operand, visitor);
    case 'related':
      return walkRelated(predicate, visitor);
    case 'aggregate':
      visitor.aggregate?.(predicate.aggregate);
      if (predicate.of !== null) walkRelated(predicate.of, visitor);
      return;
    default:
  }
}

function walkValue(value: RowValue, visitor: RequestVisitor): void {
  if (value.kind === 'column') return;
  if (value.kind === 'aggregate') {
    visitor.aggregate?.(value.aggregate);
    return walkRelated(value.of, visitor);
  }
  visitor.table?.(value.edge.to);
  walkValue(value.value, visitor);
}

function walkRelated(of: RelatedRows, visitor: RequestVisitor): void {
  visitor.table?.(of.edge.to);
  walkPredicate(of.where, visitor);
}
