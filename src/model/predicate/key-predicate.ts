import type { RemoteColumn } from '../remote-table';
import { allOf, anyOf, arePresent, FALSE } from './combine-predicates';
import type { Literal, Predicate } from './predicate';

/**
 * True where the columns hold one of the keys, and false elsewhere, also where a column is null. It
 * is right at any place in a filter, because it is never null itself.
 */
export function exactKeyPredicate(
  columns: readonly RemoteColumn[],
  keys: readonly (readonly Literal[])[],
): Predicate {
  return allOf([...arePresent(columns), keyPredicate(columns, keys)]);
}

/**
 * True where the columns hold one of the keys, and maybe null where a column is null. For one
 * column it is `a IN (1, 2)`, and for several `(a = 1 AND b IN (1, 2)) OR (a = 2 AND b IN (5))`.
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
