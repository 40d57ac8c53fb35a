import type { Readable } from 'node:stream';
import { joinSegments } from '../util/join-segments';

/**
 * A JSON value in UTF-8, complete and valid, that ClickHouse printed. As a leaf of an execution
 * result it goes into the response byte for byte: nothing parses, prints or copies it again.
 */
export class RawJson {
  readonly segments: readonly Buffer[];

  /**
   * @param rest what follows the segments and is not read yet: only where whoever reads said that
   * it may be left
   */
  constructor(
    body: Buffer | readonly Buffer[],
    readonly rest: Readable | null = null,
  ) {
    this.segments = Buffer.isBuffer(body) ? [body] : body;
  }

  /** All of it in one piece, for those who look into it. */
  get body(): Buffer {
    if (this.rest !== null) throw new Error('not all of it has been read');
    return joinSegments(this.segments);
  }

  /** Bytes of the segments. */
  get length(): number {
    return this.segments.reduce((sum, segment) => sum + segment.length, 0);
  }
}
