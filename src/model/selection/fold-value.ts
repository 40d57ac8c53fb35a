import type { RowValue } from './row-value';

/**
 * Says what becomes of each kind of row value. `context` is what a value cannot tell of itself,
 * such as the alias of the row that it is read from.
 */
export interface ValueAlgebra<T, C = void> {
  column(value: ValueOf<'column'>, context: C): T;
  aggregate(value: ValueOf<'aggregate'>, context: C): T;
  /** `inner` folds the value of the related row, in a context of its own. */
  related(value: ValueOf<'related'>, context: C, inner: (context: C) => T): T;
}

type ValueOf<K extends RowValue['kind']> = Extract<RowValue, { readonly kind: K }>;

/** Computes one result for a row value, along the object relationships that lead to it. */
export function foldValue<T>(value: RowValue, algebra: ValueAlgebra<T>): T;
export function foldValue<T, C>(value: RowValue, algebra: ValueAlgebra<T, C>, context: C): T;
export function foldValue<T, C>(value: RowValue, algebra: ValueAlgebra<T, C>, context?: C): T {
  return fold(value, algebra, context as C);
}

function fold<T, C>(value: RowValue, algebra: ValueAlgebra<T, C>, context: C): T {
  switch (value.kind) {
    case 'column':
      return algebra.column(value, context);
    case 'aggregate':
      return algebra.aggregate(value, context);
    case 'related':
      return algebra.related(value, context, (inner) => fold(value.value, algebra, inner));
  }
}
