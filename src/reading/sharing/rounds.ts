import { Round, type RunRound } from './round';

export interface RoundLimits {
  /** Rounds of one kind that run at once, before others wait for one of them to end. */
  readonly running: number;
  /** A round that waits begins after this time at the latest. */
  readonly maxWaitMs: number;
  /** A round that is full does not wait. */
  readonly maxItems: number;
}

interface Lane<Item, Answer> {
  running: number;
  waiting: Round<Item, Answer> | null;
}

/**
 * Puts questions of one kind that arrive while others of it run into one round, which is asked as one. Whoever is alone begins at
 * once. Nobody joins a round that has begun: an answer is never older than its question.
 */
export class Rounds<Item, Answer> {
  readonly #lanes = new Map<string, Lane<Item, Answer>>();

  constructor(private readonly limits: RoundLimits) {}

  /**
   * The answer to one item of a round. `run` of whoever comes first is what the round does.
   * @throws what the round throws; the signal's reason when it aborts first, which ends the round only when nobody else waits for it
   */
  async join(
    kind: string,
    item: Item,
    signal: AbortSignal,
    run: RunRound<Item, Answer>,
  ): Promise<Answer> {
    signal.throwIfAborted();
    const lane = this.#lanes.get(kind) ?? { running: 0, waiting: null };
    this.#lanes.set(kind, lane);
    const round = lane.waiting ?? this.#open(kind, lane, run);
    const answer = round.enter(item, signal);
    if (round.size >= this.limits.maxItems) this.#start(kind, lane, round);
    return answer;
  }

  #open(kind: string, lane: Lane<Item, Answer>, run: RunRound<Item, Answer>): Round<Item, Answer> {
    const round = new Round(run);
    lane.waiting = round;
    const start = (): void => {
      this.#start(kind, lane, round);
    };
    // Fields of one operation come in one go.
    if (lane.running < this.limits.running) queueMicrotask(start);
    else round.startLater(start, this.limits.maxWaitMs);
    return round;
  }

  #start(kind: string, lane: Lane<Item, Answer>, round: Round<Item, Answer>): void {
    if (lane.waiting !== round) return;
    lane.waiting = null;
    lane.running += 1;
    void round.run().finally(() => {
      lane.running -= 1;
      if (lane.waiting !== null && lane.running < this.limits.running)
        this.#start(kind, lane, lane.waiting);
      else if (lane.running === 0 && lane.waiting === null) this.#lanes.delete(kind);
    });
  }
}
