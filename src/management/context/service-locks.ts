import { AsyncLocalStorage } from 'node:async_hooks';
import { leaseLost, type Lease } from '../../registry/lease';
import type { Leases } from '../../registry/leases';
import type { Registry } from '../../registry/registry';
import { GatewayError } from '../../errors/gateway-error';
import { createExclusive, type Exclusive } from '../../util/create-exclusive';

/**
 * Lets one change of a subject run at a time: within this gateway by a queue, and among gateways by
 * leases.
 */
export interface ServiceLocks {
  /**
   * Runs the task while the subject is locked, with what other gateways changed before.
   * @throws GatewayError IN_USE, retryable
   */
  withLock<T>(subject: string, task: () => Promise<T>): Promise<T>;
  /** Runs the task if nobody has locked the subject now. @returns whether it ran */
  withLockIfFree(subject: string, task: () => Promise<void>): Promise<boolean>;
  /**
   * The leases of the change that calls; empty where no other gateway can be at work.
   * @throws GatewayError IN_USE when a lease is lost, or the change is over
   */
  assertHeld(): readonly Lease[];
}

export interface ServiceLockOptions {
  /** Null: no other gateway can use this ClickHouse. */
  readonly leases: Leases | null;
  readonly registry: Pick<Registry, 'refresh'>;
  /** How long a change waits for a change that another gateway makes. */
  readonly patienceMs: number;
}

export function createServiceLocks({
  leases,
  registry,
  patienceMs,
}: ServiceLockOptions): ServiceLocks {
  const queues = createQueues();
  const mine = new AsyncLocalStorage<readonly Lease[]>();
  let running = 0;

  /** Null, and nothing is run, where another gateway holds the lease. */
  const runLeased = async <T>(
    subject: string,
    waitMs: number,
    task: () => Promise<T>,
  ): Promise<{ readonly value: T } | null> => {
    const lease = leases === null ? null : await leases.acquire(subject, waitMs);
    if (leases !== null && lease === null) return null;
    const held = [...(mine.getStore() ?? []), ...(lease === null ? [] : [lease])];
    running += 1;
    try {
      await mine.run(held, () => registry.refresh());
      return { value: await mine.run(held, task) };
    } finally {
      await lease?.release();
      running -= 1;
      // While a storage is in use, Node 20 calls its hooks for every promise of the process: 10 %
      // of a query's CPU.
      if (running === 0) mine.disable();
    }
  };
  return {
    withLock: (subject, task) =>
      queues.run(subject, async () => {
        const done = await runLeased(subject, patienceMs, task);
        if (done === null) throw isBusy();
        return done.value;
      }),
    withLockIfFree: async (subject, task) => {
      if (queues.isBusy(subject)) return false;
      return queues.run(subject, async () => (await runLeased(subject, 0, task)) !== null);
    },
    assertHeld: () => {
      if (leases === null) return [];
      const held = mine.getStore();
      // Without any, the caller is something that a change which is over left behind.
      if (held === undefined || held.some((lease) => !lease.isHeld())) throw leaseLost();
      return held;
    },
  };
}

interface Queues {
  readonly isBusy: (subject: string) => boolean;
  readonly run: <T>(subject: string, task: () => Promise<T>) => Promise<T>;
}

/** Runs tasks of one subject one after another, within this gateway. */
function createQueues(): Queues {
  const queues = new Map<string, Exclusive>();
  const busy = new Set<string>();
  return {
    isBusy: (subject) => busy.has(subject),
    run: (subject, task) => {
      const queue = queues.get(subject) ?? createExclusive();
      queues.set(subject, queue);
      return queue(async () => {
        busy.add(subject);
        try {
          return await task();
        } finally {
          busy.delete(subject);
        }
      });
    },
  };
}

function isBusy(): GatewayError {
  return new GatewayError('IN_USE', 'Another gateway is changing this. Try again in a while.', {
    retryable: true,
  });
}
