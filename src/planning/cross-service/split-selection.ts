import type { Edge } from '../../model/edge';
import type { Predicate } from '../../model/predicate/predicate';
import type { Aggregated } from '../../model/selection/aggregated';
import { mapSelected } from '../../model/selection/map-selected';
import { type RowSet, rowSet } from '../../model/selection/row-set';
import type { Selected } from '../../model/selection/selected';
import { isUniqueIn } from '../analysis/unique-lookup';

/** What one slot of a statement waits for: rows of another service, or aggregates of them. */
export interface CrossServiceSelection {
  readonly mark: string;
  /** Response keys from the row that the statement reads to the slot. */
  readonly path: readonly string[];
  readonly edge: Edge;
  readonly wanted: WantedRows | WantedSummary;
}

export interface WantedRows {
  readonly kind: 'LIST' | 'ONE';
  /** Limit and offset count for each key. */
  readonly rows: RowSet;
}

export interface WantedSummary {
  readonly kind: 'SUMMARY';
  readonly where: Predicate | null;
  readonly fields: readonly Aggregated[];
}

/** The selection with a slot in place of each edge that leads out of the service, at any depth, and what goes into the slots. */
export function splitSelection(
  fields: readonly Selected[],
  newMark: () => string,
): { readonly fields: readonly Selected[]; readonly crossings: readonly CrossServiceSelection[] } {
  const crossings: CrossServiceSelection[] = [];
  const split = mapSelected(fields, (field, path) => {
    if (field.kind !== 'object' && field.kind !== 'list' && field.kind !== 'summary') return null;
    const edge = field.kind === 'summary' ? field.of.edge : field.edge;
    if (!edge.crosses) return null;
    const mark = newMark();
    crossings.push({ mark, path, edge, wanted: wantedOf(field) });
    return { kind: 'slot', key: field.key, mark, columns: edge.columns.map((pair) => pair.from) };
  });
  return { fields: split, crossings };
}

function wantedOf(
  field: Extract<Selected, { kind: 'object' | 'list' | 'summary' }>,
): CrossServiceSelection['wanted'] {
  if (field.kind === 'summary')
    return { kind: 'SUMMARY', where: field.of.where, fields: field.fields };
  return field.kind === 'list'
    ? { kind: 'LIST', rows: field.rows }
    : { kind: 'ONE', rows: firstRow(field.edge, field.fields) };
}

/** One row of each key; a limit that a unique key makes needless would keep the engine from being asked plainly. */
function firstRow(edge: Edge, fields: readonly Selected[]): RowSet {
  const isUnique = isUniqueIn(
    edge.to,
    edge.columns.map((pair) => pair.to),
  );
  return rowSet(edge.to, { fields, limit: isUnique ? null : 1 });
}
