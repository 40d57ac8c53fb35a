import type { Selected } from '../../model/selection/selected';

/**
 * Describes the columns of a selection: descriptions are equal where selections print the same
 * objects. Null for a selection that holds more than columns of its table.
 */
export function fieldsShape(fields: readonly Selected[]): readonly (readonly string[])[] | null {
  const shapes = fields.map(shapeOf).filter((shape) => shape !== null);
  return shapes.length < fields.length ? null : shapes;
}

function shapeOf(field: Selected): readonly string[] | null {
  if (field.kind === 'column') return [field.key, field.column.name];
  return field.kind === 'typename' ? [field.key] : null;
}
