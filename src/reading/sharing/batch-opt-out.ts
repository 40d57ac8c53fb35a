const FOR_MS = 60_000;
const MAX_SHAPES = 1_000;

/**
 * Shapes of requests that are not batched for a while, because one of them made a batch fail: each
 * time it is in a batch again, all requests of the batch would be read twice.
 */
export class BatchOptOut {
  readonly #until = new Map<string, number>();

  has(shape: string): boolean {
    const until = this.#until.get(shape);
    if (until === undefined) return false;
    if (until > performance.now()) return true;
    this.#until.delete(shape);
    return false;
  }

  add(shape: string): void {
    const [oldest] = this.#until.keys();
    if (this.#until.size >= MAX_SHAPES && oldest !== undefined) this.#until.delete(oldest);
    this.#until.set(shape, performance.now() + FOR_MS);
  }
}
