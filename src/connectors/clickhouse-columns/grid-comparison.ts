import { joinSql, sql, type Sql } from '../../sql/sql';
import type { Comparison } from '../../model/predicate/predicate';
import { COMPARISONS } from '../relational/comparisons';
import { floorDivide, type ValueGrid } from './value-grid';

/**
 * Where a literal is: on a value of the grid, between two of them (`ticks` is the lower one), or
 * beyond all of them.
 */
type Place =
  | { readonly kind: 'on'; readonly ticks: bigint }
  | { readonly kind: 'between'; readonly ticks: bigint }
  | { readonly kind: 'above' }
  | { readonly kind: 'below' };

/** A column's value in SQL, and whether it may be null. */
export interface GridOperand {
  readonly ref: Sql;
  readonly nullable: boolean;
}

/**
 * t0.`amount` >= 5
 *
 * Compares the column with one literal, digit for digit.
 */
export function compareOnGrid(
  grid: ValueGrid,
  operand: GridOperand,
  operator: Comparison,
  literal: string,
): Sql {
  const { ref } = operand;
  const place = placeOnGrid(grid, literal);
  if (operator === 'EQ' || operator === 'NEQ') {
    return place.kind === 'on'
      ? sql`${ref} ${COMPARISONS[operator]} ${grid.literal(place.ticks)}`
      : constantUnlessNull(operator === 'NEQ', operand);
  }
  const isUpward = operator === 'GT' || operator === 'GTE';
  if (place.kind === 'above' || place.kind === 'below')
    return constantUnlessNull(isUpward === (place.kind === 'below'), operand);
  // Above 1.25 among tenths is above 1.2; up to 1.25 is up to 1.2.
  const symbol = place.kind === 'on' ? COMPARISONS[operator] : isUpward ? sql`>` : sql`<=`;
  return sql`${ref} ${symbol} ${grid.literal(place.ticks)}`;
}

/**
 * t0.`amount` IN (5, 7)
 *
 * Literals that the column cannot hold match nothing.
 */
export function isOnGrid(grid: ValueGrid, operand: GridOperand, literals: readonly string[]): Sql {
  const values = literals
    .map((literal) => placeOnGrid(grid, literal))
    .flatMap((place) => (place.kind === 'on' ? [grid.literal(place.ticks)] : []));
  return values.length === 0
    ? constantUnlessNull(false, operand)
    : sql`${operand.ref} IN (${joinSql(values, ', ')})`;
}

/**
 * if(t0.`amount` IS NULL, NULL, 0)
 *
 * A null compares to nothing: SQL has three values of truth.
 */
function constantUnlessNull(holds: boolean, { ref, nullable }: GridOperand): Sql {
  const constant = holds ? sql`1` : sql`0`;
  return nullable ? sql`if(${ref} IS NULL, NULL, ${constant})` : constant;
}

function placeOnGrid(grid: ValueGrid, literal: string): Place {
  const [, sign = '', whole = '0', fraction = ''] =
    /^(-?)(\d+)(?:\.(\d+))?$/.exec(grid.digitsOf(literal)) ?? [];
  const finer = Math.max(fraction.length - grid.scale, 0);
  const exact = BigInt(`${sign}${whole}${fraction.padEnd(grid.scale, '0')}`);
  const divisor = 10n ** BigInt(finer);
  const ticks = floorDivide(exact, divisor);
  if (ticks > grid.max) return { kind: 'above' };
  if (ticks < grid.min) return { kind: 'below' };
  const isOn = ticks * divisor === exact;
  if (!isOn && ticks === grid.max) return { kind: 'above' };
  return isOn ? { kind: 'on', ticks } : { kind: 'between', ticks };
}
