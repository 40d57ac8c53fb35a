import type { Edge, RowSet, Selected } from '../model/query';
import { rowSet } from '../model/row-set';
import { isUniqueIn } from './unique-lookup';

/** What one slot of a statement waits for: rows of another service. */
export interface CrossSelection {
  readonly mark: string;
  /** Response keys from the row that the statement reads to the slot. */
  readonly path: readonly string[];
  readonly edge: Edge;
  readonly result: 'LIST' | 'ONE';
  /** Limit and offset count for each key. */
  readonly rows: RowSet;
}

/** The selection with a slot in place of each edge that leads out of the service, at any depth, and what goes into the slots. */
export function splitSelection(fields: readonly Selected[], newMark: () => string): { readonly fields: readonly Selected[]; readonly crossings: readonly CrossSelection[] } {
  const crossings: CrossSelection[] = [];
  const split = (field: Selected, above: readonly string[]): Selected => {
    if (field.kind !== 'object' && field.kind !== 'list') return field;
    const path = [...above, field.key];
    if (!field.edge.crosses) {
      if (field.kind === 'object') return { ...field, fields: field.fields.map((each) => split(each, path)) };
      return { ...field, rows: { ...field.rows, fields: field.rows.fields.map((each) => split(each, path)) } };
    }
    const mark = newMark();
    const { edge } = field;
    crossings.push({ mark, path, edge, result: field.kind === 'list' ? 'LIST' : 'ONE', rows: field.kind === 'list' ? field.rows : firstRow(edge, field.fields) });
    return { kind: 'slot', key: field.key, mark, columns: edge.columns.map((pair) => pair.from) };
  };
  return { fields: fields.map((field) => split(field, [])), crossings };
}

/** One row of each key; a limit that a unique key makes needless would keep the engine from being asked plainly. */
function firstRow(edge: Edge, fields: readonly Selected[]): RowSet {
  const isUnique = isUniqueIn(edge.to, edge.columns.map((pair) => pair.to));
  return rowSet(edge.to, { fields, limit: isUnique ? null : 1 });
}
