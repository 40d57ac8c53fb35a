import type { Readable } from 'node:stream';
import type { Sql } from '../sql/sql';

/**
 * A session of ClickHouse runs one statement at a time (code 373 otherwise), and ends when it was
 * not used for `idleSeconds`.
 */
export interface ClickHouseSession {
  /** Random, because whoever knows it and logs in as the same user is in the session. */
  readonly id: string;
  readonly idleSeconds: number;
  /** True when the statement opens the session. Otherwise the session must exist (code 372). */
  readonly isNew?: boolean;
}

export interface StatementOptions {
  /**
   * Values of `{name:Type}` in the statement, as text. They are sent in the request's body, so that
   * they appear in no URL or proxy log. Each may have up to 128 KiB (ClickHouse's
   * http_max_field_value_size); longer text belongs in the statement, quoted.
   */
  readonly params?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  /** Ends the wait here, and the statement in ClickHouse. 30,000 when left out. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** The session that the statement runs in, where it finds what an earlier one declared. */
  readonly session?: ClickHouseSession;
  /** A unique id, by which `ended` finds the statement. */
  readonly queryId?: string;
  /**
   * True when the statement holds a secret. Then ClickHouse's own text, which may quote the
   * statement, is kept out of the error's `cause` too.
   */
  readonly sensitive?: boolean;
}

/** What a statement cost, by the header X-ClickHouse-Summary. Rows of services are included. */
export interface StatementSummary {
  readonly resultRows: number;
  /** Bytes of the answer's rows before they were printed. */
  readonly resultBytes: number;
  readonly readRows: number;
  readonly readBytes: number;
  /** ClickHouse's own time, in nanoseconds. */
  readonly elapsedNs: number;
}

/** An answer as ClickHouse printed it. */
interface StatementBytes extends StatementSummary {
  readonly body: Buffer;
}

/** An answer as ClickHouse printed it, in the pieces that it came in: nothing is copied. */
export interface StatementSegments extends StatementSummary {
  readonly segments: readonly Buffer[];
  /**
   * The part of a long answer that follows the segments; null when the segments are all of it. The
   * statement has succeeded by then and holds no connection of a service: ClickHouse keeps what is
   * not read yet. Whoever gets the rest reads or destroys it.
   */
  readonly rest: Readable | null;
}

export interface ClickHouseFeatures {
  /** e.g. `26.7.2.1`. */
  readonly version: string;
  /**
   * Whether there is `postgresql(nc, query = '...')` and `mysql(nc, query = '...')`, which came
   * with 26.7 (ClickHouse PR 107740).
   */
  readonly passthroughQuery: boolean;
}

/**
 * A ClickHouse server, embedded or remote. Every method that runs a statement throws a GatewayError
 * when that fails: CLICKHOUSE_UNAVAILABLE, CLICKHOUSE_ACCESS_DENIED, CLICKHOUSE_QUERY_FAILED,
 * SERVICE_UNREACHABLE, SERVICE_QUERY_FAILED, SERVICE_TIMEOUT, RESULT_TOO_LARGE, TOO_MANY_REQUESTS,
 * or what the connector of a service makes of its failure. `details.clickhouseCode` is ClickHouse's
 * own code, when it gave one.
 */
export interface ClickHouse {
  /** Runs a statement for its effect. */
  run(statement: Sql, options?: StatementOptions): Promise<void>;
  /** Runs a small management read without FORMAT. 64-bit integers and decimals come as strings. */
  rows<T>(statement: Sql, options?: StatementOptions): Promise<readonly T[]>;
  /** Runs a statement that holds its own FORMAT; the bytes are forwarded untouched. */
  bytes(statement: Sql, options?: StatementOptions): Promise<StatementBytes>;
  /**
   * Runs a statement that holds its own FORMAT, and forwards the bytes in the pieces that they come
   * in. With `mayStream` a long answer may come with a rest; otherwise `rest` is null.
   */
  segments(
    statement: Sql,
    options?: StatementOptions & { readonly mayStream?: boolean },
  ): Promise<StatementSegments>;
  readFeatures(): Promise<ClickHouseFeatures>;
  /**
   * Resolves when ClickHouse no longer runs a statement that was given up, or when ClickHouse does
   * not answer that question. Neither a limit nor KILL QUERY interrupts a statement that waits for
   * a service (26.7.2), so a statement may go on for long. Never rejects.
   */
  ended(queryId: string): Promise<void>;
  /**
   * Ends a session with what was declared in it, at once or when its statement has ended. Never
   * rejects, because a session that could not be ended ends by itself.
   */
  endSession(id: string): Promise<void>;
  /** Closes all connections. Statements that still run fail. */
  close(): Promise<void>;
}
