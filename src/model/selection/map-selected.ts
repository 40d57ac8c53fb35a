import type { Selected } from './selected';

/**
 * Says what stands in place of a member. Where it says null, the member stays, with its own members
 * mapped. `path` has the response keys from the row of the selection down to the member's own.
 */
type SelectedMap = (field: Selected, path: readonly string[]) => Selected | null;

/** Maps the members of a selection at any depth, the outer ones first. */
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
