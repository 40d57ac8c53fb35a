import { GatewayError } from '../errors/gateway-error';
import {
  LEASE_MARGIN_MS,
  LEASE_MS,
  THROWN_BY_GUARD,
  type LeaseKey,
  type LeaseStatements,
} from './lease-table';

/** The time between renewals, of which three may fail before the lease is lost. */
const RENEWAL_MS = 2_000;

/** The right to change one thing, which one gateway at a time has. */
export interface Lease extends LeaseKey {
  /**
   * False once the lease was not renewed in time, e.g. because the process was stopped for a while:
   * another gateway may have it by then. Looks at the clock only, and asks nobody.
   */
  isHeld(): boolean;
  /** Lets the next gateway have the lease. Never rejects, because at worst the lease expires. */
  release(): Promise<void>;
}

/**
 * Keeps a lease that was just gained, until it is released or lost.
 * @param announcedAt when ClickHouse was asked for it
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
      // Any other failure than the guard's may be over at the next renewal.
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
      // A renewal that is under way has an earlier step than this, so it does not count.
      await statements.giveUp().catch(() => undefined);
    },
  };
}

/**
 * The error of a change whose gateway gave no sign of life for so long that another gateway may
 * have taken over.
 */
export function leaseLost(cause?: unknown): GatewayError {
  return new GatewayError(
    'IN_USE',
    'This gateway was stopped or cut off for so long that another one may have taken over, ' +
      'so the change was not continued. Look at what there is, and try again.',
    { retryable: true, cause },
  );
}

/** One moment by two clocks. */
interface Moment {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

export function now(): Moment {
  return { monotonicMs: performance.now(), wallMs: Date.now() };
}

/**
 * The longer of the times that have passed by the two clocks: the monotonic one stands still while
 * a machine sleeps, and the wall clock may be set back.
 */
function millisecondsSince({ monotonicMs, wallMs }: Moment): number {
  return Math.max(performance.now() - monotonicMs, Date.now() - wallMs);
}
