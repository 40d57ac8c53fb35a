import type { RemoteColumn } from '../../model/remote-table';
import { isAggregated } from './aggregate-functions';
import type { TableNode } from './data-model';

/**
 * The columns of the primary key in its order; null when there is none, or one that arguments
 * cannot name.
 */
export function primaryKeyOf({ table }: Pick<TableNode, 'table'>): readonly RemoteColumn[] | null {
  const key = table.primaryKey.map((name) => table.columns.find((column) => column.name === name));
  return key.length > 0 &&
    key.every((column): column is RemoteColumn => column !== undefined && isAggregated(column))
    ? key
    : null;
}
