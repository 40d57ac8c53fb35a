import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouse, ClickHouseFeatures } from '../../clickhouse/clickhouse';
import { GatewayError } from '../../errors/gateway-error';
import { StartError } from '../errors/start-error';
import { unlessAborted } from '../../util/unless-aborted';

/**
 * Servers are often started together: ClickHouse may answer a little later than the gateway asks.
 */
const PATIENCE_MS = 30_000;
const RETRY_MS = 1_000;

/**
 * UNKNOWN_USER, WRONG_PASSWORD, REQUIRED_PASSWORD, AUTHENTICATION_FAILED: time mends none of them.
 */
const LOGIN_REFUSED: ReadonlySet<unknown> = new Set([192, 193, 194, 516]);

export interface WaitOptions {
  /** Which ClickHouse it is, for people, without credentials. */
  readonly place: string;
  /** The user that the settings name; null for an embedded ClickHouse. */
  readonly user: string | null;
  readonly onProgress: (line: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Asks ClickHouse what it is, until it answers.
 * @throws StartError when it refuses the login, GatewayError CLICKHOUSE_UNAVAILABLE when it does
 *   not answer for 30 s,
 *   the signal's reason once it aborts, and any other failure at once
 */
export async function waitForClickHouse(
  clickhouse: ClickHouse,
  { place, user, onProgress, signal }: WaitOptions,
): Promise<ClickHouseFeatures> {
  const endsAt = performance.now() + PATIENCE_MS;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await unlessAborted(clickhouse.readFeatures(), signal);
    } catch (error) {
      if (!(error instanceof GatewayError) || error.code !== 'CLICKHOUSE_UNAVAILABLE') throw error;
      if (user !== null && LOGIN_REFUSED.has(error.details['clickhouseCode']))
        throw new StartError(
          `${place} answers, and refuses the user ${user} or its password.` +
            ' Set CLICKHOUSE_USER and CLICKHOUSE_PASSWORD.',
          { cause: error },
        );
      if (performance.now() > endsAt)
        throw new GatewayError('CLICKHOUSE_UNAVAILABLE', `${place} does not answer.`, {
          cause: error,
        });
      if (attempt === 0) onProgress(`${place} does not answer yet. Trying for 30 s.`);
      await sleep(RETRY_MS, undefined, { signal });
    }
  }
}
