import type { ServerResponse } from 'node:http';

/**
 * An answer of up to this length is always sent: it is not what fills the memory, and whoever looks
 * for the reason must get through.
 */
const SMALL_BYTES = 64 * 1024;

/**
 * Counts the answers that wait in memory for their clients to read them. The system's own buffers
 * are not counted.
 */
export class ResponseMemoryLimit {
  #bytes = 0;

  constructor(private readonly maxBytes: number) {}

  /**
   * Counts an answer until it was handed to the system, or its client has left.
   * @returns false when there is no room beside the others for it; alone, an answer may have any
   *   length
   */
  hold(res: ServerResponse, bytes: number): boolean {
    if (bytes <= SMALL_BYTES) return true;
    if (this.#bytes > 0 && this.#bytes + bytes > this.maxBytes) return false;
    this.#bytes += bytes;
    res.once('close', () => {
      this.#bytes -= bytes;
    });
    return true;
  }
}
