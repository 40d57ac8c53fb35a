import { Batch, type RunBatch } from './batch';

export interface BatcherLimits {
  /** Batches of one kind that run at once, before the next waits for one of them to end. */
  readonly running: number;
  /** A batch that waits begins after this time at the latest. */
  readonly maxWaitMs: number;
  /** A batch that is full does not wait. */
  readonly maxItems: number;
}

/** The batches of one kind. */
interface Lane<Item, Answer> {
  running: number;
  waiting: Batch<Item, Answer> | null;
}

/**
 * Puts items of one kind that arrive while others of it are asked for into one batch. Whoever comes
 * alone is asked for at once. Nobody joins a batch that has begun: an answer is never older than
 * its question.
 */
export class Batcher<Item, Answer> {
  readonly #lanes = new Map<string, Lane<Item, Answer>>();

  constructor(private readonly limits: BatcherLimits) {}

  /**
   * The answer to an item, which may be asked for together with others of its kind.
   * @param run asks for a batch: that of whoever comes first in it is called
   * @throws what `run` throws; the signal's reason when it aborts first, which ends a batch only
   * when nobody else waits for it
   */
  async join(
    kind: string,
    item: Item,
    signal: AbortSignal,
    run: RunBatch<Item, Answer>,
  ): Promise<Answer> {
    signal.throwIfAborted();
    const lane = this.#lanes.get(kind) ?? { running: 0, waiting: null };
    this.#lanes.set(kind, lane);
    const batch = lane.waiting ?? this.#open(kind, lane, run);
    const answer = batch.enter(item, signal);
    if (batch.size >= this.limits.maxItems) this.#start(kind, lane, batch);
    return answer;
  }

  #open(kind: string, lane: Lane<Item, Answer>, run: RunBatch<Item, Answer>): Batch<Item, Answer> {
    const batch = new Batch(run);
    lane.waiting = batch;
    const start = (): void => {
      this.#start(kind, lane, batch);
    };
    // The fields of one operation arrive before the next microtask, and so in one batch.
    if (lane.running < this.limits.running) queueMicrotask(start);
    else batch.startLater(start, this.limits.maxWaitMs);
    return batch;
  }

  #start(kind: string, lane: Lane<Item, Answer>, batch: Batch<Item, Answer>): void {
    if (lane.waiting !== batch) return;
    lane.waiting = null;
    lane.running += 1;
    void batch.run().finally(() => {
      lane.running -= 1;
      if (lane.waiting !== null && lane.running < this.limits.running)
        this.#start(kind, lane, lane.waiting);
      else if (lane.running === 0 && lane.waiting === null) this.#lanes.delete(kind);
    });
  }
}
