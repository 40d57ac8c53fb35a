import type { Sql } from '../../sql/sql';
import type { RemoteTable } from '../../model/remote-table';
import type { Estimate } from './estimate';
import type { Pull } from './scan-budget';
import type { Shape } from './shape';

/**
 * How a statement reads a service.
 *
 * - ENGINE_SCAN reads a declared engine table over its pooled connections: the engine forwards the
 *   predicates.
 * - PASSTHROUGH sends one whole query to the service, which filters, orders, cuts, joins and
 *   prints.
 */
export type Strategy = 'ENGINE_SCAN' | 'PASSTHROUGH';

/**
 * How the body of an answer is laid out.
 *
 * - ARRAY: the body is a JSON array.
 * - OBJECT: the body is a JSON object, or nothing where there is no row.
 * - KEYED: for each key, the body has its JSON array, U+001F, the objects of its rows with commas
 *   between them, and U+001E. Neither character stands in JSON.
 * - LINES: for each row, the body has a JSON object and a line feed, which stands in no object. The
 *   values of the row's key are the first members, named `0`, `1` and so on.
 */
export type BodyShape = 'ARRAY' | 'OBJECT' | 'KEYED' | 'LINES';

/** What a statement asks of one service. */
export interface SourceShare {
  readonly service: string;
  readonly strategy: Strategy;
  /** What the statement pulls from the service, as estimated before it is run. */
  readonly estimate: Estimate;
  /**
   * The connections to the service that the statement holds while it runs: the reader table whose
   * pool gives a connection, or null for a connection of its own.
   */
  readonly connections: readonly (string | null)[];
  /**
   * Ends the statement in the service. ClickHouse cannot: it waits for a service until that
   * answers. Null or absent where nothing ends it.
   */
  readonly cancel?: Sql | null;
  /** The statements that the service is expected to receive, in its own SQL. */
  readonly received: readonly string[];
  /**
   * What the service evaluates itself: predicates, joins, groups, orders and limits, for people.
   */
  readonly pushed: readonly string[];
  /**
   * Set where the statement pulls rows that are not in the answer. Absent where it does not, or
   * where it may pull anything.
   */
  readonly pull?: Pull;
  /**
   * Set where the statement pulls rows and its own scans end it beyond this budget
   * (`placeOverBudget`). Absent where they do not.
   */
  readonly bound?: Pull;
}

/**
 * The columns that a service answers to a passthrough query: a printed key, a printed row, and the
 * place of the row.
 */
export type AnswerColumn = 'key' | 'row' | 'position';

/**
 * A statement over an answer that is read as a table: the SQL before the table, and the SQL after.
 */
export interface AroundSource {
  readonly before: Sql;
  readonly after: Sql;
}

/**
 * A passthrough query that ClickHouse can be told to keep a connection for, as a table of a
 * session.
 */
export interface WarmQuery {
  /**
   * Differs when the connection is made from something else; read when the statement was planned.
   */
  readonly version: string;
  /** A text that is equal for equal questions to one service. */
  readonly question: string;
  /** A table of the service, which tells where the query is asked. */
  readonly table: RemoteTable;
  /** The query in the service's own SQL, without a mark. */
  readonly query: Sql;
  readonly columns: readonly AnswerColumn[];
  readonly around: AroundSource;
}

/**
 * What is done when a scan meets a value that ClickHouse cannot read.
 *
 * - PASSTHROUGH: the service answers the shape.
 * - REFUSED: the service could answer, but this ClickHouse runs no passthrough queries.
 */
export type Fallback =
  | { readonly kind: 'PASSTHROUGH'; readonly shape: Shape }
  | { readonly kind: 'REFUSED'; readonly tableName: string };

/**
 * One ClickHouse statement and the account of it. Literals stand in the statement, so that only an
 * administrator may see it.
 */
export interface PlannedStatement extends SourceShare {
  /**
   * What the statement asks of further services, each of which stands here once. Absent where it
   * reads one service.
   */
  readonly others?: readonly SourceShare[];
  /** Why the strategy was chosen, for people. */
  readonly why: string;
  /** The SQL for ClickHouse, with its FORMAT. */
  readonly statement: Sql;
  readonly settings: Readonly<Record<string, string | number>>;
  readonly body: BodyShape;
  /** Predicates, orders and limits that ClickHouse evaluates after it has pulled the rows. */
  readonly remaining: readonly string[];
  /**
   * The query for a warm connection, where it is asked often. Absent where no connection can be
   * kept for it.
   */
  readonly warm?: WarmQuery;
  /**
   * Declares the table that keeps the connection, and is sent before the statement. Absent where
   * the statement needs no such table.
   */
  readonly declaration?: Sql;
  /** What is done when a value cannot be read. Absent where nothing else can answer. */
  readonly fallback?: Fallback;
}

/** All services that a statement reads, the service of its rows first. */
export function sharesOf(plan: PlannedStatement): readonly SourceShare[] {
  return [plan, ...(plan.others ?? [])];
}
