import { readdir } from 'node:fs/promises';
import { readStat } from './read-usage';

/** Processes that a process has started. Empty where there is no /proc. */
export async function findChildren(parent: number): Promise<readonly number[]> {
  const pids = (await readdir('/proc').catch(() => [])).map(Number).filter(Number.isInteger);
  const stats = await Promise.all(pids.map(async (pid) => ({ pid, stat: await readStat(pid) })));
  return stats.filter(({ stat }) => stat?.parent === parent).map(({ pid }) => pid);
}
