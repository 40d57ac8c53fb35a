import { GatewayError } from '../../errors/gateway-error';

/** Runs a task and takes the given ClickHouse exception codes for success. */
export async function ignoreClickHouseCodes(
  codes: readonly number[],
  task: () => Promise<void>,
): Promise<void> {
  try {
    await task();
  } catch (error) {
    const code = error instanceof GatewayError ? error.details['clickhouseCode'] : undefined;
    if (typeof code !== 'number' || !codes.includes(code)) throw error;
  }
}
