import type { DescribedColumn } from './remote-table';

/**
 * Whether a column is null in some answer. JSON has neither NaN nor infinity: such a float is
 * printed as null, whatever the service says of its NULLs.
 */
export function mayPrintNull({
  nullable,
  scalar,
  list,
}: Pick<DescribedColumn, 'nullable' | 'scalar' | 'list'>): boolean {
  return nullable || (scalar === 'Float' && !list);
}
