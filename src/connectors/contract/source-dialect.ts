import type { Sql } from '../../sql/sql';
import type { Aggregate } from '../../model/aggregate';
import type { ColumnPredicate, Predicate } from '../../model/predicate/predicate';
import type { RemoteColumn, RemoteTable } from '../../model/remote-table';
import type { DataRequest } from '../../model/selection/data-request';
import type { GroupSet } from '../../model/selection/group-set';
import type { RowSet } from '../../model/selection/row-set';

/** What one engine scan asks of the source. It is made for the plan. */
export interface ForwardedScan {
  readonly table: RemoteTable;
  readonly columns: readonly RemoteColumn[];
  /** Predicates that the engine forwards, joined by AND. */
  readonly predicates: readonly Predicate[];
  /** True where ClickHouse keeps other conjuncts of the WHERE to itself. */
  readonly isPartial: boolean;
  readonly limit: number | null;
}

/**
 * How ClickHouse reads the service's declared engine tables. All SQL here is ClickHouse's; `ref` is
 * the column.
 */
export interface ScanDialect {
  /** True where ClickHouse keeps the rows itself, so that a scan asks nothing of the service. */
  readonly isLocal?: true;
  /** Names the table in a statement. Absent: the name of its reader. */
  readonly tableName?: (table: RemoteTable) => Sql;
  /** Settings that every statement over the engine needs. */
  readonly settings: Readonly<Record<string, string | number>>;
  /**
   * Whether the engine reads the right columns: it quotes some names in a way that the service
   * takes for others.
   */
  canName(table: RemoteTable, columns: readonly RemoteColumn[]): boolean;
  /**
   * Whether values that are equal to the service are equal to ClickHouse: not where the service
   * ignores case or padding.
   */
  equatesAlike(column: RemoteColumn): boolean;
  /**
   * The value as the contract prints it (a JSON scalar as its text); null when only the source can
   * print it exactly.
   */
  value(column: RemoteColumn, ref: Sql): Sql | null;
  /**
   * A predicate that the engine forwards and ClickHouse evaluates to the same rows as the source;
   * null when there is none.
   */
  forwarded(predicate: ColumnPredicate, ref: Sql): Sql | null;
  /** The predicate as ClickHouse evaluates it itself, never forwarded. */
  evaluated(predicate: ColumnPredicate, ref: Sql): Sql;
  /**
   * Expressions that sort like the source sorts, most significant first. Never null for a value
   * that is not null.
   */
  orderKeys(column: RemoteColumn, ref: Sql): readonly Sql[];
  /** The statement that the source receives for a scan; null when it receives none. */
  received(scan: ForwardedScan): Sql | null;
}

/** Whole queries in the service's own SQL. */
export interface PassthroughDialect {
  /**
   * The order of an answer may be lost on its way: rows and groups that have one also have a column
   * `position` to order by.
   */
  readonly numbersRows?: true;
  /**
   * One row of one text column, `row`, for each row of the answer: its JSON object, printed by the
   * source.
   */
  query(rows: RowSet): Sql;
  /** One row of one text column, `row`, for each group; without keys one row for all. */
  groups(groups: GroupSet): Sql;
  /**
   * What a request needs that the service's SQL has not, in words that follow "has no"; null when
   * it has all of it.
   */
  missing(request: DataRequest): string | null;
}

/**
 * Whole queries whose rows are matched with those of another service. A key is printed as a JSON
 * array of its values, each as the data API has it.
 */
export interface KeyedDialect {
  /** Columns `key` and `row` of each row, in order; limit and offset count for each key. */
  rows(rows: RowSet, keys: readonly RemoteColumn[]): Sql;
  /** Column `key` of each distinct key, `rows.limit` of them at most. */
  keys(rows: RowSet, keys: readonly RemoteColumn[]): Sql;
  /**
   * Columns `key` and `row` of each group: what it is grouped by is the key. Only `key` where no
   * fields are asked for.
   */
  groups(groups: GroupSet): Sql;
}

/**
 * An aggregate that others of the same kind can be put together with; `present` counts the values
 * that are not null.
 */
export type PartialAggregate =
  Aggregate | { readonly kind: 'present'; readonly column: RemoteColumn };

/** Aggregates of the rows for which `where` holds, for each distinct value of some columns. */
export interface KeyedAggregates {
  readonly table: RemoteTable;
  readonly columns: readonly RemoteColumn[];
  readonly aggregates: readonly PartialAggregate[];
  readonly where: Predicate | null;
}

/** Whole queries of columns, for statements that span services. */
export interface PartDialect {
  /**
   * SELECT t0."customer_id" AS "customer_id", (sum(t0."amount"))::text AS "a0" FROM ... GROUP BY
   * ...
   *
   * The columns have their own names, and the aggregates are a0, a1, ...; numbers that have a fixed
   * number of digits are texts.
   */
  aggregates(wanted: KeyedAggregates): Sql;
}

export interface SourceDialect {
  /** A predicate in the service's SQL, for people to read in the plan. */
  describe(predicate: Predicate): string;
  readonly scan: ScanDialect;
  readonly passthrough: PassthroughDialect | null;
  /** Whole queries by key. Absent: rows are matched over engine scans. */
  readonly keyed?: KeyedDialect;
  /** Whole queries for statements that span services. Absent: the service is asked for rows. */
  readonly parts?: PartDialect;
  /**
   * Where the service speaks ClickHouse's own SQL: then the scan's expressions are evaluated there,
   * and whole statements run there.
   */
  readonly inSource?: InSourceDialect;
}

/** How ClickHouse's SQL is written for another ClickHouse. */
export interface InSourceDialect {
  readonly tableName: (table: RemoteTable) => Sql;
  /** Settings that the meaning of a statement depends on. */
  readonly settings: Readonly<Record<string, number>>;
}
