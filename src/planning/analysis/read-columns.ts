import { aggregateColumns } from '../../model/aggregate';
import type { GroupSet, Predicate, RowSet } from '../../model/query';
import type { RemoteColumn } from '../../model/remote-table';
import { groupAggregates, ownColumnsOfValue } from '../../model/row-set';
import { ownColumns } from '../../model/own-columns';
import { ownParts } from './forwardable';

/** Columns of the table itself that a row set reads: members, join keys, filters, orders. */
export function readColumns(rows: RowSet): readonly RemoteColumn[] {
  return [
    ...rows.fields.flatMap(ownColumns),
    ...filterColumns(rows.where),
    ...rows.orderBy.flatMap((term) => ownColumnsOfValue(term.value)),
  ];
}

/** The same for groups: keys, aggregates, filters. */
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

export function filterColumns(where: Predicate | null): readonly RemoteColumn[] {
  return ownParts(where).flatMap((part) => {
    if (part.kind === 'related') return part.edge.columns.map((pair) => pair.from);
    return part.kind === 'aggregate'
      ? (part.of?.edge.columns ?? []).map((pair) => pair.from)
      : [part.column];
  });
}
