import type { Aggregated, AggregatedLeaf } from './aggregated';

/** What becomes of each kind of member of an object that is printed for many rows. */
export interface AggregatedAlgebra<T> {
  typename(typeName: string): T;
  leaf(field: AggregatedLeaf): T;
  /** An object, by what became of its members, in their order. */
  object(members: readonly FoldedMember<T>[]): T;
}

export interface FoldedMember<T> {
  /** The response key. */
  readonly key: string;
  readonly value: T;
}

/** Computes one value of such an object, from the objects inside of it outwards. */
export function foldAggregated<T>(fields: readonly Aggregated[], algebra: AggregatedAlgebra<T>): T {
  return algebra.object(fields.map((field) => ({ key: field.key, value: fold(field, algebra) })));
}

function fold<T>(field: Aggregated, algebra: AggregatedAlgebra<T>): T {
  if (field.kind === 'nested') return foldAggregated(field.fields, algebra);
  return field.kind === 'typename' ? algebra.typename(field.typeName) : algebra.leaf(field);
}
