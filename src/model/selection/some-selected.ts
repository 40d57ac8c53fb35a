import type { Selected } from './selected';

/** Whether the test holds for a member at any depth. */
export function someSelected(
  fields: readonly Selected[],
  test: (field: Selected) => boolean,
): boolean {
  return fields.some((field) => {
    if (test(field)) return true;
    if (field.kind === 'object') return someSelected(field.fields, test);
    return field.kind === 'list' && someSelected(field.rows.fields, test);
  });
}
