import type { SourceShare } from '../../planning/plan/planned-statement';
import type { ConnectionPermits, ReleaseConnections } from './connection-permits';

/**
 * Gets the connections that a statement holds to each of its services, in the order of the
 * services' names: two statements that got them in different orders could wait for each other.
 * @returns gives all of them back
 * @throws GatewayError what `ConnectionPermits` throws
 */
export async function acquireConnections(
  shares: readonly Pick<SourceShare, 'service' | 'connections'>[],
  permits: ConnectionPermits,
  wait: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<ReleaseConnections> {
  const held: ReleaseConnections[] = [];
  const release: ReleaseConnections = (ended) => {
    for (const one of held) one(ended);
  };
  const endsAt = performance.now() + wait.timeoutMs;
  try {
    for (const { service, connections } of shares.toSorted((a, b) =>
      a.service < b.service ? -1 : 1,
    )) {
      held.push(
        await permits.acquire(service, connections, {
          signal: wait.signal,
          timeoutMs: Math.max(1, endsAt - performance.now()),
        }),
      );
    }
  } catch (error) {
    release();
    throw error;
  }
  return release;
}
