import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayError } from '../../errors/gateway-error';

/**
 * Gives the connections back, at once or when the statement has `ended`: one that was given up may
 * still wait for its service. A second call does nothing.
 */
export type ReleaseConnections = (ended?: Promise<void>) => void;

/**
 * The longest time for which a given-up statement holds its connections: one that broke without a
 * word would hold them for hours, while the service may be well again.
 */
const MAX_HELD_MS = 10 * 60_000;

export interface ConnectionLimits {
  /** Connections to one service at once, from all its pools and outside them. */
  readonly perService: number;
  /** Connections of one reader table's pool at once. */
  readonly perPool: number;
  /** Statements that may wait for one service. */
  readonly maxWaiting: number;
}

/**
 * The connections that a statement holds while it runs: one entry each, the name of its pool, or
 * null outside of pools.
 */
export type NeededConnections = readonly (string | null)[];

interface Waiter {
  readonly needed: NeededConnections;
  readonly start: () => void;
}

interface ServiceState {
  /** One entry for each connection in use. */
  readonly inUse: (string | null)[];
  /** The connections in use whose statement was given up. */
  readonly abandoned: (string | null)[];
  readonly waiting: Waiter[];
}

/**
 * Bounds the connections that statements hold to a service at once. A statement gets all that it
 * needs, or waits: if it got some of them, statements could wait for each other in ClickHouse's
 * pools until those give up (code 614).
 */
export class ConnectionPermits {
  readonly #services = new Map<string, ServiceState>();

  constructor(private readonly limits: ConnectionLimits) {}

  /**
   * Gets all connections that a statement needs, once they are free.
   * @returns gives them back
   * @throws GatewayError QUERY_TOO_COMPLEX when the statement needs more than there are,
   * TOO_MANY_REQUESTS when too many wait, SERVICE_TIMEOUT when they do not come free in time, or
   * are all held by statements that were given up; the signal's reason when it aborts first
   */
  async acquire(
    service: string,
    needed: NeededConnections,
    wait: { readonly signal: AbortSignal; readonly timeoutMs: number },
  ): Promise<ReleaseConnections> {
    if (!this.#fits([], needed)) throw tooComplex(service, needed.length);
    const state = this.#services.get(service) ?? { inUse: [], abandoned: [], waiting: [] };
    this.#services.set(service, state);
    if (!this.#fits(state.abandoned, needed)) throw doesNotAnswer(service, state.abandoned.length);
    if (this.#mayStart(state, needed)) state.inUse.push(...needed);
    else await this.#wait(service, state, needed, wait);
    let released = false;
    return (ended) => {
      if (released) return;
      released = true;
      if (ended === undefined) this.#release(service, state, needed);
      else void this.#releaseLater(service, state, needed, ended);
    };
  }

  #fits(inUse: NeededConnections, needed: NeededConnections): boolean {
    const all = [...inUse, ...needed];
    const isWithinPool = (pool: string | null): boolean =>
      pool === null || all.filter((other) => other === pool).length <= this.limits.perPool;
    return all.length <= this.limits.perService && needed.every(isWithinPool);
  }

  /**
   * Whether a statement may start: it fits, and does not overtake one that waits for the service as
   * a whole, which might then wait for ever.
   */
  #mayStart(state: ServiceState, needed: NeededConnections): boolean {
    const isFull = state.waiting.some(
      (waiter) => state.inUse.length + waiter.needed.length > this.limits.perService,
    );
    return !isFull && this.#fits(state.inUse, needed);
  }

  #wait(
    service: string,
    state: ServiceState,
    needed: NeededConnections,
    { signal, timeoutMs }: { readonly signal: AbortSignal; readonly timeoutMs: number },
  ): Promise<void> {
    if (state.waiting.length >= this.limits.maxWaiting) {
      throw new GatewayError(
        'TOO_MANY_REQUESTS',
        `Too many statements wait for the service "${service}". Try again in a moment.`,
      );
    }
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
      };
      const giveUp = (reason: Error) => {
        leave();
        state.waiting.splice(state.waiting.indexOf(waiter), 1);
        this.#startWaiting(state);
        reject(reason);
      };
      const onAbort = () => {
        giveUp(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
      };
      const timer = setTimeout(() => {
        giveUp(
          new GatewayError(
            'SERVICE_TIMEOUT',
            `No connection to the service "${service}" came free in time ` +
              '(TRIBUTARY_CONNECTIONS_PER_SERVICE, TRIBUTARY_QUERY_TIMEOUT_MS).',
          ),
        );
      }, timeoutMs);
      const waiter: Waiter = {
        needed,
        start: () => {
          leave();
          resolve();
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      state.waiting.push(waiter);
    });
  }

  async #releaseLater(
    service: string,
    state: ServiceState,
    needed: NeededConnections,
    ended: Promise<void>,
  ): Promise<void> {
    state.abandoned.push(...needed);
    const patience = new AbortController();
    await Promise.race([
      ended,
      sleep(MAX_HELD_MS, undefined, { ref: false, signal: patience.signal }),
    ]).catch(() => undefined);
    patience.abort();
    for (const pool of needed) state.abandoned.splice(state.abandoned.indexOf(pool), 1);
    this.#release(service, state, needed);
  }

  #release(service: string, state: ServiceState, needed: NeededConnections): void {
    for (const pool of needed) state.inUse.splice(state.inUse.indexOf(pool), 1);
    this.#startWaiting(state);
    if (state.inUse.length === 0 && state.waiting.length === 0) this.#services.delete(service);
  }

  /** Starts those that wait and may start by the rule of #mayStart, whoever waits longest first. */
  #startWaiting(state: ServiceState): void {
    for (const waiter of [...state.waiting]) {
      if (state.inUse.length + waiter.needed.length > this.limits.perService) return;
      if (!this.#fits(state.inUse, waiter.needed)) continue;
      state.waiting.splice(state.waiting.indexOf(waiter), 1);
      state.inUse.push(...waiter.needed);
      waiter.start();
    }
  }
}

function doesNotAnswer(service: string, count: number): GatewayError {
  return new GatewayError(
    'SERVICE_TIMEOUT',
    `The service "${service}" does not answer: ${count} statements that were given up still ` +
      'wait for it. Try again in a while.',
  );
}

function tooComplex(service: string, count: number): GatewayError {
  return new GatewayError(
    'QUERY_TOO_COMPLEX',
    `The field needs ${count} scans of the service "${service}" at once, more than ` +
      'TRIBUTARY_CONNECTIONS_PER_SERVICE or TRIBUTARY_CONNECTIONS_PER_TABLE allow. Ask for ' +
      'fewer relationships in one field.',
  );
}
