import type { DescribedColumn } from './remote-table';

/**
 * Whether a column may be null in an answer. A float may, even where the service allows no NULL,
 * because JSON has neither NaN nor infinity, and both are printed as null.
 */
export function mayPrintNull({
  nullable,
  scalar,
  list,
}: Pick<DescribedColumn, 'nullable' | 'scalar' | 'list'>): boolean {
  return nullable || (scalar === 'Float' && !list);
}
