import type { Selected } from '../../model/selection/selected';

/** The same for selections of columns that print the same objects; null for one that holds more than columns of its table. */
export function fieldsShape(fields: readonly Selected[]): readonly (readonly string[])[] | null {
  const shapes = fields.map(shapeOf).filter((shape) => shape !== null);
  return shapes.length < fields.length ? null : shapes;
}

function shapeOf(field: Selected): readonly string[] | null {
  if (field.kind === 'column') return [field.key, field.column.name];
  return field.kind === 'typename' ? [field.key] : null;
}
