import type { Aggregate } from '../aggregate';
import type { Predicate, RelatedRows } from '../predicate/predicate';
import { relatedRowsOf } from '../predicate/predicate-leaves';
import { somePredicate } from '../predicate/some-predicate';
import type { RemoteTable } from '../remote-table';
import { aggregatesOf } from './aggregated';
import type { DataRequest } from './data-request';
import { foldValue, type ValueAlgebra } from './fold-value';
import type { GroupSet } from './group-set';
import type { RowSet } from './row-set';
import type { Selected } from './selected';
import { visitSelected } from './visit-selected';

/** Whoever wants to know of the parts of a request, at any depth. */
interface RequestVisitor {
  table?(table: RemoteTable): void;
  aggregate?(aggregate: Aggregate): void;
  /** Learns of a list below the root. */
  related?(rows: RowSet): void;
}

/**
 * Tells the visitor of each table, aggregate and list that the request reads, in the order of its
 * parts.
 */
export function walkRequest(request: DataRequest, visitor: RequestVisitor): void {
  if (request.kind === 'groups') return walkGroups(request.groups, visitor);
  walkRows(request.rows, visitor);
  visitSelected(request.rows.fields, (field) => walkField(field, visitor));
}

/** Tells of rows, but not of their members, which `visitSelected` walks over. */
function walkRows(rows: RowSet, visitor: RequestVisitor): void {
  visitor.table?.(rows.table);
  walkFilter(rows.where, visitor);
  rows.orderBy.forEach((term) => foldValue(term.value, VISITED_VALUE, visitor));
}

function walkGroups(groups: GroupSet, visitor: RequestVisitor): void {
  visitor.table?.(groups.table);
  walkFilter(groups.where, visitor);
  walkFilter(groups.having, visitor);
  groups.by.forEach((key) => foldValue(key.value, VISITED_VALUE, visitor));
  groups.orderBy.forEach(
    ({ value }) => value.kind === 'aggregate' && visitor.aggregate?.(value.aggregate),
  );
  aggregatesOf(groups.fields).forEach((aggregate) => visitor.aggregate?.(aggregate));
}

/** Tells of a member, but not of the members inside of an object or a list. */
function walkField(field: Selected, visitor: RequestVisitor): void {
  switch (field.kind) {
    case 'object':
      return visitor.table?.(field.edge.to);
    case 'list':
      visitor.related?.(field.rows);
      return walkRows(field.rows, visitor);
    case 'summary':
      walkRelated(field.of, visitor);
      return aggregatesOf(field.fields).forEach((aggregate) => visitor.aggregate?.(aggregate));
    default:
  }
}

const VISITED_VALUE: ValueAlgebra<void, RequestVisitor> = {
  column: () => undefined,
  aggregate: (value, visitor) => {
    visitor.aggregate?.(value.aggregate);
    walkRelated(value.of, visitor);
  },
  related: (value, visitor, inner) => {
    visitor.table?.(value.edge.to);
    inner(visitor);
  },
};

function walkRelated(of: RelatedRows, visitor: RequestVisitor): void {
  visitor.table?.(of.edge.to);
  walkFilter(of.where, visitor);
}

function walkFilter(where: Predicate | null, visitor: RequestVisitor): void {
  somePredicate(where, (leaf) => {
    if (leaf.kind === 'aggregate') visitor.aggregate?.(leaf.aggregate);
    const related = relatedRowsOf(leaf);
    if (related !== null) visitor.table?.(related.edge.to);
    // No leaf ends the walk, so that all of them are seen.
    return false;
  });
}
