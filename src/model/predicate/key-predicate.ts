import { allOf, anyOf, arePresent, FALSE } from './combine-predicates';
import type { Literal, Predicate } from './predicate';
import type { RemoteColumn } from '../remote-table';

/**
 * True where the columns hold one of the keys, false elsewhere: never null, also where a column is.
 * For any place in a filter.
 */
export function exactKeyPredicate(
  columns: readonly RemoteColumn[],
  keys: readonly (readonly Literal[])[],
): Predicate {
  return allOf([...arePresent(columns), keyPredicate(columns, keys)]);
}

/**
 * True where the columns hold one of the keys. `a IN (1, 2)`, and of several columns `(a = 1 AND b
 * IN (1, 2)) OR (a = 2 AND b IN (5))`.
 */
export function keyPredicate(
  columns: readonly RemoteColumn[],
  keys: readonly (readonly Literal[])[],
): Predicate {
  const [column, ...others] = columns;
  if (column === undefined || keys.length === 0) return FALSE;
  const byFirst = new Map<Literal, (readonly Literal[])[]>();
  for (const [first = '', ...rest] of keys) {
    const group = byFirst.get(first);
    if (group === undefined) byFirst.set(first, [rest]);
    else group.push(rest);
  }
  if (others.length === 0) return { kind: 'in', column, values: [...byFirst.keys()] };
  return anyOf(
    [...byFirst].map(([value, rest]) =>
      allOf([{ kind: 'compare', column, operator: 'EQ', value }, keyPredicate(others, rest)]),
    ),
  );
}
