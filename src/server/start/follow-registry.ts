import { setTimeout as sleep } from 'node:timers/promises';
import type { ManagementContext } from '../../management/context/management-context';
import { recoverAbandoned } from '../../management/recovery/recover-abandoned';
import { describeError } from '../errors/describe-error';
import type { Log } from '../errors/log';

const INTERVAL_MS = 1_000;
/** A change that cannot be settled now is tried again this much later. */
const RECOVERY_INTERVAL_MS = 3_000;
const STOP_TIMEOUT_MS = 5_000;

/**
 * Sees what other gateways on the same ClickHouse change, and settles what one of them left when it
 * died.
 * @returns how to stop it
 */
export function followRegistry(management: ManagementContext, log: Log): () => Promise<void> {
  const stopping = new AbortController();
  const repeat = async (
    intervalMs: number,
    what: string,
    task: () => Promise<unknown>,
  ): Promise<void> => {
    while (!stopping.signal.aborted) {
      await task().catch((error: unknown) => {
        log.warn({ error: describeError(error) }, `${what}; tried again`);
      });
      await sleep(intervalMs, undefined, { signal: stopping.signal, ref: false }).catch(
        () => undefined,
      );
    }
  };
  const { registry } = management;
  const running = Promise.all([
    repeat(INTERVAL_MS, 'the registry could not be read', () => registry.refresh()),
    repeat(RECOVERY_INTERVAL_MS, 'a change that was left could not be settled', () =>
      recoverAbandoned(management, registry.current().services),
    ),
  ]);
  return async () => {
    stopping.abort();
    await Promise.race([running, sleep(STOP_TIMEOUT_MS, undefined, { ref: false })]);
  };
}
