/** One request, or several of which each but the first is made from the answer before it. */
export interface LoadRequest {
  /**
   * Bodies to be posted one after the other. `PREVIOUS` in one stands for the text of the answer
   * before it.
   */
  readonly bodies: readonly string[];
  /**
   * Length of the last answer's body, in bytes: another length is a failure. Null: it may differ.
   */
  readonly expectedBytes: number | null;
}

/** Stands for the text of the answer before. */
export const PREVIOUS = '%PREVIOUS%';

export interface LoadTarget {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent in turn. */
  readonly requests: readonly LoadRequest[];
}

export interface LoadOrder extends LoadTarget {
  readonly connections: number;
  /** No request begins later; those that have begun are waited for. */
  readonly durationMs: number;
}

export interface LoadResult {
  readonly requests: number;
  readonly failures: number;
  /** Of the first failure, for people. */
  readonly failure: string | null;
  readonly elapsedMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}
