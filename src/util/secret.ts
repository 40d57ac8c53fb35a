import { inspect } from 'node:util';

/**
 * A secret text that prints as `[redacted]` wherever it is logged, joined, inspected or serialised.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The text itself. Only what hands it to a driver, or renders it into a statement, may ask. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[redacted]';
  }

  toJSON(): string {
    return '[redacted]';
  }

  [inspect.custom](): string {
    return '[redacted]';
  }
}
