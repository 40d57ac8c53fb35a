import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCodeOf } from '../../src/util/error-code-of';

/** False also for a process that has ended and was not yet collected by its parent (a zombie). */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch (error) {
    if (errorCodeOf(error) === 'ESRCH' || errorCodeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** @throws Error when it still lives after ten seconds. */
export async function waitForProcessEnd(pid: number): Promise<void> {
  for (const giveUpAt = Date.now() + 10_000; Date.now() < giveUpAt; await sleep(20)) {
    if (!isProcessAlive(pid)) return;
  }
  throw new Error(`Process ${pid} still runs.`);
}
