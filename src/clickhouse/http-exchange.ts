import type { Readable } from 'node:stream';
import type { StreamPlaces } from './stream-places';

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
  /** As it came. */
  readonly segments: readonly Buffer[];
  /**
   * What follows them; null when they are all. Whoever gets it reads or destroys it: the signal
   * ends it no more.
   */
  readonly rest: Readable | null;
}

/**
 * Sends a statement and reads its answer to the end or, with `streams`, of a long one the
 * beginning. Fails when there is none, or the signal aborts.
 */
export type HttpExchange = (
  statement: HttpStatement,
  signal: AbortSignal,
  streams?: StreamPlaces,
) => Promise<HttpAnswer>;
