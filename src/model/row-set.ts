import type { Aggregate, Aggregated, GroupSet, Predicate, RowSet, RowValue } from './query';
import type { RemoteColumn, RemoteTable } from './remote-table';

/** All rows of a table, but for what `parts` says. */
export function rowSet(table: RemoteTable, parts: Partial<Omit<RowSet, 'table'>> = {}): RowSet {
  return {
    table,
    fields: [],
    where: null,
    distinctOn: [],
    orderBy: [],
    limit: null,
    offset: 0,
    ...parts,
  };
}

/** One group of all rows of a table, but for what `parts` says. */
export function groupSet(
  table: RemoteTable,
  parts: Partial<Omit<GroupSet, 'table'>> = {},
): GroupSet {
  return {
    table,
    fields: [],
    where: null,
    by: [],
    having: null,
    orderBy: [],
    limit: null,
    offset: 0,
    ...parts,
  };
}

/** Columns of the row's own table that the value is read or joined by. */
export function ownColumnsOfValue(value: RowValue): readonly RemoteColumn[] {
  if (value.kind === 'column') return [value.column];
  const edge = value.kind === 'related' ? value.edge : value.of.edge;
  return edge.columns.map((pair) => pair.from);
}

/** The aggregates that an object prints. */
export function aggregatesOf(fields: readonly Aggregated[]): readonly Aggregate[] {
  return fields.flatMap((field) =>
    field.kind === 'aggregate'
      ? [field.aggregate]
      : field.kind === 'nested'
        ? aggregatesOf(field.fields)
        : [],
  );
}

/** All that is aggregated of a group: to be printed, chosen or ordered by. */
export function groupAggregates(
  groups: Pick<GroupSet, 'fields' | 'having' | 'orderBy'>,
): readonly Aggregate[] {
  const ordered = groups.orderBy.flatMap(({ value }) =>
    value.kind === 'aggregate' ? [value.aggregate] : [],
  );
  return [...aggregatesOf(groups.fields), ...comparedAggregates(groups.having), ...ordered];
}

function comparedAggregates(having: Predicate | null): readonly Aggregate[] {
  switch (having?.kind) {
    case 'and':
    case 'or':
      return having.operands.flatMap(comparedAggregates);
    case 'not':
      return comparedAggregates(having.operand);
    case 'aggregate':
      return [having.aggregate];
    default:
      return [];
  }
}
