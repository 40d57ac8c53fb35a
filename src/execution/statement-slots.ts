import { GatewayError } from '../errors/gateway-error';

/** Releases the slot; calling it twice releases once. */
export type ReleaseSlot = () => void;

interface Waiter {
  readonly start: () => void;
}

/**
 * Bounds how many statements run against one service at once, so that the gateway cannot exhaust its connections.
 * Others wait in order, at most `maxWaiting`.
 */
export class StatementSlots {
  readonly #running = new Map<string, number>();
  readonly #waiting = new Map<string, Waiter[]>();

  constructor(private readonly limits: { readonly maxRunning: number; readonly maxWaiting: number }) {}

  /**
   * @throws GatewayError TOO_MANY_REQUESTS when the queue is full, SERVICE_TIMEOUT when no slot came free in time;
   * the signal's reason when it aborts first
   */
  async acquire(service: string, signal: AbortSignal, timeoutMs: number): Promise<ReleaseSlot> {
    const running = this.#running.get(service) ?? 0;
    if (running >= this.limits.maxRunning) await this.#wait(service, signal, timeoutMs);
    else this.#running.set(service, running + 1);
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.#release(service);
    };
  }

  #wait(service: string, signal: AbortSignal, timeoutMs: number): Promise<void> {
    const queue = this.#waiting.get(service) ?? [];
    if (queue.length >= this.limits.maxWaiting) {
      throw new GatewayError('TOO_MANY_REQUESTS', `Too many statements wait for the service "${service}". Try again in a moment.`);
    }
    this.#waiting.set(service, queue);
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        const place = queue.indexOf(waiter);
        if (place >= 0) queue.splice(place, 1);
      };
      const onAbort = () => {
        leave();
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
      };
      const timer = setTimeout(() => {
        leave();
        reject(new GatewayError('SERVICE_TIMEOUT', `No statement slot of the service "${service}" came free in time.`));
      }, timeoutMs);
      const waiter: Waiter = { start: () => { leave(); resolve(); } };
      signal.addEventListener('abort', onAbort, { once: true });
      queue.push(waiter);
    });
  }

  /** The slot goes to the next in the queue, or back. */
  #release(service: string): void {
    const [next] = this.#waiting.get(service) ?? [];
    if (next !== undefined) return next.start();
    const running = (this.#running.get(service) ?? 1) - 1;
    if (running === 0) this.#running.delete(service);
    else this.#running.set(service, running);
  }
}
