import type { NewAlias } from '../../sql/count-aliases';
import { joinSql, sql, Sql } from '../../sql/sql';
import type { Aggregate } from '../../model/aggregate';
import type { Edge } from '../../model/edge';
import {
  foldPredicate,
  type FoldWhere,
  type PredicateAlgebra,
} from '../../model/predicate/fold-predicate';
import type { ColumnPredicate, Predicate, RelatedRows } from '../../model/predicate/predicate';
import type { RemoteColumn, RemoteTable } from '../../model/remote-table';
import { foldValue, type ValueAlgebra } from '../../model/selection/fold-value';
import type { OrderDirection, OrderTerm, RowValue } from '../../model/selection/row-value';

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

/** What one database's SQL has of its own. */
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

/** The row that a value is read of, and the expression that is wanted of it. */
interface ValueScope {
  readonly row: RowScope;
  readonly of: OfColumn;
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
  /** Renders an expression over a value of a row: over a related row's in a subquery. */
  readonly renderValue: (value: RowValue, row: RowScope, of: OfColumn) => Sql;
  /** The column that a value belongs to. */
  readonly valueColumn: (value: RowValue) => RemoteColumn;
  readonly orderClause: (terms: readonly OrderTerm[], row: RowScope) => Sql;
}

/** Tables, columns, values and predicates in the SQL of the database that the terms tell of. */
export function createRelationalSql(terms: RelationalTerms): RelationalSql {
  const names = createNames(terms);
  const related = createRelatedRows(terms, names);
  const predicateSql = predicateAlgebra(terms, names, related);
  const renderPredicate: RelationalSql['renderPredicate'] = (predicate, row) =>
    foldPredicate(predicate, predicateSql, row);
  const renderWhere =
    ({ where }: RelatedRows): FoldWhere<Sql, RowScope> =>
    (row) =>
      where === null ? null : renderPredicate(where, row);
  const values = createValues(terms, names, { ...related, renderWhere });
  return {
    ...names,
    ...values,
    renderPredicate,
    relatedFrom: (of, inner, row) =>
      related.joinedRows(of.edge, renderWhere(of)({ ...row, alias: inner }), inner, row),
    orderClause: (order, row) => {
      const rendered = order.flatMap((term) =>
        terms.orderTerms(
          values.valueColumn(term.value),
          (of) => values.renderValue(term.value, row, of),
          term,
        ),
      );
      return rendered.length === 0 ? sql`` : sql` ORDER BY ${joinSql(rendered, ', ')}`;
    },
  };
}

type Names = Pick<RelationalSql, 'tableName' | 'columnRef' | 'joinCondition'>;

function createNames({ identifier }: RelationalTerms): Names {
  // t0."customer_id"
  const columnRef: Names['columnRef'] = (alias, column) =>
    alias === null ? identifier(column.name) : sql`${alias}.${identifier(column.name)}`;
  return {
    columnRef,
    // "public"."orders"
    tableName: ({ remote }) => sql`${identifier(remote.schema)}.${identifier(remote.table)}`,
    // t1."customer_id" = t0."id"
    joinCondition: (left, leftColumn, right, rightColumn) =>
      sql`${columnRef(left, leftColumn)} = ${columnRef(right, rightColumn)}`,
  };
}

/** Rows that an edge leads to, in subqueries. */
interface RelatedRowsSql {
  readonly joinedRows: (edge: Edge, where: Sql | null, inner: Sql, row: RowScope) => Sql;
  readonly relatedAggregate: (
    of: RelatedRows,
    aggregate: Aggregate,
    row: RowScope,
    where: FoldWhere<Sql, RowScope>,
  ) => Sql;
}

function createRelatedRows(terms: RelationalTerms, names: Names): RelatedRowsSql {
  // "public"."orders" t1 WHERE t1."customer_id" = t0."id" AND (...)
  const joinedRows: RelatedRowsSql['joinedRows'] = (edge, where, inner, row) => {
    const conditions = edge.columns.map((pair) =>
      names.joinCondition(inner, pair.to, row.alias, pair.from),
    );
    if (where !== null) conditions.push(sql`(${where})`);
    return sql`${names.tableName(edge.to)} ${inner} WHERE ${joinSql(conditions, ' AND ')}`;
  };
  return {
    joinedRows,
    // (SELECT count(*) FROM "public"."orders" t1 WHERE t1."customer_id" = t0."id")
    relatedAggregate: ({ edge }, aggregate, row, where) => {
      const inner = row.newAlias();
      const value = terms.aggregate(aggregate, (column) => names.columnRef(inner, column));
      return joinSql(
        [
          sql`(SELECT ${value}`,
          sql`FROM ${joinedRows(edge, where({ ...row, alias: inner }), inner, row)})`,
        ],
        ' ',
      );
    },
  };
}

function predicateAlgebra(
  terms: RelationalTerms,
  { columnRef }: Names,
  { joinedRows, relatedAggregate }: RelatedRowsSql,
): PredicateAlgebra<Sql, RowScope> {
  return {
    constant: (value) => (value ? sql`1 = 1` : sql`1 = 0`),
    and: (operands) => joinSql(operands.map(inParentheses), ' AND '),
    or: (operands) => joinSql(operands.map(inParentheses), ' OR '),
    not: terms.not,
    column: (part, row) => terms.columnPredicate(part, columnRef(row.alias, part.column)),
    // EXISTS (SELECT 1 FROM "public"."orders" t1 WHERE t1."customer_id" = t0."id" AND (...))
    related: ({ edge }, row, where) => {
      const inner = row.newAlias();
      return joinSql(
        [
          sql`EXISTS (SELECT 1`,
          sql`FROM ${joinedRows(edge, where({ ...row, alias: inner }), inner, row)})`,
        ],
        ' ',
      );
    },
    // (SELECT count(*) FROM "public"."orders" t1 WHERE t1."customer_id" = t0."id") > 5
    aggregate: ({ of, aggregate, condition }, row, where) =>
      terms.columnPredicate(
        { ...condition, column: terms.aggregateColumn(aggregate) },
        of === null
          ? terms.aggregate(aggregate, (column) => columnRef(row.alias, column))
          : relatedAggregate(of, aggregate, row, where),
      ),
  };
}

interface ValueParts extends RelatedRowsSql {
  readonly renderWhere: (of: RelatedRows) => FoldWhere<Sql, RowScope>;
}

function createValues(
  terms: RelationalTerms,
  { columnRef }: Names,
  { joinedRows, relatedAggregate, renderWhere }: ValueParts,
): Pick<RelationalSql, 'renderValue' | 'valueColumn'> {
  const valueSql: ValueAlgebra<Sql, ValueScope> = {
    column: ({ column }, { row, of }) => of(column, columnRef(row.alias, column)),
    aggregate: (value, { row, of }) =>
      of(
        terms.aggregateColumn(value.aggregate),
        relatedAggregate(value.of, value.aggregate, row, renderWhere(value.of)),
      ),
    // (SELECT t1."name" FROM "public"."artists" t1 WHERE t1."id" = t0."artist_id" LIMIT 1)
    related: ({ edge }, { row, of }, read) => {
      const inner = row.newAlias();
      const value = read({ row: { ...row, alias: inner }, of });
      return sql`(SELECT ${value} FROM ${joinedRows(edge, null, inner, row)} LIMIT 1)`;
    },
  };
  const columnOfValue: ValueAlgebra<RemoteColumn> = {
    column: ({ column }) => column,
    aggregate: ({ aggregate }) => terms.aggregateColumn(aggregate),
    related: (_value, _context, read) => ({ ...read(), nullable: true }),
  };
  return {
    renderValue: (value, row, of) => foldValue(value, valueSql, { row, of }),
    valueColumn: (value) => foldValue(value, columnOfValue),
  };
}

function inParentheses(condition: Sql): Sql {
  return sql`(${condition})`;
}
