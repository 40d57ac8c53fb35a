import type { Aggregate } from '../aggregate';

/** One member of an object that is printed for many rows. */
export type Aggregated =
  | { readonly kind: 'typename'; readonly key: string; readonly typeName: string }
  | { readonly kind: 'aggregate'; readonly key: string; readonly aggregate: Aggregate }
  /** The key of a group at this place of `by`. */
  | { readonly kind: 'groupKey'; readonly key: string; readonly index: number }
  | { readonly kind: 'nested'; readonly key: string; readonly fields: readonly Aggregated[] };

/** The aggregates that an object prints. */
export function aggregatesOf(fields: readonly Aggregated[]): readonly Aggregate[] {
  return fields.flatMap((field) =>
    field.kind === 'aggregate'
      ? [field.aggregate]
      : field.kind === 'nested'
        ? aggregatesOf(field.fields)
        : [],
  );
}
