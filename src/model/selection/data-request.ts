import type { GroupSet } from './group-set';
import type { RowSet } from './row-set';

/**
 * What a data field of a GraphQL operation asks for, free of GraphQL and SQL. A LIST is answered
 * with an array, and ONE with the first row or null. `field` is the response path of the field, by
 * which plans name it.
 */
export type DataRequest = { readonly field: string; readonly result: 'LIST' | 'ONE' } & (
  | { readonly kind: 'rows'; readonly rows: RowSet }
  | { readonly kind: 'groups'; readonly groups: GroupSet }
);
