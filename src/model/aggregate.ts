import type { RemoteColumn, ScalarName } from './remote-table';

export type SimpleFunction =
  'SUM' | 'AVG' | 'MIN' | 'MAX' | 'ANY' | 'COUNT_DISTINCT' | 'UNIQ' | 'STDDEV' | 'VARIANCE';

/**
 * One value of many rows. All aggregates but `count` skip rows whose value is null, NaN or
 * infinite, which are all null to callers. Values are ordered as lists are, and are equal only when
 * they are equal to the last byte.
 */
export type Aggregate =
  /** The number of rows, whatever their values. */
  | { readonly kind: 'count' }
  /** ANY is the value of one of the rows. STDDEV and VARIANCE are computed as for a sample. */
  | { readonly kind: 'simple'; readonly function: SimpleFunction; readonly column: RemoteColumn }
  /**
   * For each level, from 0 to 1, the smallest value that at least this share of the values is
   * not greater than. The result is one value or, with `list`, one for each level.
   */
  | {
      readonly kind: 'quantiles';
      readonly column: RemoteColumn;
      readonly levels: readonly number[];
      readonly list: boolean;
    }
  /**
   * The most frequent values, at most `count` of them. Equally frequent ones come smallest first.
   */
  | { readonly kind: 'topK'; readonly column: RemoteColumn; readonly count: number }
  /**
   * The value of `column` in the row with the smallest or greatest `by`. Of several such rows the
   * one with the smallest or greatest `column` counts.
   */
  | {
      readonly kind: 'argument';
      readonly function: 'ARG_MIN' | 'ARG_MAX';
      readonly column: RemoteColumn;
      readonly by: RemoteColumn;
    };

/** The encoding of a result that no column holds. Its scalar is BigInt, Decimal or Float. */
export const COMPUTED = 'computed';

/** How many more digits behind the point an average has than its column. */
const AVERAGE_DIGITS = 6;
const MAX_AVERAGE_DIGITS = 30;

/**
 * The result of an aggregate, described as a column. It is the aggregate's own column, made
 * nullable, where the result is one of the column's values.
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

/**
 * How many digits a column's values have behind the point; null where each value has its own
 * number.
 */
export function decimalScale(column: RemoteColumn): number | null {
  if (column.scalar === 'Int' || column.scalar === 'BigInt') return 0;
  const type = /Decimal(?:(?:32|64|128|256)\(\s*(\d+)|\(\s*\d+\s*(?:,\s*(\d+))?)\s*\)/.exec(
    column.clickhouseType,
  );
  return type === null ? null : Number(type[1] ?? type[2] ?? 0);
}

/** How many digits behind the point an average has of values that have `scale` of them. */
export function averageScale(scale: number): number {
  return Math.max(scale, Math.min(scale + AVERAGE_DIGITS, MAX_AVERAGE_DIGITS));
}

/** Whether an aggregate counts. Without rows a count is 0, and any other aggregate is null. */
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
