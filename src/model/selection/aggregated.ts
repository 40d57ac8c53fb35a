import type { Aggregate } from '../aggregate';

/** One member of an object that is printed for many rows. */
export type Aggregated =
  | { readonly kind: 'typename'; readonly key: string; readonly typeName: string }
  | { readonly kind: 'aggregate'; readonly key: string; readonly aggregate: Aggregate }
  /** The key of a group at this place of `by`. */
  | { readonly kind: 'groupKey'; readonly key: string; readonly index: number }
  | { readonly kind: 'nested'; readonly key: string; readonly fields: readonly Aggregated[] };

/** A member that is a value: an aggregate, or a group's key. */
export type AggregatedLeaf = Extract<Aggregated, { readonly kind: 'aggregate' | 'groupKey' }>;

/** The aggregates that an object prints, in its order. */
export function aggregatesOf(fields: readonly Aggregated[]): readonly Aggregate[] {
  return fields.flatMap((field) => {
    if (field.kind === 'nested') return aggregatesOf(field.fields);
    return field.kind === 'aggregate' ? [field.aggregate] : [];
  });
}
