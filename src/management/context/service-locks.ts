import { AsyncLocalStorage } from 'node:async_hooks';
import { GatewayError } from '../../errors/gateway-error';
import { claimLost, type Claim } from '../../registry/claim';
import type { Claims } from '../../registry/claims';
import type { Registry } from '../../registry/registry';
import { createExclusive, type Exclusive } from '../../util/create-exclusive';

/**
 * Lets one change of a subject run at a time: within this gateway by a queue, and among gateways by
 * claims.
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
   * The claims of the change that calls; empty where no other gateway can be at work.
   * @throws GatewayError IN_USE when a claim is lost, or the change is over
   */
  assertHeld(): readonly Claim[];
}

export interface ServiceLockOptions {
  /** Null: no other gateway can use this ClickHouse. */
  readonly claims: Claims | null;
  readonly registry: Pick<Registry, 'refresh'>;
  /** How long a change waits for a change that another gateway makes. */
  readonly patienceMs: number;
}

export function createServiceLocks({
  claims,
  registry,
  patienceMs,
}: ServiceLockOptions): ServiceLocks {
  const queues = new Map<string, Exclusive>();
  const busy = new Set<string>();
  const mine = new AsyncLocalStorage<readonly Claim[]>();
  let running = 0;

  const queueOf = (subject: string): Exclusive => {
    const queue = queues.get(subject) ?? createExclusive();
    queues.set(subject, queue);
    return queue;
  };
  const runWith = async <T>(claim: Claim | null, task: () => Promise<T>): Promise<T> => {
    running += 1;
    try {
      return await mine.run(
        [...(mine.getStore() ?? []), ...(claim === null ? [] : [claim])],
        async () => {
          await registry.refresh();
          return task();
        },
      );
    } finally {
      await claim?.release();
      running -= 1;
      // While a storage is in use, Node 20 calls its hooks for every promise of the process: 10 %
      // of a query's CPU.
      if (running === 0) mine.disable();
    }
  };
  const enter = async <T>(subject: string, task: () => Promise<T>): Promise<T> => {
    busy.add(subject);
    try {
      return await task();
    } finally {
      busy.delete(subject);
    }
  };
  return {
    withLock: (subject, task) =>
      queueOf(subject)(() =>
        enter(subject, async () => {
          const claim = claims === null ? null : await claims.acquire(subject, patienceMs);
          if (claims !== null && claim === null) throw isBusy();
          return runWith(claim, task);
        }),
      ),
    withLockIfFree: async (subject, task) => {
      if (busy.has(subject)) return false;
      return queueOf(subject)(() =>
        enter(subject, async () => {
          const claim = claims === null ? null : await claims.acquire(subject, 0);
          if (claims !== null && claim === null) return false;
          await runWith(claim, task);
          return true;
        }),
      );
    },
    assertHeld: () => {
      if (claims === null) return [];
      const held = mine.getStore();
      // Without any, the caller is something that a change which is over left behind.
      if (held === undefined || held.some((claim) => !claim.isHeld())) throw claimLost();
      return held;
    },
  };
}

function isBusy(): GatewayError {
  return new GatewayError('IN_USE', 'Another gateway is changing this. Try again in a while.', {
    retryable: true,
  });
}
