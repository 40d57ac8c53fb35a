import type { SimpleFunction } from '../../model/aggregate';
import { SCALAR_NAMES, type RemoteColumn, type ScalarName } from '../../model/remote-table';

/**
 * The aggregate functions without arguments, by their field names. Filters and orders can name
 * these, and no others.
 */
export const SIMPLE_FUNCTIONS = {
  _sum: 'SUM',
  _avg: 'AVG',
  _min: 'MIN',
  _max: 'MAX',
  _any: 'ANY',
  _countDistinct: 'COUNT_DISTINCT',
  _uniq: 'UNIQ',
  _stddev: 'STDDEV',
  _variance: 'VARIANCE',
} as const satisfies Readonly<Record<string, SimpleFunction>>;
export type SimpleFunctionName = keyof typeof SIMPLE_FUNCTIONS;

/** Scalars whose values have an order, and so can be aggregated and grouped by. */
export const AGGREGATED_SCALARS: readonly ScalarName[] = SCALAR_NAMES.filter(
  (name) => name !== 'JSON',
);

const NUMBERS: ReadonlySet<ScalarName> = new Set(['Int', 'BigInt', 'Decimal', 'Float']);

/** Which functions a scalar has, and the scalar of each result. */
export function simpleFunctionsOf(
  scalar: ScalarName,
): Readonly<Partial<Record<SimpleFunctionName, ScalarName>>> {
  const counts = { _countDistinct: 'BigInt', _uniq: 'BigInt' } as const;
  if (scalar === 'Boolean') return { _any: scalar, ...counts };
  const ordered = { _min: scalar, _max: scalar, _any: scalar, ...counts } as const;
  if (!NUMBERS.has(scalar)) return ordered;
  const inexact = scalar === 'Float';
  const sum = inexact ? 'Float' : scalar === 'Int' ? 'BigInt' : 'Decimal';
  return {
    _sum: sum,
    _avg: inexact ? 'Float' : 'Decimal',
    ...ordered,
    _stddev: 'Float',
    _variance: 'Float',
  };
}

/**
 * Whether values of a column can be aggregated, ordered and grouped by: JSON documents and lists
 * have no order.
 */
export function isAggregated(column: RemoteColumn): boolean {
  return !column.list && column.scalar !== 'JSON';
}
