import type { RemoteColumn, RemoteTable, ScalarName } from '../../model/remote-table';
import { isAggregated } from '../model/aggregate-functions';
import { primaryKeyOf } from '../model/primary-key';
import { chosenColumns } from './column-enum';

/** The names of what the data API has of a table, known before any of it is made. */
export interface TableMembers {
  readonly fields: readonly string[];
  readonly types: readonly string[];
  /** One column of each kind that has types of its own. */
  readonly kinds: readonly RemoteColumn[];
}

/** Members by table: one that did not change is the same record in the next snapshot. */
const MEMBERS = new WeakMap<RemoteTable, TableMembers>();

/** The names of the fields that `tableFields` makes, and of the types that `namedTypes` makes. */
export function tableMembers(table: RemoteTable): TableMembers {
  const members = MEMBERS.get(table) ?? findMembers(table);
  MEMBERS.set(table, members);
  return members;
}

function findMembers(table: RemoteTable): TableMembers {
  const { fieldName, typeName, columns } = table;
  const [hasKey, isOrdered, isGrouped] = [
    primaryKeyOf({ table }) !== null,
    columns.some(isAggregated),
    chosenColumns(columns).length > 0,
  ];
  const fields = [
    '',
    'Aggregate',
    ...(hasKey ? ['ByPk', 'Connection'] : []),
    ...(isGrouped ? ['Groups'] : []),
  ];
  const types = [
    '',
    'Filter',
    'Aggregate',
    'AggregateFilter',
    'AggregateOrderBy',
    ...(isOrdered ? ['OrderBy'] : []),
    ...(isGrouped ? ['Column', 'Group', 'GroupKey', 'GroupBy', 'GroupsOrderBy'] : []),
    ...(hasKey ? ['Connection', 'Edge'] : []),
  ];
  return {
    fields: fields.map((suffix) => fieldName + suffix),
    types: types.map((suffix) => typeName + suffix),
    kinds: distinctKinds(columns),
  };
}

/** One column of each scalar, and one of each scalar's lists. */
export function distinctKinds(columns: Iterable<RemoteColumn>): readonly RemoteColumn[] {
  const values = new Map<ScalarName, RemoteColumn>();
  const lists = new Map<ScalarName, RemoteColumn>();
  for (const column of columns) (column.list ? lists : values).set(column.scalar, column);
  return [...values.values(), ...lists.values()];
}
