import type { Predicate } from '../../model/predicate/predicate';
import type { DataRequest } from '../../model/selection/data-request';
import type { GroupSet } from '../../model/selection/group-set';
import type { RowSet } from '../../model/selection/row-set';
import type { RemoteColumn, RemoteTable } from '../../model/remote-table';
import { columnBytes } from './column-bytes';
import { countValues, least, sumOrNull } from '../analysis/count-values';

/**
 * What a statement pulls from its services, at most: by the statistics that were read when a table was exposed, by keys and by
 * limits. How many rows another filter leaves is not known. Null: nothing is known.
 */
export interface Estimate {
  readonly rows: number | null;
  /** As ClickHouse counts them. Null also where a column has no fixed width. */
  readonly bytes: number | null;
}

/** One part of a statement. */
export interface PartialEstimate extends Estimate {
  /** About so many, and not only at most: no filter that nothing is known of can make it less. */
  readonly isClose: boolean;
}

export const UNKNOWN: Estimate = { rows: null, bytes: null };

/** Rows of a table for which a filter holds. */
export function estimateRows(
  table: RemoteTable,
  where: Predicate | null,
): { readonly rows: number | null; readonly isClose: boolean } {
  const found = least(
    [table.primaryKey, ...table.uniqueKeys].map((key) =>
      key.length === 0 ? null : countValues(where, key),
    ),
  );
  return { rows: least([table.rowEstimate, found]), isClose: found !== null || where === null };
}

/** The rows that a service answers to a whole query. */
export function estimateAnswer(request: DataRequest): Estimate {
  return {
    rows:
      request.kind === 'groups'
        ? countGroups(request.groups)
        : countRows(request.rows, request.result === 'ONE' ? 1 : request.rows.limit),
    bytes: null,
  };
}

/** The same where the limit counts for each key. */
export function estimateKeyedAnswer(rows: RowSet, keys: readonly RemoteColumn[]): Estimate {
  const count =
    rows.limit === null
      ? null
      : countValues(
          rows.where,
          keys.map((column) => column.name),
        );
  return {
    rows: countRows(rows, count === null || rows.limit === null ? null : count * rows.limit),
    bytes: null,
  };
}

/** Of groups one for each key. */
export function estimateKeyedGroups(groups: GroupSet): Estimate {
  const keys = groups.by.flatMap(({ value }) =>
    value.kind === 'column' ? [value.column.name] : [],
  );
  return { rows: least([countGroups(groups), countValues(groups.where, keys)]), bytes: null };
}

/** What one scan reads of some columns of a table. */
export function estimateScan(
  table: RemoteTable,
  columns: readonly RemoteColumn[],
  where: Predicate | null,
  limit: number | null,
): PartialEstimate {
  const found = estimateRows(table, where);
  const rows = least([found.rows, limit]);
  const width = sumOrNull(columns.map((column) => columnBytes(column.clickhouseType)));
  return {
    rows,
    bytes: rows === null || width === null ? null : rows * width,
    isClose: found.isClose,
  };
}

export function sumEstimates(parts: readonly Estimate[]): Estimate {
  return parts.length === 0
    ? UNKNOWN
    : {
        rows: sumOrNull(parts.map(({ rows }) => rows)),
        bytes: sumOrNull(parts.map(({ bytes }) => bytes)),
      };
}

function countRows(rows: RowSet, limit: number | null): number | null {
  return least([estimateRows(rows.table, rows.where).rows, limit]);
}

function countGroups({ table, where, by, limit }: GroupSet): number | null {
  return by.length === 0 ? 1 : least([estimateRows(table, where).rows, limit]);
}
