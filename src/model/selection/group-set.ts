import type { Aggregate } from '../aggregate';
import type { Predicate } from '../predicate/predicate';
import { predicateLeaves } from '../predicate/predicate-leaves';
import type { RemoteColumn, RemoteTable } from '../remote-table';
import { aggregatesOf, type Aggregated } from './aggregated';
import { foldValue, type ValueAlgebra } from './fold-value';
import type { OrderDirection, RowValue } from './row-value';

export const TIME_BUCKETS = [
  'SECOND',
  'MINUTE',
  'HOUR',
  'DAY',
  'WEEK',
  'MONTH',
  'QUARTER',
  'YEAR',
] as const;
export type TimeBucket = (typeof TIME_BUCKETS)[number];

/**
 * What the rows of one group have in common: a value, the beginning of the span of time that the
 * value lies in, or the lower end of its bin.
 */
export type GroupKey = { readonly value: Extract<RowValue, { kind: 'column' | 'related' }> } & (
  | { readonly kind: 'value' }
  /** `zone` is the name of a time zone, e.g. `Europe/Oslo`. */
  | { readonly kind: 'bucket'; readonly bucket: TimeBucket; readonly zone: string }
  /** `width` is a positive decimal number. */
  | { readonly kind: 'bin'; readonly width: string }
);

/** What groups are ordered by; `index` is a place in the group set's `by`. */
export interface GroupOrderTerm extends OrderDirection {
  readonly value:
    | { readonly kind: 'groupKey'; readonly index: number }
    | { readonly kind: 'aggregate'; readonly aggregate: Aggregate };
}

/** Groups of the rows of one table. Without keys there is one group of all rows, even of none. */
export interface GroupSet {
  readonly table: RemoteTable;
  readonly where: Predicate | null;
  readonly by: readonly GroupKey[];
  readonly fields: readonly Aggregated[];
  readonly having: Predicate | null;
  readonly orderBy: readonly GroupOrderTerm[];
  readonly limit: number | null;
  readonly offset: number;
}

/** A group set of all rows of a table, in one group, but for what `parts` says otherwise. */
export function groupSet(
  table: RemoteTable,
  parts: Partial<Omit<GroupSet, 'table'>> = {},
): GroupSet {
  return {
    table,
    fields: [],
    where: null,
    by: [],
    having: null,
    orderBy: [],
    limit: null,
    offset: 0,
    ...parts,
  };
}

/** The column that a group key comes from, at the end of a path of object relationships. */
export function groupColumn(key: GroupKey): RemoteColumn {
  return { ...foldValue(key.value, COLUMN_OF_KEY), nullable: true };
}

const COLUMN_OF_KEY: ValueAlgebra<RemoteColumn> = {
  column: (value) => value.column,
  aggregate: () => {
    throw new Error('an aggregate is no group key');
  },
  related: (_value, _context, inner) => inner(),
};

/** All aggregates of a group: those that are printed, filtered by and ordered by. */
export function groupAggregates(
  groups: Pick<GroupSet, 'fields' | 'having' | 'orderBy'>,
): readonly Aggregate[] {
  const compared = predicateLeaves(groups.having).flatMap((leaf) =>
    leaf.kind === 'aggregate' ? [leaf.aggregate] : [],
  );
  const ordered = groups.orderBy.flatMap(({ value }) =>
    value.kind === 'aggregate' ? [value.aggregate] : [],
  );
  return [...aggregatesOf(groups.fields), ...compared, ...ordered];
}
