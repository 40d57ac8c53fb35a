import { setTimeout as sleep } from 'node:timers/promises';

/** Tries until it succeeds; after the time, throws the last failure. */
export async function eventually<T>(attempt: () => Promise<T>, timeoutMs = 20_000): Promise<T> {
  for (const giveUpAt = Date.now() + timeoutMs; ; await sleep(50)) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
    }
  }
}
