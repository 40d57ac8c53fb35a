import { setMaxListeners } from 'node:events';

/**
 * Asks for several items at once.
 * @param signal aborts when nobody waits any more
 * @returns one answer for each item, in the order of the items
 */
export type RunBatch<Item, Answer> = (
  items: readonly Item[],
  signal: AbortSignal,
) => Promise<readonly Answer[]>;

/** Somebody who waits for the answer to one item. */
interface Seat<Item, Answer> {
  readonly item: Item;
  readonly signal: AbortSignal;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: Error) => void;
}

/** Items that are asked for at once, and those who wait for their answers. */
export class Batch<Item, Answer> {
  readonly #seats = new Set<Seat<Item, Answer>>();
  #abandoned: AbortController | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly ask: RunBatch<Item, Answer>) {}

  get size(): number {
    return this.#seats.size;
  }

  /**
   * The answer to an item, once the batch has run.
   * @throws what the batch throws; the signal's reason when it aborts first
   */
  enter(item: Item, signal: AbortSignal): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        signal.removeEventListener('abort', onAbort);
        this.#seats.delete(seat);
      };
      const onAbort = (): void => {
        leave();
        reject(signal.reason as Error);
        if (this.#seats.size === 0) this.#abandoned?.abort(signal.reason);
      };
      const seat: Seat<Item, Answer> = {
        item,
        signal,
        resolve: (answer) => {
          leave();
          resolve(answer);
        },
        reject: (reason) => {
          leave();
          reject(reason);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#seats.add(seat);
    });
  }

  /** Calls `start` after a time, unless the batch has run by then. */
  startLater(start: () => void, delayMs: number): void {
    this.#timer = setTimeout(start, delayMs);
  }

  /** Asks for all items. Never fails: what `ask` throws is told to those who wait. */
  async run(): Promise<void> {
    clearTimeout(this.#timer);
    const seats = [...this.#seats];
    const [first] = seats;
    if (first === undefined) return;
    try {
      const answers = await this.ask(
        seats.map((seat) => seat.item),
        seats.length === 1 ? first.signal : this.#signalOfAll(),
      );
      for (const [index, seat] of seats.entries()) seat.resolve(answers[index] as Answer);
    } catch (error) {
      for (const seat of seats) seat.reject(error as Error);
    }
  }

  /**
   * A signal that aborts when the last of several who wait has left. Whoever waits alone has a
   * signal already.
   */
  #signalOfAll(): AbortSignal {
    this.#abandoned = new AbortController();
    // Each statement of the batch listens to it, and Node.js warns of more than ten listeners.
    setMaxListeners(0, this.#abandoned.signal);
    return this.#abandoned.signal;
  }
}
