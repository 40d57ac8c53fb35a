import type { Sql } from '../../sql/sql';
import type { Estimate } from '../budget/estimate';
import type { Pull } from '../budget/scan-budget';

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

/** A passthrough query as a table of a ClickHouse session, which keeps the table's connection. */
export interface WarmQuery {
  /** What the connection is made from, as it was stored when this was planned. */
  readonly version: string;
  /** The same for the same question to the same service. */
  readonly question: string;
  /** What of the plan is different over a table whose statements are known in the service by `mark`, and the declaration of that table. */
  over(
    mark: string,
  ): Pick<PlannedStatement, 'statement' | 'cancel' | 'received'> & { readonly declaration: Sql };
}

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
  /** How it is run over a connection that is kept, where it is asked often; absent where none can be. */
  readonly warm?: WarmQuery;
  /** The table that ClickHouse was told to keep the connection with; absent where there is none. */
  readonly declaration?: Sql;
  /** Run when this one meets a value that ClickHouse cannot read; absent where there is none. @throws GatewayError that says why */
  readonly instead?: () => PlannedStatement;
}

/** All services that a statement reads, the one of its rows first. */
export function sharesOf(plan: PlannedStatement): readonly SourceShare[] {
  return [plan, ...(plan.others ?? [])];
}
