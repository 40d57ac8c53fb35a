import type { Aggregate } from '../aggregate';

/** One member of an object that is printed for many rows; `key` is the response key. */
export type Aggregated =
  | { readonly kind: 'typename'; readonly key: string; readonly typeName: string }
  | { readonly kind: 'aggregate'; readonly key: string; readonly aggregate: Aggregate }
  /** A key of the group: the one at this place of the group set's `by`. */
  | { readonly kind: 'groupKey'; readonly key: string; readonly index: number }
  | { readonly kind: 'nested'; readonly key: string; readonly fields: readonly Aggregated[] };

/** A member that is a value: an aggregate, or a key of the group. */
export type AggregatedLeaf = Extract<Aggregated, { readonly kind: 'aggregate' | 'groupKey' }>;

/** The aggregates that an object prints, in its order. */
export function aggregatesOf(fields: readonly Aggregated[]): readonly Aggregate[] {
  return fields.flatMap((field) => {
    if (field.kind === 'nested') return aggregatesOf(field.fields);
    return field.kind === 'aggregate' ? [field.aggregate] : [];
  });
}
