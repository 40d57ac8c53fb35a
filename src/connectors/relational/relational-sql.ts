import type { Aggregate } from '../../model/aggregate';
import type { ColumnPredicate, Predicate, RelatedRows } from '../../model/predicate/predicate';
import type { OrderDirection, OrderTerm, RowValue } from '../../model/selection/row-value';
import type { RemoteColumn, RemoteTable } from '../../model/remote-table';
import type { NewAlias } from '../../sql/count-aliases';
import { joinSql, sql, Sql } from '../../sql/sql';

/** `position`, with underscores behind it until no column has the name. */
export function freeName(name: string, columns: readonly RemoteColumn[]): string {
  let free = name;
  while (columns.some((column) => column.name === free)) free += '_';
  return free;
}

/** A row that expressions speak of; `alias` null leaves columns bare. */
export interface RowScope {
  readonly alias: Sql | null;
  readonly newAlias: NewAlias;
}

/** In what one database's SQL differs. */
export interface RelationalTerms {
  readonly identifier: (name: string) => Sql;
  /** A predicate on the column `ref`. */
  readonly columnPredicate: (predicate: ColumnPredicate, ref: Sql) => Sql;
  readonly not: (operand: Sql) => Sql;
  /** The aggregate, a value of `aggregateColumn`. */
  readonly aggregate: (aggregate: Aggregate, ref: (column: RemoteColumn) => Sql) => Sql;
  /** The result of an aggregate as a column in this database's encodings. */
  readonly aggregateColumn: (aggregate: Aggregate) => RemoteColumn;
  /** What ORDER BY needs for a value of the column; `ref` gives an expression over it. */
  readonly orderTerms: (
    column: RemoteColumn,
    ref: (of: OfColumn) => Sql,
    direction: OrderDirection,
  ) => readonly Sql[];
}

/** An expression over a column. */
export type OfColumn = (column: RemoteColumn, ref: Sql) => Sql;

/** Tables, columns, values and predicates in one database's SQL. */
export interface RelationalSql {
  readonly tableName: (table: RemoteTable) => Sql;
  readonly columnRef: (alias: Sql | null, column: RemoteColumn) => Sql;
  readonly joinCondition: (
    left: Sql,
    leftColumn: RemoteColumn,
    right: Sql | null,
    rightColumn: RemoteColumn,
  ) => Sql;
  readonly renderPredicate: (predicate: Predicate, row: RowScope) => Sql;
  /** "public"."orders" t1 WHERE t1."customer_id" = t0."id" AND (...) */
  readonly relatedFrom: (of: RelatedRows, inner: Sql, row: RowScope) => Sql;
  /** An expression over a value of a row: over a related row's in a subquery. */
  readonly renderValue: (value: RowValue, row: RowScope, of: OfColumn) => Sql;
  /** The column that a value is one of. */
  readonly valueColumn: (value: RowValue) => RemoteColumn;
  readonly orderClause: (terms: readonly OrderTerm[], row: RowScope) => Sql;
}

export function createRelationalSql(terms: RelationalTerms): RelationalSql {
  const { identifier } = terms;
  // "public"."orders"
  const tableName = (table: RemoteTable): Sql =>
    sql`${identifier(table.remote.schema)}.${identifier(table.remote.table)}`;
  // t0."customer_id"
  const columnRef = (alias: Sql | null, column: RemoteColumn): Sql =>
    alias === null ? identifier(column.name) : sql`${alias}.${identifier(column.name)}`;
  // t1."customer_id" = t0."id"
  const joinCondition: RelationalSql['joinCondition'] = (left, leftColumn, right, rightColumn) =>
    sql`${columnRef(left, leftColumn)} = ${columnRef(right, rightColumn)}`;

  const relatedFrom: RelationalSql['relatedFrom'] = (of, inner, { alias, newAlias }) => {
    const conditions = of.edge.columns.map((pair) =>
      joinCondition(inner, pair.to, alias, pair.from),
    );
    if (of.where !== null)
      conditions.push(sql`(${renderPredicate(of.where, { alias: inner, newAlias })})`);
    return sql`${tableName(of.edge.to)} ${inner} WHERE ${joinSql(conditions, ' AND ')}`;
  };

  // (SELECT count(*) FROM "public"."orders" t1 WHERE t1."customer_id" = t0."id")
  const relatedAggregate = (of: RelatedRows, aggregate: Aggregate, row: RowScope): Sql => {
    const inner = row.newAlias();
    return sql`(SELECT ${terms.aggregate(aggregate, (column) => columnRef(inner, column))} FROM ${relatedFrom(of, inner, row)})`;
  };

  const renderPredicate: RelationalSql['renderPredicate'] = (predicate, row) => {
    switch (predicate.kind) {
      case 'constant':
        return predicate.value ? sql`1 = 1` : sql`1 = 0`;
      case 'and':
      case 'or': {
        const operands = predicate.operands.map(
          (operand) => sql`(${renderPredicate(operand, row)})`,
        );
        return joinSql(operands, predicate.kind === 'and' ? ' AND ' : ' OR ');
      }
      case 'not':
        return terms.not(renderPredicate(predicate.operand, row));
      case 'related':
        // EXISTS (SELECT 1 FROM "public"."orders" t1 WHERE t1."customer_id" = t0."id" AND (...))
        return sql`EXISTS (SELECT 1 FROM ${relatedFrom(predicate, row.newAlias(), row)})`;
      case 'aggregate': {
        const value =
          predicate.of === null
            ? terms.aggregate(predicate.aggregate, (column) => columnRef(row.alias, column))
            : relatedAggregate(predicate.of, predicate.aggregate, row);
        return terms.columnPredicate(
          { ...predicate.condition, column: terms.aggregateColumn(predicate.aggregate) },
          value,
        );
      }
      default:
        return terms.columnPredicate(predicate, columnRef(row.alias, predicate.column));
    }
  };

  const renderValue: RelationalSql['renderValue'] = (value, row, of) => {
    switch (value.kind) {
      case 'column':
        return of(value.column, columnRef(row.alias, value.column));
      case 'aggregate':
        return of(
          terms.aggregateColumn(value.aggregate),
          relatedAggregate(value.of, value.aggregate, row),
        );
      case 'related': {
        // (SELECT t1."name" FROM "public"."artists" t1 WHERE t1."id" = t0."artist_id" LIMIT 1)
        const inner = row.newAlias();
        const read = renderValue(value.value, { ...row, alias: inner }, of);
        return sql`(SELECT ${read} FROM ${relatedFrom({ edge: value.edge, where: null }, inner, row)} LIMIT 1)`;
      }
    }
  };

  const valueColumn: RelationalSql['valueColumn'] = (value) => {
    if (value.kind === 'column') return value.column;
    return value.kind === 'aggregate'
      ? terms.aggregateColumn(value.aggregate)
      : { ...valueColumn(value.value), nullable: true };
  };

  const orderClause: RelationalSql['orderClause'] = (order, row) => {
    const rendered = order.flatMap((term) =>
      terms.orderTerms(valueColumn(term.value), (of) => renderValue(term.value, row, of), term),
    );
    return rendered.length === 0 ? sql`` : sql` ORDER BY ${joinSql(rendered, ', ')}`;
  };

  return {
    tableName,
    columnRef,
    joinCondition,
    renderPredicate,
    relatedFrom,
    renderValue,
    valueColumn,
    orderClause,
  };
}
