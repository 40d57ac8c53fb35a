import type { Readable } from 'node:stream';
import type { StreamPermits } from './stream-permits';

/** One statement as an HTTP request. */
export interface HttpStatement {
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  readonly queryId: string | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The body, or its beginning, in the pieces that it came in. */
  readonly segments: readonly Buffer[];
  /**
   * The part of the body that follows the segments; null when the segments are all of it. Whoever
   * gets it reads or destroys it, because the statement's signal does not end it any more.
   */
  readonly rest: Readable | null;
}

/**
 * Sends a statement and reads its whole answer. With `permits`, an exchange may read only the
 * beginning of a long answer, and hand out the rest as a stream. Rejects with the error of Node
 * when there is no answer, and when the signal aborts.
 */
export type HttpExchange = (
  statement: HttpStatement,
  signal: AbortSignal,
  permits?: StreamPermits,
) => Promise<HttpAnswer>;

/** An exchange with one ClickHouse, and what hangs up its idle connections. */
export interface OpenExchange {
  readonly exchange: HttpExchange;
  readonly close: () => void | Promise<void>;
}

/** How long, and how many, connections to a ClickHouse are kept open. */
export interface ConnectionReuse {
  readonly maxConnections: number;
  readonly idleMs: number;
}
