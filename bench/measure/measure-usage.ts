import type { ContenderProcess } from '../contenders/contender';
import { forgetPeak, readUsage } from './read-usage';

export interface UsagePerRequest {
  readonly role: ContenderProcess['role'];
  /** Time of the processor for one request; NaN where the system does not tell. */
  readonly cpuMs: number;
  /** Most memory at any time. */
  readonly peakBytes: number;
}

/** Runs something and tells what the given processes used for it. */
export async function measureUsage<T>(
  processes: readonly ContenderProcess[],
  run: () => Promise<T>,
  countRequests: (result: T) => number,
): Promise<{ readonly result: T; readonly usage: readonly UsagePerRequest[] }> {
  await Promise.all(processes.map(({ pid }) => forgetPeak(pid)));
  const before = await Promise.all(processes.map(({ pid }) => readUsage(pid)));
  const result = await run();
  const after = await Promise.all(processes.map(({ pid }) => readUsage(pid)));
  const usage = processes.map(({ role }, index) => ({
    role,
    cpuMs: ((after[index]?.cpuMs ?? NaN) - (before[index]?.cpuMs ?? NaN)) / countRequests(result),
    peakBytes: after[index]?.peakBytes ?? NaN,
  }));
  return { result, usage };
}
