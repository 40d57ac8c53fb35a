import { aggregateColumns } from '../../model/aggregate';
import type { Predicate } from '../../model/predicate/predicate';
import { predicateLeaves } from '../../model/predicate/predicate-leaves';
import type { RemoteColumn } from '../../model/remote-table';
import { groupAggregates, type GroupSet } from '../../model/selection/group-set';
import type { RowSet } from '../../model/selection/row-set';
import { ownColumnsOfValue } from '../../model/selection/row-value';
import { ownColumns } from '../../model/selection/selected';

/** Columns of the table itself that a row set reads: members, join keys, filters, orders. */
export function readColumns(rows: RowSet): readonly RemoteColumn[] {
  return [
    ...rows.fields.flatMap(ownColumns),
    ...filterColumns(rows.where),
    ...rows.orderBy.flatMap((term) => ownColumnsOfValue(term.value)),
  ];
}

/** Columns of the table itself that groups read: keys, aggregates, filters. */
export function readGroupColumns(
  groups: Pick<GroupSet, 'by' | 'fields' | 'having' | 'orderBy' | 'where'>,
): readonly RemoteColumn[] {
  const keys = groups.by.flatMap((key) => ownColumnsOfValue(key.value));
  return [
    ...keys,
    ...groupAggregates(groups).flatMap(aggregateColumns),
    ...filterColumns(groups.where),
  ];
}

/** Columns of the table itself that a filter reads: compared columns, and keys of related rows. */
export function filterColumns(where: Predicate | null): readonly RemoteColumn[] {
  return predicateLeaves(where).flatMap((part) => {
    if (part.kind === 'related') return part.edge.columns.map((pair) => pair.from);
    return part.kind === 'aggregate'
      ? (part.of?.edge.columns ?? []).map((pair) => pair.from)
      : [part.column];
  });
}
