import type { Selected } from './selected';

/**
 * What stands in place of a member; null: the member, with its own members mapped. `path` is that
 * of its response keys, from the row that the selection is of, its own included.
 */
export type SelectedMap = (field: Selected, path: readonly string[]) => Selected | null;

/** The selection with its members mapped at any depth, the outer ones first. */
export function mapSelected(
  fields: readonly Selected[],
  map: SelectedMap,
  above: readonly string[] = [],
): readonly Selected[] {
  return fields.map((field) => {
    const path = [...above, field.key];
    const mapped = map(field, path);
    if (mapped !== null) return mapped;
    if (field.kind === 'object') return { ...field, fields: mapSelected(field.fields, map, path) };
    if (field.kind !== 'list') return field;
    return { ...field, rows: { ...field.rows, fields: mapSelected(field.rows.fields, map, path) } };
  });
}
