import type { Selected } from './selected';

/** Tells `visit` of each member at any depth, ahead of the members inside of it. */
export function visitSelected(fields: readonly Selected[], visit: (field: Selected) => void): void {
  fields.forEach((field) => {
    visit(field);
    if (field.kind === 'object') visitSelected(field.fields, visit);
    else if (field.kind === 'list') visitSelected(field.rows.fields, visit);
  });
}
