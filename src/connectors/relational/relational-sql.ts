import type { ColumnPredicate, Predicate } from '../../model/query';
import type { RemoteColumn, RemoteTable } from '../../model/remote-table';
import { joinSql, sql, Sql } from '../../sql/sql';

/** Hands out table aliases that are unique in one statement: t0, t1, ... */
export type NewAlias = () => Sql;

export function countAliases(): NewAlias {
  let count = 0;
  return () => Sql.dangerouslyFromText(`t${count++}`);
}

/** `position`, with underscores behind it until no column has the name. */
export function freeName(name: string, columns: readonly RemoteColumn[]): string {
  let free = name;
  while (columns.some((column) => column.name === free)) free += '_';
  return free;
}

/** In what one database's SQL differs, for tables, columns and predicates. */
export interface RelationalTerms {
  readonly identifier: (name: string) => Sql;
  /** A predicate on the column `ref`. */
  readonly columnPredicate: (predicate: ColumnPredicate, ref: Sql) => Sql;
  readonly not: (operand: Sql) => Sql;
}

/** Tables, columns and predicates in one database's SQL; `alias` null leaves columns bare. */
export interface RelationalSql {
  readonly tableName: (table: RemoteTable) => Sql;
  readonly columnRef: (alias: Sql | null, column: RemoteColumn) => Sql;
  readonly joinCondition: (left: Sql, leftColumn: RemoteColumn, right: Sql | null, rightColumn: RemoteColumn) => Sql;
  readonly renderPredicate: (predicate: Predicate, alias: Sql | null, newAlias: NewAlias) => Sql;
}

export function createRelationalSql({ identifier, columnPredicate, not }: RelationalTerms): RelationalSql {
  // "public"."orders"
  const tableName = (table: RemoteTable): Sql => sql`${identifier(table.remote.schema)}.${identifier(table.remote.table)}`;
  // t0."customer_id"
  const columnRef = (alias: Sql | null, column: RemoteColumn): Sql =>
    alias === null ? identifier(column.name) : sql`${alias}.${identifier(column.name)}`;
  // t1."customer_id" = t0."id"
  const joinCondition: RelationalSql['joinCondition'] = (left, leftColumn, right, rightColumn) =>
    sql`${columnRef(left, leftColumn)} = ${columnRef(right, rightColumn)}`;

  const renderPredicate: RelationalSql['renderPredicate'] = (predicate, alias, newAlias) => {
    switch (predicate.kind) {
      case 'constant':
        return predicate.value ? sql`1 = 1` : sql`1 = 0`;
      case 'and':
      case 'or': {
        const operands = predicate.operands.map((operand) => sql`(${renderPredicate(operand, alias, newAlias)})`);
        return joinSql(operands, predicate.kind === 'and' ? ' AND ' : ' OR ');
      }
      case 'not':
        return not(renderPredicate(predicate.operand, alias, newAlias));
      case 'related': {
        // EXISTS (SELECT 1 FROM "public"."orders" t1 WHERE t1."customer_id" = t0."id" AND (...))
        const inner = newAlias();
        const conditions = predicate.edge.columns.map((pair) => joinCondition(inner, pair.to, alias, pair.from));
        if (predicate.where !== null) conditions.push(sql`(${renderPredicate(predicate.where, inner, newAlias)})`);
        return sql`EXISTS (SELECT 1 FROM ${tableName(predicate.edge.to)} ${inner} WHERE ${joinSql(conditions, ' AND ')})`;
      }
      default:
        return columnPredicate(predicate, columnRef(alias, predicate.column));
    }
  };
  return { tableName, columnRef, joinCondition, renderPredicate };
}
