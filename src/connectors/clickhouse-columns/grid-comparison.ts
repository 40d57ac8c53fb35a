import type { Comparison } from '../../model/predicate/predicate';
import { joinSql, sql, type Sql } from '../../sql/sql';
import { COMPARISONS } from '../relational/comparisons';
import { floorDivide, type ValueGrid } from './value-grid';

/**
 * Where a literal is: on a value of the grid, between two (`below` is the lower one), or beyond
 * all.
 */
type Place =
  | { readonly kind: 'on'; readonly ticks: bigint }
  | { readonly kind: 'between'; readonly ticks: bigint }
  | { readonly kind: 'above' }
  | { readonly kind: 'below' };

/** The column against one literal, digit for digit. */
export function compareOnGrid(
  grid: ValueGrid,
  operator: Comparison,
  ref: Sql,
  literal: string,
  nullable: boolean,
): Sql {
  const place = placeOnGrid(grid, literal);
  const constant = (holds: boolean): Sql => constantUnlessNull(holds, ref, nullable);
  if (operator === 'EQ' || operator === 'NEQ') {
    return place.kind === 'on'
      ? sql`${ref} ${COMPARISONS[operator]} ${grid.literal(place.ticks)}`
      : constant(operator === 'NEQ');
  }
  const isUpward = operator === 'GT' || operator === 'GTE';
  if (place.kind === 'above' || place.kind === 'below')
    return constant(isUpward === (place.kind === 'below'));
  // Above 1.25 among tenths is above 1.2; up to 1.25 is up to 1.2.
  const symbol = place.kind === 'on' ? COMPARISONS[operator] : isUpward ? sql`>` : sql`<=`;
  return sql`${ref} ${symbol} ${grid.literal(place.ticks)}`;
}

/** The column among literals; those that it cannot hold match nothing. */
export function isOnGrid(
  grid: ValueGrid,
  ref: Sql,
  literals: readonly string[],
  nullable: boolean,
): Sql {
  const values = literals
    .map((literal) => placeOnGrid(grid, literal))
    .flatMap((place) => (place.kind === 'on' ? [grid.literal(place.ticks)] : []));
  return values.length === 0
    ? constantUnlessNull(false, ref, nullable)
    : sql`${ref} IN (${joinSql(values, ', ')})`;
}

/** SQL's three values: a null compares to nothing. */
function constantUnlessNull(holds: boolean, ref: Sql, nullable: boolean): Sql {
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
