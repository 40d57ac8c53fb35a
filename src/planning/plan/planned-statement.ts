import type { RemoteTable } from '../../model/remote-table';
import type { Sql } from '../../sql/sql';
import type { Shape } from './shape';
import type { Estimate } from './estimate';
import type { Pull } from './scan-budget';

/**
 * ENGINE_SCAN reads a declared engine table over its pooled connections: the engine forwards the predicates.
 * PASSTHROUGH sends one whole query to the service, which filters, orders, cuts, joins and prints.
 */
export type Strategy = 'ENGINE_SCAN' | 'PASSTHROUGH';

/**
 * ARRAY: the body is a JSON array. OBJECT: a JSON object, or nothing where there is no row. KEYED: for each key its JSON
 * array, U+001F, the objects of its rows with commas between them, U+001E; neither character stands in JSON. LINES: for each row a JSON object
 * and a line feed, which stands in none; the values of its key are the first members, `0`, `1`, ...
 */
export type BodyShape = 'ARRAY' | 'OBJECT' | 'KEYED' | 'LINES';

/** What a statement asks of one service. */
export interface SourceShare {
  readonly service: string;
  readonly strategy: Strategy;
  /** What it pulls, before it is run. */
  readonly estimate: Estimate;
  /** The connections it holds while it runs: the pool of a reader table each, or null for one of its own. */
  readonly connections: readonly (string | null)[];
  /** Ends the statement in the service, where ClickHouse cannot: it waits for a service until that answers. Absent: nothing does. */
  readonly cancel?: Sql | null;
  /** The statements that the service is expected to receive, in its own SQL. */
  readonly received: readonly string[];
  /** Predicates that the service evaluates. */
  readonly pushed: readonly string[];
  /** It pulls rows that are not in the answer. Absent: it does not, or may. */
  readonly pull?: Pull;
  /** It pulls rows, and its own scans end it when they are more than that (`placeOverBudget`). Absent: they do not. */
  readonly bound?: Pull;
}

/** The columns that a service answers to a passthrough query: printed values, and the place of a row. */
export type AnswerColumn = 'key' | 'row' | 'position';

/** A statement over an answer that is read as a table: `before`, the table, `after`. */
export interface AroundSource {
  readonly before: Sql;
  readonly after: Sql;
}

/** A passthrough query that ClickHouse can be told to keep a connection for, as a table of a session. */
export interface WarmQuery {
  /** What the connection is made from, as it was stored when this was planned. */
  readonly version: string;
  /** Equal for equal questions to one service. */
  readonly question: string;
  /** A table of the service. */
  readonly table: RemoteTable;
  /** In the service's own SQL, without a mark. */
  readonly query: Sql;
  readonly columns: readonly AnswerColumn[];
  readonly around: AroundSource;
}

/**
 * What is done when a scan meets a value that ClickHouse cannot read. PASSTHROUGH: the service answers the shape.
 * REFUSED: it could, but this ClickHouse runs no passthrough queries.
 */
export type Fallback =
  | { readonly kind: 'PASSTHROUGH'; readonly shape: Shape }
  | { readonly kind: 'REFUSED'; readonly tableName: string };

/** One ClickHouse statement and the account of it. Literals stand in it: only an administrator may see it. */
export interface PlannedStatement extends SourceShare {
  /** What it asks of further services, each of them once. Absent: it reads one. */
  readonly others?: readonly SourceShare[];
  /** Why this strategy, for people. */
  readonly why: string;
  /** For ClickHouse, with its FORMAT. */
  readonly statement: Sql;
  readonly settings: Readonly<Record<string, string | number>>;
  readonly body: BodyShape;
  /** Predicates, orders and limits left to ClickHouse, after it has pulled the rows. */
  readonly remaining: readonly string[];
  /** Its query over a connection that is kept, where it is asked often. Absent: no connection can be kept for it. */
  readonly warm?: WarmQuery;
  /** Declares the table that keeps the connection; sent before the statement. Absent: the statement needs no such table. */
  readonly declaration?: Sql;
  /** Absent: nothing else can answer. */
  readonly fallback?: Fallback;
}

/** All services that a statement reads, the service of its rows first. */
export function sharesOf(plan: PlannedStatement): readonly SourceShare[] {
  return [plan, ...(plan.others ?? [])];
}
