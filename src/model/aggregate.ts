import type { RemoteColumn, ScalarName } from './remote-table';

export type SimpleFunction =
  'SUM' | 'AVG' | 'MIN' | 'MAX' | 'ANY' | 'COUNT_DISTINCT' | 'UNIQ' | 'STDDEV' | 'VARIANCE';

/**
 * One value of many rows. But for `count`, only rows count whose values are neither null nor NaN
 * nor infinite: those are null to callers. Values are ordered as lists are; what is alike is alike
 * to the last byte.
 */
export type Aggregate =
  /** All rows. */
  | { readonly kind: 'count' }
  /** ANY is a value of one of the rows. STDDEV and VARIANCE are those of a sample. */
  | { readonly kind: 'simple'; readonly function: SimpleFunction; readonly column: RemoteColumn }
  /**
   * For each level the first value that at least this share of the values is not greater than. One
   * value, or a list.
   */
  | {
      readonly kind: 'quantiles';
      readonly column: RemoteColumn;
      readonly levels: readonly number[];
      readonly list: boolean;
    }
  /** The most frequent values; of those that are equally frequent the smallest first. */
  | { readonly kind: 'topK'; readonly column: RemoteColumn; readonly count: number }
  /** The value beside the smallest or greatest `by`; of several the smallest or greatest itself. */
  | {
      readonly kind: 'argument';
      readonly function: 'ARG_MIN' | 'ARG_MAX';
      readonly column: RemoteColumn;
      readonly by: RemoteColumn;
    };

/** Encoding of a result that is no value of a column. Its scalar is BigInt, Decimal or Float. */
export const COMPUTED = 'computed';

/** Digits behind the point that an average has more than the column. */
const AVERAGE_DIGITS = 6;
const MAX_AVERAGE_DIGITS = 30;

/**
 * What an aggregate is, as if it were a column: the column itself for what is one of its values.
 */
export function aggregateResult(aggregate: Aggregate): RemoteColumn {
  if (aggregate.kind === 'count') return computed('BigInt', false);
  if (aggregate.kind !== 'simple') return { ...aggregate.column, nullable: true };
  const { column } = aggregate;
  switch (aggregate.function) {
    case 'COUNT_DISTINCT':
    case 'UNIQ':
      return computed('BigInt', false);
    case 'SUM':
      return computed(
        column.scalar === 'Int' ? 'BigInt' : column.scalar === 'Float' ? 'Float' : 'Decimal',
        true,
      );
    case 'AVG':
      return computed(column.scalar === 'Float' ? 'Float' : 'Decimal', true);
    case 'STDDEV':
    case 'VARIANCE':
      return computed('Float', true);
    default:
      return { ...column, nullable: true };
  }
}

const COMPUTED_TYPES: Partial<Readonly<Record<ScalarName, string>>> = {
  BigInt: 'Int256',
  Decimal: 'Decimal(76, 38)',
  Float: 'Float64',
};

function computed(scalar: ScalarName, nullable: boolean): RemoteColumn {
  return {
    name: '',
    fieldName: '',
    remoteType: null,
    clickhouseType: COMPUTED_TYPES[scalar] ?? 'String',
    scalar,
    list: false,
    nullable,
    description: null,
    encoding: COMPUTED,
  };
}

/** Digits behind the point; null where every value has its own number of them. */
export function decimalScale(column: RemoteColumn): number | null {
  if (column.scalar === 'Int' || column.scalar === 'BigInt') return 0;
  const type = /Decimal(?:(?:32|64|128|256)\(\s*(\d+)|\(\s*\d+\s*(?:,\s*(\d+))?)\s*\)/.exec(
    column.clickhouseType,
  );
  return type === null ? null : Number(type[1] ?? type[2] ?? 0);
}

/** Digits behind the point of an average of values that have `scale` of them. */
export function averageScale(scale: number): number {
  return Math.max(scale, Math.min(scale + AVERAGE_DIGITS, MAX_AVERAGE_DIGITS));
}

/**
 * True for an aggregate that counts, which is 0 where there are no rows; all others are null then.
 */
export function isCount(aggregate: Aggregate): boolean {
  return (
    aggregate.kind === 'count' ||
    (aggregate.kind === 'simple' &&
      (aggregate.function === 'COUNT_DISTINCT' || aggregate.function === 'UNIQ'))
  );
}

/** The columns that an aggregate reads. */
export function aggregateColumns(aggregate: Aggregate): readonly RemoteColumn[] {
  if (aggregate.kind === 'count') return [];
  return aggregate.kind === 'argument' ? [aggregate.column, aggregate.by] : [aggregate.column];
}
