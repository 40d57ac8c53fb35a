import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouse } from '../clickhouse/clickhouse';
import { holdLease, now, type Lease } from './lease';
import {
  leaseStatements,
  endLeasesOf,
  ensureLeaseTable,
  readLeasedSubjects,
  readLiveTokens,
} from './lease-table';

const POLL_MS = 200;
/**
 * How long an attempt stays in the queue: long enough for others to leave it, and much shorter than
 * its row is alive.
 */
const QUEUE_MS = 1_000;

/** Keeps gateways that share a ClickHouse from changing one thing at the same time. */
export interface Leases {
  /** Creates the table that holds the leases, where it does not exist. */
  ensure(): Promise<void>;
  /** Waits for the lease. @returns null when another gateway had it for all of `waitMs` */
  acquire(subject: string, waitMs: number): Promise<Lease | null>;
  /** The subjects that any gateway has a lease on now. */
  leasedSubjects(): Promise<ReadonlySet<string>>;
  /** Ends the leases of gateways that are known to have ended. */
  endLeasesOf(gateways: readonly string[]): Promise<void>;
}

/**
 * Makes leases of rows. A gateway first writes a row of its own and then reads: it has the lease
 * when no other row of the subject is alive. Two gateways cannot both have it. Each would have
 * written before it read and neither have seen the other's row, but the one that read last cannot
 * have missed a row that was there before. That holds on one ClickHouse server, where a read sees
 * every insert that was answered before. What it needs of a cluster is in docs/guide/operations.md.
 *
 * @param gateway names this life of this gateway
 * @param newToken makes a random UUID
 */
export function createLeases(
  clickhouse: ClickHouse,
  gateway: string,
  newToken: () => string,
): Leases {
  const tryOnce = async (subject: string, waitMs: number): Promise<Lease | null> => {
    const key = { subject, token: newToken(), gateway };
    const statements = leaseStatements(clickhouse, key);
    const announcedAt = now();
    await statements.announce();
    try {
      if (await becomesOnly(clickhouse, key, performance.now() + Math.min(waitMs, QUEUE_MS)))
        return holdLease(key, statements, announcedAt);
    } catch (error) {
      await statements.giveUp().catch(() => undefined);
      throw error;
    }
    await statements.giveUp();
    return null;
  };
  return {
    ensure: () => ensureLeaseTable(clickhouse),
    acquire: async (subject, waitMs) => {
      const giveUpAt = performance.now() + waitMs;
      for (;;) {
        const lease = await tryOnce(subject, giveUpAt - performance.now());
        if (lease?.isHeld() === true) return lease;
        await lease?.release();
        // This gateway only looks until nobody has the lease, because a row would keep others away.
        do {
          if (performance.now() >= giveUpAt) return null;
          await sleep(POLL_MS * (0.5 + Math.random()));
        } while ((await readLiveTokens(clickhouse, subject)).length > 0);
      }
    },
    leasedSubjects: () => readLeasedSubjects(clickhouse),
    endLeasesOf: (gateways) => endLeasesOf(clickhouse, gateways),
  };
}

/**
 * Whether the token is the only one alive, by `giveUpAt` at the latest. When several gateways came
 * at once, the first by token stays in the queue, so that not all of them leave and come again.
 */
async function becomesOnly(
  clickhouse: ClickHouse,
  { subject, token }: { readonly subject: string; readonly token: string },
  giveUpAt: number,
): Promise<boolean> {
  for (;;) {
    const tokens = await readLiveTokens(clickhouse, subject);
    const isFirst = tokens.includes(token) && tokens.every((other) => token <= other);
    if (isFirst && tokens.length === 1) return true;
    if (!isFirst || performance.now() >= giveUpAt) return false;
    await sleep(POLL_MS / 4);
  }
}
