import type { Readable } from 'node:stream';
import type { Sql } from '../sql/sql';
import type { Secret } from '../util/secret';

/**
 * How to reach a ClickHouse over HTTP. The embedded server keeps all of it over its own restarts.
 */
export interface ClickHouseConnection {
  /** e.g. `http://127.0.0.1:8123`, without credentials. */
  readonly url: string;
  readonly username: string;
  readonly password: Secret;
  /** Sent with every request, e.g. the embedded server's door header. */
  readonly httpHeaders?: Readonly<Record<string, string>>;
}

/**
 * A session of ClickHouse runs one statement at a time (code 373 otherwise), and ends when it was
 * not used for its time.
 */
export interface ClickHouseSession {
  /** Random: whoever knows it, and logs in as the same user, is in it. */
  readonly id: string;
  readonly idleSeconds: number;
  /** Opened by this statement. Otherwise it must exist (code 372). */
  readonly isNew?: boolean;
}

export interface StatementOptions {
  /**
   * Values of `{name:Type}` in the statement, as text. Sent in the request's body, so they appear
   * in no URL or proxy log. Each may have up to 128 KiB (ClickHouse's http_max_field_value_size);
   * longer text belongs in the statement, quoted.
   */
  readonly params?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  /** 30,000 when left out. Ends the wait here, and the statement in ClickHouse. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** The statement runs in this session, where what an earlier one declared is found. */
  readonly session?: ClickHouseSession;
  /** By which `ended` finds the statement: unique. */
  readonly queryId?: string;
  /**
   * The statement holds a secret: ClickHouse's own text, which may quote it, is kept out of the
   * error's `cause` too.
   */
  readonly sensitive?: boolean;
}

/** What a statement cost (header X-ClickHouse-Summary; remote rows included). */
export interface StatementSummary {
  /** Rows of the answer, and their bytes before they were printed. */
  readonly resultRows: number;
  readonly resultBytes: number;
  readonly readRows: number;
  readonly readBytes: number;
  /** ClickHouse's own time, in nanoseconds. */
  readonly elapsedNs: number;
}

/** An answer as ClickHouse printed it. */
export interface StatementBytes extends StatementSummary {
  readonly body: Buffer;
}

/** An answer as ClickHouse printed it and as it came: nothing is copied. */
export interface StatementSegments extends StatementSummary {
  readonly segments: readonly Buffer[];
  /**
   * What follows them, of a long answer; null when they are all. The statement has succeeded and
   * holds no connection of a service: ClickHouse keeps what is not read yet. Whoever gets it reads
   * or destroys it.
   */
  readonly rest: Readable | null;
}

export interface ClickHouseFeatures {
  /** e.g. `26.7.2.1`. */
  readonly version: string;
  /**
   * `postgresql(nc, query = '...')` and `mysql(nc, query = '...')`: since 26.7, ClickHouse PR
   * 107740.
   */
  readonly passthroughQuery: boolean;
}

/**
 * A ClickHouse server, embedded or remote. Every method throws a GatewayError:
 * CLICKHOUSE_UNAVAILABLE, SERVICE_UNREACHABLE, SERVICE_QUERY_FAILED, SERVICE_TIMEOUT,
 * RESULT_TOO_LARGE, TOO_MANY_REQUESTS or CLICKHOUSE_QUERY_FAILED, with `details.clickhouseCode`
 * when ClickHouse gave one.
 */
export interface ClickHouse {
  /** Runs a statement for its effect. */
  run(statement: Sql, options?: StatementOptions): Promise<void>;
  /** Runs a small management read without FORMAT. 64-bit integers and decimals come as strings. */
  rows<T>(statement: Sql, options?: StatementOptions): Promise<readonly T[]>;
  /** Runs a statement that holds its own FORMAT; the bytes are forwarded untouched. */
  bytes(statement: Sql, options?: StatementOptions): Promise<StatementBytes>;
  /** The same in segments. `mayStream`: a long answer may come with a rest. */
  segments(
    statement: Sql,
    options?: StatementOptions & { readonly mayStream?: boolean },
  ): Promise<StatementSegments>;
  readFeatures(): Promise<ClickHouseFeatures>;
  /**
   * Resolves when ClickHouse no longer runs a statement that was given up: its wait for a service
   * cannot be interrupted (26.7.2), by a limit or by KILL QUERY. Also when nothing can be learnt of
   * it.
   */
  ended(queryId: string): Promise<void>;
  /**
   * Ends a session with what was declared in it, at once or when its statement has ended. Never
   * fails: it ends by itself too.
   */
  endSession(id: string): Promise<void>;
  /** Closes idle connections. Statements that run fail. */
  close(): Promise<void>;
}
