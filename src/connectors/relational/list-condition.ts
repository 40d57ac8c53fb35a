import { joinSql, sql, Sql } from '../../sql/sql';
import type { ListPredicate, Literal } from '../../model/predicate/predicate';

/**
 * length(t0.`tags`) = 1 AND ifNull(t0.`tags`[1] = 'a', 0)
 *
 * A condition on an Array of ClickHouse; `equals` compares an element.
 */
export function listCondition(
  { operator, values }: ListPredicate,
  ref: Sql,
  equals: (value: Literal, element: Sql) => Sql,
): Sql {
  if (operator === 'EQUAL') {
    const elements = values.map((value, index) =>
      elementIs(value, sql`${ref}[${Sql.dangerouslyFromText(String(index + 1))}]`, equals),
    );
    return joinSql(
      [sql`length(${ref}) = ${Sql.dangerouslyFromText(String(values.length))}`, ...elements],
      ' AND ',
    );
  }
  const has = values.flatMap((value) =>
    value === null ? [] : [sql`arrayExists(e -> ifNull(${equals(value, sql`e`)}, 0), ${ref})`],
  );
  return joinSql(has, operator === 'HAS_ANY' ? ' OR ' : ' AND ');
}

function elementIs(
  value: Literal | null,
  element: Sql,
  equals: (value: Literal, element: Sql) => Sql,
): Sql {
  return value === null ? sql`isNull(${element})` : sql`ifNull(${equals(value, element)}, 0)`;
}
