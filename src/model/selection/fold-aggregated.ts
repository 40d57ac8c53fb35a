import type { Aggregated, AggregatedLeaf } from './aggregated';

/** Says what becomes of each kind of member of an object that is printed for many rows. */
interface AggregatedAlgebra<T> {
  typename(typeName: string): T;
  leaf(field: AggregatedLeaf): T;
  /** Takes what became of the members of an object, in their order. */
  object(members: readonly FoldedMember<T>[]): T;
}

/** A member of an object, and what became of it. */
export interface FoldedMember<T> {
  /** The response key. */
  readonly key: string;
  readonly value: T;
}

/**
 * Computes one value of an object that is printed for many rows, from the inner objects outwards.
 */
export function foldAggregated<T>(fields: readonly Aggregated[], algebra: AggregatedAlgebra<T>): T {
  return algebra.object(fields.map((field) => ({ key: field.key, value: fold(field, algebra) })));
}

function fold<T>(field: Aggregated, algebra: AggregatedAlgebra<T>): T {
  if (field.kind === 'nested') return foldAggregated(field.fields, algebra);
  return field.kind === 'typename' ? algebra.typename(field.typeName) : algebra.leaf(field);
}
