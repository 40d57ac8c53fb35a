import type { ManagementContext } from '../../management/context/management-context';
import { checkHealth } from '../../management/health/check-health';
import { describeError } from '../errors/describe-error';
import type { Log } from '../errors/log';
import { forEachBounded } from '../../util/for-each-bounded';

/** Services that are looked at at once, each with one small statement. */
const CONCURRENCY = 4;
const TIMEOUT_MS = 5_000;

/**
 * Looks at the health of every service, now and then again each time `intervalMs` after it was
 * done. Queries do not wait for it. 0 switches it off.
 *
 * @returns how to stop it, when what runs has ended
 */
export function watchHealth(
  management: ManagementContext,
  intervalMs: number,
  log: Log,
): () => Promise<void> {
  if (intervalMs === 0) return () => Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const look = async (): Promise<void> => {
    await forEachBounded(management.registry.current().services, CONCURRENCY, async (service) => {
      if (isStopped) return;
      await checkHealth(management, service, { timeoutMs: TIMEOUT_MS }).catch((error: unknown) => {
        log.warn(
          { service: service.name, error: describeError(error) },
          'the health of a service could not be told; tried again',
        );
      });
    });
    if (!isStopped)
      timer = setTimeout(() => {
        running = look();
      }, intervalMs);
  };
  let running = look();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await running;
  };
}
