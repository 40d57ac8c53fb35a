import type { ColumnPredicate, ListPredicate, Literal } from '../../../model/predicate/predicate';
import { joinSql, sql, Sql } from '../../../sql/sql';
import { elementColumn } from '../types/element-column';
import { postgresqlLiteral } from '../types/literal';

/**
 * Element types for which an index over the list (GIN) serves @> and &&, which mean the same as the
 * general form.
 */
const INDEXED: Readonly<Record<string, string>> = {
  int4: 'int4',
  text: 'text',
  text_c: 'text',
  uuid: 'uuid',
};

/** A condition on a list. It is null where the list is, never because an element is. */
export function listPredicate(
  { column, operator, values }: ListPredicate,
  ref: Sql,
  render: (predicate: ColumnPredicate, ref: Sql) => Sql,
): Sql {
  const element = elementColumn(column);
  const type = INDEXED[element.encoding];
  const present = values.filter((value) => value !== null);
  if (operator !== 'EQUAL' && type !== undefined) {
    const array = Sql.dangerouslyFromText(`::${type}[]`);
    const literals = sql`ARRAY[${joinSql(
      present.map((value) => postgresqlLiteral(element, value)),
      ', ',
    )}]${array}`;
    return sql`${ref}${array} ${operator === 'HAS_ANY' ? sql`&&` : sql`@>`} ${literals}`;
  }
  const equals = (value: Literal): Sql =>
    render({ kind: 'compare', column: element, operator: 'EQ', value }, sql`e`);
  const length = Sql.dangerouslyFromText(String(values.length));
  const condition =
    operator === 'EQUAL'
      ? sql`cardinality(${ref}) = ${length}${allElements(values, ref, equals)}`
      : joinSql(
          present.map(
            (value) => sql`EXISTS (SELECT 1 FROM unnest(${ref}) AS u(e) WHERE ${equals(value)})`,
          ),
          operator === 'HAS_ANY' ? ' OR ' : ' AND ',
        );
  return sql`CASE WHEN ${ref} IS NOT NULL THEN ${condition} END`;
}

/** Compares the elements one by one, by their places. */
function allElements(
  values: readonly (Literal | null)[],
  ref: Sql,
  equals: (value: Literal) => Sql,
): Sql {
  if (values.length === 0) return sql``;
  const cases = values.map((value, index) =>
    joinSql(
      [
        sql`WHEN ${Sql.dangerouslyFromText(String(index + 1))} THEN`,
        sql`${value === null ? sql`e IS NULL` : equals(value)}`,
      ],
      ' ',
    ),
  );
  return joinSql(
    [
      sql` AND NOT EXISTS (SELECT 1 FROM unnest(${ref}) WITH ORDINALITY AS u(e, i)`,
      sql`WHERE coalesce(CASE i ${joinSql(cases, ' ')} END, false) = false)`,
    ],
    ' ',
  );
}
