import { allOf, anyOf, FALSE, not } from '../predicate/combine-predicates';
import type { Literal, Predicate } from '../predicate/predicate';
import type { RemoteColumn } from '../remote-table';
import type { OrderDirection } from './row-value';

/** One column of an order in which rows are paged. */
export interface KeysetTerm extends OrderDirection {
  readonly column: RemoteColumn;
}

/**
 * True for rows that come after the row with the values:
 * (a >= 1) AND ((a > 1) OR (a = 1 AND b > 5)). The first part follows from the second one, and lets
 * a service use an index.
 * @param values one for each term, in their order
 */
export function rowsAfter(
  terms: readonly KeysetTerm[],
  values: readonly (Literal | null)[],
): Predicate {
  const alike: Predicate[] = [];
  const ways: Predicate[] = [];
  terms.forEach((term, index) => {
    const value = values[index] ?? null;
    ways.push(allOf([...alike, beyond(term, value)]));
    alike.push(equal(term.column, value));
  });
  return allOf([...leading(terms[0], values[0] ?? null), anyOf(ways)]);
}

/** The opposite of an order. */
export function reversed<Term extends OrderDirection>(term: Term): Term {
  return {
    ...term,
    direction: term.direction === 'ASC' ? 'DESC' : 'ASC',
    nulls: term.nulls === 'FIRST' ? 'LAST' : 'FIRST',
  };
}

function beyond({ column, direction, nulls }: KeysetTerm, value: Literal | null): Predicate {
  if (value === null) return nulls === 'FIRST' ? not(isNull(column)) : FALSE;
  const further: Predicate = {
    kind: 'compare',
    column,
    operator: direction === 'ASC' ? 'GT' : 'LT',
    value,
  };
  return nulls === 'LAST' && column.nullable ? anyOf([further, isNull(column)]) : further;
}

/**
 * True for rows that have the same place in the order. Texts are compared by their order, because a
 * service may order texts apart that are equal to it.
 */
function equal(column: RemoteColumn, value: Literal | null): Predicate {
  if (value === null) return isNull(column);
  if (column.scalar !== 'String') return { kind: 'compare', column, operator: 'EQ', value };
  return allOf([
    { kind: 'compare', column, operator: 'GTE', value },
    { kind: 'compare', column, operator: 'LTE', value },
  ]);
}

function leading(term: KeysetTerm | undefined, value: Literal | null): readonly Predicate[] {
  if (term === undefined || value === null || term.column.nullable) return [];
  return [
    {
      kind: 'compare',
      column: term.column,
      operator: term.direction === 'ASC' ? 'GTE' : 'LTE',
      value,
    },
  ];
}

function isNull(column: RemoteColumn): Predicate {
  return { kind: 'isNull', column };
}
