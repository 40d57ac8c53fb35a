import type { Predicate } from '../../model/predicate/predicate';
import type { RemoteColumn, RemoteTable } from '../../model/remote-table';
import type { GroupSet } from '../../model/selection/group-set';
import type { RowSet } from '../../model/selection/row-set';
import { countValues, least, sumOrNull } from '../analysis/count-values';
import type { Estimate, PartialEstimate } from '../plan/estimate';
import type { Shape } from '../plan/shape';
import { columnBytes } from './column-bytes';

const UNKNOWN: Estimate = { rows: null, bytes: null };

/**
 * Estimates the rows of a table for which a filter holds. They are close where a key bounds them,
 * or where there is no filter.
 */
function estimateRows(
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

/** Estimates the rows that a service answers to a whole query. */
export function estimateAnswer(shape: Shape): Estimate {
  return { rows: countAnswer(shape), bytes: null };
}

function countAnswer(shape: Shape): number | null {
  switch (shape.kind) {
    case 'rows':
      return countRows(shape.rows, shape.result === 'ONE' ? 1 : shape.rows.limit);
    case 'keys':
      return countRows(shape.rows, shape.rows.limit);
    case 'keyedRows':
      return countRows(shape.rows, limitOfAllKeys(shape.rows, shape.keys));
    case 'groups':
      return countGroups(shape.groups);
    case 'keyedGroups':
    case 'groupKeys':
      return least([countGroups(shape.groups), countKeys(shape.groups)]);
  }
}

/**
 * The most rows of all keys together, where the limit counts for each key; null where any number is
 * possible.
 */
function limitOfAllKeys({ limit, where }: RowSet, keys: readonly RemoteColumn[]): number | null {
  if (limit === null) return null;
  const count = countValues(
    where,
    keys.map((column) => column.name),
  );
  return count === null ? null : count * limit;
}

/**
 * The number of keys that a filter leaves, which is the most groups that there can be; null where
 * any number is possible.
 */
function countKeys({ by, where }: GroupSet): number | null {
  return countValues(
    where,
    by.flatMap(({ value }) => (value.kind === 'column' ? [value.column.name] : [])),
  );
}

/** Estimates what one scan reads of some columns of a table. */
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

/** Adds up what the parts of a statement pull. Nothing is known of a statement without parts. */
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
