import type { Selected } from './query';
import type { RemoteColumn } from './remote-table';

/** Columns of the row itself that printing a member of it reads. */
export function ownColumns(field: Selected): readonly RemoteColumn[] {
  switch (field.kind) {
    case 'typename':
      return [];
    case 'column':
      return [field.column];
    case 'slot':
      return field.columns;
    case 'summary':
      return field.of.edge.columns.map((pair) => pair.from);
    default:
      return field.edge.columns.map((pair) => pair.from);
  }
}
