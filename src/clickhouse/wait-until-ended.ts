import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_DELAY_MS = 50;
const MAX_DELAY_MS = 5_000;

/**
 * Looks again and again, less and less often, until nothing runs any more or the question itself
 * fails.
 */
export async function waitUntilEnded(isRunning: () => Promise<boolean>): Promise<void> {
  for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(delayMs * 2, MAX_DELAY_MS)) {
    await sleep(delayMs, undefined, { ref: false });
    if (!(await isRunning().catch(() => false))) return;
  }
}
