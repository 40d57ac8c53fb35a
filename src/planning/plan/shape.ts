import type { RemoteColumn, RemoteTable } from '../../model/remote-table';
import type { DataRequest } from '../../model/selection/data-request';
import type { GroupSet } from '../../model/selection/group-set';
import { mapGroupFilters, mapRowFilters, type MapFilter } from '../../model/selection/map-filters';
import type { RowSet } from '../../model/selection/row-set';

/**
 * What one statement answers. Beside a whole request there are rows and groups with the keys that
 * they are matched by in another service, and keys alone.
 */
export type Shape = DataRequest | KeyedRows | KeyedGroups | Keys | GroupKeys;

/** Rows, each with the values of `keys`. Limit and offset count for each key. */
export interface KeyedRows {
  readonly kind: 'keyedRows';
  readonly rows: RowSet;
  readonly keys: readonly RemoteColumn[];
  /**
   * Why the rows of all keys are read, where there are too many keys to send. Absent where the
   * filter names the keys.
   */
  readonly whyAll?: string;
}

/** Groups, each with its key: the values that it is grouped by. */
export interface KeyedGroups {
  readonly kind: 'keyedGroups';
  readonly groups: GroupSet;
  /**
   * Why the groups of all keys are read, where there are too many keys to send. Absent where the
   * filter names the keys.
   */
  readonly whyAll?: string;
}

/** The distinct keys of rows, at most as many as the limit of the rows. */
export interface Keys {
  readonly kind: 'keys';
  readonly rows: RowSet;
  readonly keys: readonly RemoteColumn[];
}

/** The keys of groups, at most as many as the limit of the groups. */
export interface GroupKeys {
  readonly kind: 'groupKeys';
  readonly groups: GroupSet;
}

/** The table whose rows or groups are answered. */
export function tableOf(shape: Shape): RemoteTable {
  return 'rows' in shape ? shape.rows.table : shape.groups.table;
}

/**
 * Returns the shape with what `map` makes of every filter of its statement. What stands inside of a
 * filter is up to `map`.
 */
export function mapShapeFilters<T extends Shape>(shape: T, map: MapFilter): T {
  return 'rows' in shape
    ? { ...shape, rows: mapRowFilters(shape.rows, map) }
    : { ...shape, groups: mapGroupFilters(shape.groups, map) };
}

/** Tells whether rows or groups of all keys are read, because there are too many keys to send. */
export function isOfAllKeys(shape: Shape): boolean {
  return whyAllKeys(shape) !== undefined;
}

/** Why rows or groups of all keys are read; undefined where they are not. */
export function whyAllKeys(shape: Shape): string | undefined {
  return shape.kind === 'keyedRows' || shape.kind === 'keyedGroups' ? shape.whyAll : undefined;
}
