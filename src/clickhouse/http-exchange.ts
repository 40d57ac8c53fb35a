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
  readonly body: Buffer;
}

/** Sends a statement and reads its answer to the end. Fails when there is none, or the signal aborts. */
export type HttpExchange = (statement: HttpStatement, signal: AbortSignal) => Promise<HttpAnswer>;

export function joinChunks(chunks: readonly Buffer[]): Buffer {
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}
