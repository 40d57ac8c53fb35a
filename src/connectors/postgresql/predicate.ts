import type { ColumnPredicate, Comparison, Predicate, TextMatch } from '../../model/query';
import type { RemoteColumn, RemoteTable } from '../../model/remote-table';
import { postgresqlIdentifier, postgresqlString } from '../../sql/postgresql-quoting';
import { joinSql, sql, Sql } from '../../sql/sql';
import { postgresqlLiteral } from './literal';

export const COMPARISONS: Readonly<Record<Comparison, Sql>> = {
  EQ: sql`=`, NEQ: sql`<>`, GT: sql`>`, GTE: sql`>=`, LT: sql`<`, LTE: sql`<=`,
};

/** Hands out table aliases that are unique in one statement: t0, t1, ... */
export type NewAlias = () => Sql;

export function countAliases(): NewAlias {
  let count = 0;
  return () => Sql.dangerouslyFromText(`t${count++}`);
}

/** The predicate on the row `alias` (null: columns stand bare), in PostgreSQL's SQL. */
export function renderPredicate(predicate: Predicate, alias: Sql | null, newAlias: NewAlias): Sql {
  switch (predicate.kind) {
    case 'constant':
      return predicate.value ? sql`true` : sql`false`;
    case 'and':
    case 'or': {
      const operands = predicate.operands.map((operand) => sql`(${renderPredicate(operand, alias, newAlias)})`);
      return joinSql(operands, predicate.kind === 'and' ? ' AND ' : ' OR ');
    }
    case 'not':
      return sql`NOT (${renderPredicate(predicate.operand, alias, newAlias)})`;
    case 'related': {
      // EXISTS (SELECT 1 FROM "public"."orders" t1 WHERE t1."customer_id" = t0."id" AND (...))
      const inner = newAlias();
      const conditions = predicate.edge.columns.map((pair) => joinCondition(inner, pair.to, alias, pair.from));
      if (predicate.where !== null) conditions.push(sql`(${renderPredicate(predicate.where, inner, newAlias)})`);
      return sql`EXISTS (SELECT 1 FROM ${tableName(predicate.edge.to)} ${inner} WHERE ${joinSql(conditions, ' AND ')})`;
    }
    default:
      return renderColumnPredicate(predicate, columnRef(alias, predicate.column));
  }
}

/** "public"."orders" */
export function tableName(table: RemoteTable): Sql {
  return sql`${postgresqlIdentifier(table.remote.schema)}.${postgresqlIdentifier(table.remote.table)}`;
}

/** t0."customer_id" */
export function columnRef(alias: Sql | null, column: RemoteColumn): Sql {
  const name = postgresqlIdentifier(column.name);
  return alias === null ? name : sql`${alias}.${name}`;
}

/** t1."customer_id" = t0."id" */
export function joinCondition(left: Sql, leftColumn: RemoteColumn, right: Sql | null, rightColumn: RemoteColumn): Sql {
  return sql`${columnRef(left, leftColumn)} = ${columnRef(right, rightColumn)}`;
}

function renderColumnPredicate(predicate: ColumnPredicate, ref: Sql): Sql {
  switch (predicate.kind) {
    case 'isNull':
      return sql`${ref} IS NULL`;
    case 'in': {
      const values = predicate.values.map((value) => postgresqlLiteral(predicate.column, value));
      return sql`${equatable(predicate.column, ref)} IN (${joinSql(values, ', ')})`;
    }
    case 'compare': {
      const equality = predicate.operator === 'EQ' || predicate.operator === 'NEQ';
      const left = equality ? equatable(predicate.column, ref) : bytewise(predicate.column, ref);
      return sql`${left} ${COMPARISONS[predicate.operator]} ${postgresqlLiteral(predicate.column, predicate.value)}`;
    }
    case 'match': {
      const operator = predicate.operator === 'ILIKE' ? sql`ILIKE` : sql`LIKE`;
      return sql`${matchable(predicate.column, ref)} ${operator} ${postgresqlString(likePattern(predicate.operator, predicate.text))}`;
    }
  }
}

/** The LIKE pattern (escape character `\`) of a text match. */
export function likePattern(operator: TextMatch, text: string): string {
  if (operator === 'LIKE' || operator === 'ILIKE') return text;
  const escaped = text.replace(/[\\%_]/g, '\\$&');
  return (operator === 'STARTS_WITH' ? '' : '%') + escaped + (operator === 'ENDS_WITH' ? '' : '%');
}

/**
 * An expression whose order is that of its bytes, as ClickHouse orders text: pages must not depend on who sorts.
 * A column that is bytewise already stays bare, so that its index serves; enum labels and the like sort as text.
 */
export function bytewise(column: RemoteColumn, ref: Sql): Sql {
  switch (column.encoding) {
    case 'text':
      return sql`${ref} COLLATE "C"`;
    case 'text_folded':
    case 'enum':
      return sql`${ref}::text COLLATE "C"`;
    case 'other':
      return sql`${outputText(ref)} COLLATE "C"`;
    default:
      return ref;
  }
}

/** An unknown enum label in a comparison is an error in PostgreSQL (22P02), and types such as xml have no `=`. */
function equatable(column: RemoteColumn, ref: Sql): Sql {
  if (column.encoding === 'other') return outputText(ref);
  return column.encoding === 'enum' ? sql`${ref}::text` : ref;
}

/** A value in its type's output form, as COPY has it. Not the same as a cast to text: `inet '::1'::text` is `::1/128`. */
export function outputText(ref: Sql): Sql {
  return sql`(CASE WHEN ${ref} IS NOT NULL THEN format('%s', ${ref}) END)`;
}

/** Before PostgreSQL 18 nondeterministic collations refuse LIKE (0A000). */
function matchable(column: RemoteColumn, ref: Sql): Sql {
  if (column.encoding === 'text_folded') return sql`${ref}::text COLLATE "C"`;
  return equatable(column, ref);
}
