import type { RemoteColumn } from '../../../model/remote-table';

const ARRAY = 'array:';

/** The elements of a list, as if they were a column. */
export function elementColumn(column: RemoteColumn): RemoteColumn {
  return { ...column, list: false, nullable: true, encoding: column.encoding.slice(ARRAY.length) };
}
