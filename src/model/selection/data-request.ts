import type { GroupSet } from './group-set';
import type { RowSet } from './row-set';

/**
 * LIST answers an array, ONE the first row or null. `field` is the response path of the field that
 * asks, for the plan.
 */
export type DataRequest = { readonly field: string; readonly result: 'LIST' | 'ONE' } & (
  | { readonly kind: 'rows'; readonly rows: RowSet }
  | { readonly kind: 'groups'; readonly groups: GroupSet }
);
