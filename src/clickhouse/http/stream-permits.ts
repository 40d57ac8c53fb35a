/**
 * Answers are streamed from this length on: longer than most pages, and less than what ClickHouse
 * keeps in memory of an answer (http_response_buffer_size).
 */
const STREAM_FROM_BYTES = 1024 * 1024;

/**
 * Each stream holds a connection to ClickHouse, and a temporary file there, while its client reads.
 */
const MAX_STREAMS = 16;

/**
 * Limits how many long answers are read only as fast as their clients read them. Other answers are
 * read into memory at once.
 */
export class StreamPermits {
  #taken = 0;

  /**
   * Takes a permit, where one is left, for an answer of which `readBytes` have been read.
   * @returns whether the rest of the answer may wait; then `giveBack` must be called at its end
   */
  take(readBytes: number): boolean {
    if (readBytes < STREAM_FROM_BYTES || this.#taken >= MAX_STREAMS) return false;
    this.#taken += 1;
    return true;
  }

  giveBack(): void {
    this.#taken -= 1;
  }
}
