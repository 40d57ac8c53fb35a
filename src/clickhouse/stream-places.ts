/**
 * Longer than most pages; less than what ClickHouse keeps in memory of an answer
 * (http_response_buffer_size).
 */
const STREAM_FROM_BYTES = 1024 * 1024;

/**
 * Each stream holds a connection to ClickHouse, and a temporary file there, while its client reads.
 */
const MAX_STREAMS = 16;

/**
 * How many long answers may be read no faster than their clients read them. Others are read into
 * memory at once.
 */
export class StreamPlaces {
  #taken = 0;

  /** @returns whether what is left of an answer may wait, of which so many bytes are read */
  take(readBytes: number): boolean {
    if (readBytes < STREAM_FROM_BYTES || this.#taken >= MAX_STREAMS) return false;
    this.#taken += 1;
    return true;
  }

  giveBack(): void {
    this.#taken -= 1;
  }
}
