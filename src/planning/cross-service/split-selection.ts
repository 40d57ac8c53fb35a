import type { Edge } from '../../model/edge';
import { mapSelected } from '../../model/selection/map-selected';
import { type RowSet, rowSet } from '../../model/selection/row-set';
import type { Selected } from '../../model/selection/selected';
import { isUniqueIn } from '../analysis/unique-lookup';
import type { WantedRows, WantedSummary } from '../plan/read-steps';

/** A part of a selection that another service answers, with the slot that waits for the answer. */
export interface CrossServiceSelection {
  readonly mark: string;
  /** Response keys from the row that the statement reads to the slot. */
  readonly path: readonly string[];
  readonly edge: Edge;
  readonly wanted: WantedRows | WantedSummary;
}

/** A selection of one service, with the parts that other services put into its slots. */
export interface SplitSelection {
  readonly fields: readonly Selected[];
  readonly elsewhere: readonly CrossServiceSelection[];
}

/** Puts a slot in place of each relationship, at any depth, that leads out of the service. */
export function splitSelection(fields: readonly Selected[], newMark: () => string): SplitSelection {
  const elsewhere: CrossServiceSelection[] = [];
  const split = mapSelected(fields, (field, path) => {
    if (field.kind !== 'object' && field.kind !== 'list' && field.kind !== 'summary') return null;
    const edge = field.kind === 'summary' ? field.of.edge : field.edge;
    if (!edge.crosses) return null;
    const mark = newMark();
    elsewhere.push({ mark, path, edge, wanted: wantedOf(field) });
    return { kind: 'slot', key: field.key, mark, columns: edge.columns.map((pair) => pair.from) };
  });
  return { fields: split, elsewhere };
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

/**
 * Selects one row of each key. A limit that a unique key makes needless would keep the engine from
 * forwarding everything.
 */
function firstRow(edge: Edge, fields: readonly Selected[]): RowSet {
  const isUnique = isUniqueIn(
    edge.to,
    edge.columns.map((pair) => pair.to),
  );
  return rowSet(edge.to, { fields, limit: isUnique ? null : 1 });
}
