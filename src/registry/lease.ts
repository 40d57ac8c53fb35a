import { GatewayError } from '../errors/gateway-error';
import {
  LEASE_MARGIN_MS,
  LEASE_MS,
  THROWN_BY_GUARD,
  type LeaseKey,
  type LeaseStatements,
} from './lease-table';

/** Three renewals may fail before the lease is lost. */
const RENEWAL_MS = 2_000;

/** The right to change one thing, of one gateway at a time. */
export interface Lease extends LeaseKey {
  /**
   * False once it was not renewed in time, e.g. because the process was stopped for a while:
   * another gateway may have the lease by then. Asks nobody.
   */
  isHeld(): boolean;
  /** Lets the next one have it. Never fails: at worst the lease expires. */
  release(): Promise<void>;
}

/**
 * Keeps a lease that was just gained, until it is released or lost. `announcedAt` is when
 * ClickHouse was asked for it.
 */
export function holdLease(key: LeaseKey, statements: LeaseStatements, announcedAt: Moment): Lease {
  let renewedAt = announcedAt;
  let isOver = false;
  let isRenewing = false;
  const isHeld = (): boolean =>
    !isOver && millisecondsSince(renewedAt) < LEASE_MS - LEASE_MARGIN_MS;
  const renew = async (): Promise<void> => {
    if (isRenewing) return;
    isRenewing = true;
    const askedAt = now();
    try {
      await statements.renew();
      renewedAt = askedAt;
    } catch (error) {
      // Any other failure may be over the next time.
      if (error instanceof GatewayError && error.details['clickhouseCode'] === THROWN_BY_GUARD)
        isOver = true;
    } finally {
      isRenewing = false;
    }
  };
  const timer = setInterval(() => void renew(), RENEWAL_MS);
  timer.unref();
  return {
    ...key,
    isHeld,
    release: async () => {
      clearInterval(timer);
      isOver = true;
      // A renewal that is on its way is of an earlier step, so it changes nothing.
      await statements.giveUp().catch(() => undefined);
    },
  };
}

/**
 * What a change fails with when it went on for so long without a sign of life that another gateway
 * may have taken over.
 */
export function leaseLost(cause?: unknown): GatewayError {
  return new GatewayError(
    'IN_USE',
    'This gateway was stopped or cut off for so long that another one may have taken over, ' +
      'so the change was not continued. Look at what there is, and try again.',
    {
      retryable: true,
      cause,
    },
  );
}

export interface Moment {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

export function now(): Moment {
  return { monotonicMs: performance.now(), wallMs: Date.now() };
}

/**
 * The monotonic clock stands still while a machine sleeps, and the other one may be set: the later
 * one counts.
 */
function millisecondsSince({ monotonicMs, wallMs }: Moment): number {
  return Math.max(performance.now() - monotonicMs, Date.now() - wallMs);
}
