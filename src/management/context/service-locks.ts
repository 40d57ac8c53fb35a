import { AsyncLocalStorage } from 'node:async_hooks';
import { GatewayError } from '../../errors/gateway-error';
import { claimLost, type Claim } from '../../registry/claim';
import type { Claims } from '../../registry/claims';
import type { Registry } from '../../registry/registry';
import { createExclusive, type Exclusive } from '../../util/create-exclusive';

/** Whoever changes something does it in its turn: one after another within this gateway, and among gateways by claims. */
export interface ServiceLocks {
  /** Runs the task in the subject's turn, with what other gateways changed before. @throws GatewayError IN_USE, retryable */
  withLock<T>(subject: string, task: () => Promise<T>): Promise<T>;
  /** Runs the task if it is nobody's turn now. @returns whether it did */
  withLockIfFree(subject: string, task: () => Promise<void>): Promise<boolean>;
  /** The claims of the change that calls: none where nobody else can be at work. @throws GatewayError IN_USE when one of them is lost, or its turn is over */
  assertHeld(): readonly Claim[];
}

export interface ServiceLockOptions {
  /** Null: no other gateway can use this ClickHouse. */
  readonly claims: Claims | null;
  readonly registry: Pick<Registry, 'refresh'>;
  /** How long a change waits for one of another gateway. */
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
      // While a storage is in use, Node 20 calls its hooks for every promise of the process: 10 % of the CPU of a query.
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
      // None: what a turn left behind, which is over.
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
