import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_DELAY_MS = 50;
const MAX_DELAY_MS = 5_000;

/**
 * Asks again and again, after 50 ms and then less and less often, until the answer is no or the
 * question itself fails. Never rejects.
 */
export async function waitUntilEnded(isRunning: () => Promise<boolean>): Promise<void> {
  for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(delayMs * 2, MAX_DELAY_MS)) {
    await sleep(delayMs, undefined, { ref: false });
    if (!(await isRunning().catch(() => false))) return;
  }
}
