export interface AskedOftenLimits {
  /** A question is asked often when it is asked this many times within `withinMs`. */
  readonly times: number;
  readonly withinMs: number;
  /** Questions that are counted, at most: then the one that was asked longest ago is forgotten. */
  readonly maxQuestions: number;
}

/** Tells which questions are asked again and again. */
export class AskedOften {
  /**
   * The times at which each question was asked lately. The question that was asked last comes last.
   */
  readonly #asked = new Map<string, readonly number[]>();

  constructor(private readonly limits: AskedOftenLimits) {}

  /**
   * Counts a question that is asked now.
   * @returns whether it is asked often; it is then counted from the beginning
   */
  count(question: string, nowMs: number): boolean {
    const { times, withinMs, maxQuestions } = this.limits;
    const asked = [...(this.#asked.get(question) ?? []), nowMs]
      .filter((at) => nowMs - at < withinMs)
      .slice(-times);
    this.#asked.delete(question);
    if (asked.length >= times) return true;
    this.#asked.set(question, asked);
    const [oldest] = this.#asked.keys();
    if (this.#asked.size > maxQuestions && oldest !== undefined) this.#asked.delete(oldest);
    return false;
  }
}
