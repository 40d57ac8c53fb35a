import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouse, ClickHouseFeatures } from '../../clickhouse/clickhouse';
import { GatewayError } from '../../errors/gateway-error';

/** Servers are often started together: ClickHouse may answer a little later than the gateway asks. */
const PATIENCE_MS = 30_000;
const RETRY_MS = 1_000;

/**
 * Asks ClickHouse what it is, until it answers.
 * @param place who it is, for people, without credentials
 * @throws GatewayError CLICKHOUSE_UNAVAILABLE after 30 s; any other error at once
 */
export async function waitForClickHouse(
  clickhouse: ClickHouse,
  place: string,
  onProgress: (line: string) => void,
): Promise<ClickHouseFeatures> {
  const endsAt = performance.now() + PATIENCE_MS;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await clickhouse.readFeatures();
    } catch (error) {
      if (!(error instanceof GatewayError) || error.code !== 'CLICKHOUSE_UNAVAILABLE') throw error;
      if (performance.now() > endsAt)
        throw new GatewayError(
          'CLICKHOUSE_UNAVAILABLE',
          `${place} does not answer, or refuses the user and the password it was given.`,
          { cause: error },
        );
      if (attempt === 0) onProgress(`${place} does not answer yet. Trying for 30 s.`);
      await sleep(RETRY_MS);
    }
  }
}
