import { setMaxListeners } from 'node:events';

/** One answer for each item, in their order. The signal aborts when nobody waits any more. */
export type RunBatch<Item, Answer> = (
  items: readonly Item[],
  signal: AbortSignal,
) => Promise<readonly Answer[]>;

interface Seat<Item, Answer> {
  readonly item: Item;
  readonly signal: AbortSignal;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: Error) => void;
}

/** Questions that are asked as one. */
export class Batch<Item, Answer> {
  readonly #seats = new Set<Seat<Item, Answer>>();
  #abandoned: AbortController | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly ask: RunBatch<Item, Answer>) {}

  get size(): number {
    return this.#seats.size;
  }

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

  startLater(start: () => void, delayMs: number): void {
    this.#timer = setTimeout(start, delayMs);
  }

  /** Never fails: those who wait are told. */
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

  /** Aborts when the last of those that wait has left. One that waits alone has its own signal. */
  #signalOfAll(): AbortSignal {
    this.#abandoned = new AbortController();
    // Each of its statements listens.
    setMaxListeners(0, this.#abandoned.signal);
    return this.#abandoned.signal;
  }
}
