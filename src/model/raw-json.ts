import type { Readable } from 'node:stream';
import { joinSegments } from '../util/join-segments';

/**
 * A JSON value in UTF-8, complete and valid, that ClickHouse printed. As a leaf of an execution
 * result it goes into the response byte for byte: nothing parses, prints or copies it again.
 */
export class RawJson {
  readonly segments: readonly Buffer[];

  /**
   * @param rest the bytes that follow the segments and are not read yet. It is null unless whoever
   *   reads has said that a rest may be left
   */
  constructor(
    body: Buffer | readonly Buffer[],
    readonly rest: Readable | null = null,
  ) {
    this.segments = Buffer.isBuffer(body) ? [body] : body;
  }

  /** All bytes in one piece. @throws Error when a rest has not been read */
  get body(): Buffer {
    if (this.rest !== null) throw new Error('not all of it has been read');
    return joinSegments(this.segments);
  }

  /** How many bytes the segments have together. */
  get length(): number {
    return this.segments.reduce((sum, segment) => sum + segment.length, 0);
  }
}
