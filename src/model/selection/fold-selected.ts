import type { FoldedMember } from './fold-aggregated';
import type { Selected, SelectedOf, Slot } from './selected';

/**
 * Says what becomes of each kind of member of a row. `context` is what a member cannot tell of
 * itself, such as the alias of the row that it is read from. `members` folds the members of related
 * rows in a context of their own.
 */
export interface SelectedAlgebra<T, C> {
  typename(field: SelectedOf<'typename'>, context: C): T;
  column(field: SelectedOf<'column'>, context: C): T;
  slot(field: Slot, context: C): T;
  object(field: SelectedOf<'object'>, context: C, members: FoldMembers<T, C>): T;
  list(field: SelectedOf<'list'>, context: C, members: FoldMembers<T, C>): T;
  summary(field: SelectedOf<'summary'>, context: C): T;
}

/** Folds the members of related rows. @returns what became of each member, in their order */
export type FoldMembers<T, C> = (context: C) => readonly FoldedMember<T>[];

/** Computes one value for each member of a selection. */
export function foldSelected<T, C>(
  fields: readonly Selected[],
  algebra: SelectedAlgebra<T, C>,
  context: C,
): readonly FoldedMember<T>[] {
  return fields.map((field) => ({ key: field.key, value: fold(field, algebra, context) }));
}

function fold<T, C>(field: Selected, algebra: SelectedAlgebra<T, C>, context: C): T {
  switch (field.kind) {
    case 'typename':
      return algebra.typename(field, context);
    case 'column':
      return algebra.column(field, context);
    case 'slot':
      return algebra.slot(field, context);
    case 'object':
      return algebra.object(field, context, (inner) => foldSelected(field.fields, algebra, inner));
    case 'list': {
      const { fields } = field.rows;
      return algebra.list(field, context, (inner) => foldSelected(fields, algebra, inner));
    }
    case 'summary':
      return algebra.summary(field, context);
  }
}
