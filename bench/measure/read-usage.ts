import { readFile, writeFile } from 'node:fs/promises';

/** What a process has used; null where the system does not tell (no /proc). */
export interface ProcessUsage {
  /** User and system time. */
  readonly cpuMs: number;
  /** Highest resident memory since `forgetPeak`. */
  readonly peakBytes: number;
}

/** USER_HZ is 100 on every Linux that Node runs on: proc_pid_stat(5), sysconf(_SC_CLK_TCK). */
const MS_PER_TICK = 10;

export async function readUsage(pid: number): Promise<ProcessUsage | null> {
  const stat = await readStat(pid);
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const peakKib = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return stat === null || peakKib === undefined
    ? null
    : { cpuMs: stat.cpuMs, peakBytes: Number(peakKib) * 1024 };
}

/** Lets the highest memory begin at today's: `5` in proc_pid_clear_refs(5). */
export async function forgetPeak(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5').catch(() => undefined);
}

/**
 * The name in parentheses may hold blanks and parentheses itself, so the fields count from the last
 * one: proc_pid_stat(5).
 */
export async function readStat(
  pid: number,
): Promise<{ readonly parent: number; readonly cpuMs: number } | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (text === null) return null;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return {
    parent: Number(fields[1]),
    cpuMs: (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK,
  };
}
