import { GatewayError } from '../errors/gateway-error';

/** Gives the slots back; calling it twice gives them back once. */
export type ReleaseSlots = () => void;

interface Waiter {
  readonly count: number;
  readonly start: () => void;
}

interface ServiceSlots {
  taken: number;
  readonly waiting: Waiter[];
}

export interface SlotLimits {
  /** Connections to one service at once. */
  readonly perService: number;
  /** Statements that may wait for one service. */
  readonly maxWaiting: number;
}

/**
 * Bounds the connections that statements hold to one service at once, one for each scan or query of theirs. Others wait
 * in order. Without it scans would wait for each other in ClickHouse's connection pool until it gives up (code 614).
 */
export class StatementSlots {
  readonly #services = new Map<string, ServiceSlots>();

  constructor(private readonly limits: SlotLimits) {}

  /**
   * @throws GatewayError QUERY_TOO_COMPLEX when the statement needs more than there are, TOO_MANY_REQUESTS when the queue
   * is full, SERVICE_TIMEOUT when they did not come free in time; the signal's reason when it aborts first
   */
  async acquire(service: string, count: number, wait: { readonly signal: AbortSignal; readonly timeoutMs: number }): Promise<ReleaseSlots> {
    if (count > this.limits.perService) throw tooComplex(service, count, this.limits.perService);
    const slots = this.#services.get(service) ?? { taken: 0, waiting: [] };
    this.#services.set(service, slots);
    if (slots.waiting.length > 0 || slots.taken + count > this.limits.perService) await this.#wait(service, slots, count, wait);
    else slots.taken += count;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.#release(service, slots, count);
    };
  }

  #wait(service: string, slots: ServiceSlots, count: number, { signal, timeoutMs }: { readonly signal: AbortSignal; readonly timeoutMs: number }): Promise<void> {
    if (slots.waiting.length >= this.limits.maxWaiting) {
      throw new GatewayError('TOO_MANY_REQUESTS', `Too many statements wait for the service "${service}". Try again in a moment.`);
    }
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
      };
      const giveUp = (reason: Error) => {
        leave();
        slots.waiting.splice(slots.waiting.indexOf(waiter), 1);
        this.#startNext(slots);
        reject(reason);
      };
      const onAbort = () => { giveUp(signal.reason instanceof Error ? signal.reason : new Error('aborted')); };
      const timer = setTimeout(() => { giveUp(new GatewayError('SERVICE_TIMEOUT', `No connection to the service "${service}" came free in time.`)); }, timeoutMs);
      const waiter: Waiter = { count, start: () => { leave(); resolve(); } };
      signal.addEventListener('abort', onAbort, { once: true });
      slots.waiting.push(waiter);
    });
  }

  #release(service: string, slots: ServiceSlots, count: number): void {
    slots.taken -= count;
    this.#startNext(slots);
    if (slots.taken === 0 && slots.waiting.length === 0) this.#services.delete(service);
  }

  /** In order of arrival: a large statement is not overtaken for ever by small ones. */
  #startNext(slots: ServiceSlots): void {
    for (let [next] = slots.waiting; next !== undefined && slots.taken + next.count <= this.limits.perService; [next] = slots.waiting) {
      slots.waiting.shift();
      slots.taken += next.count;
      next.start();
    }
  }
}

function tooComplex(service: string, count: number, limit: number): GatewayError {
  return new GatewayError(
    'QUERY_TOO_COMPLEX',
    `The field needs ${count} scans of the service "${service}" at once, and ${limit} are allowed. Ask for fewer relationships in one field.`,
  );
}
