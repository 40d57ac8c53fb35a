import { readFileSync } from 'node:fs';
import { errorCodeOf } from './error-code-of';

/**
 * A pid and, on Linux, when it started: pids are used again. A process that ended and was not yet
 * collected by its parent is described as no living one is. proc_pid_stat(5): after the name's `)`
 * come field 3, the state, and as the 20th field 22, the start.
 */
export function describePid(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? `${pid} ended` : `${pid} ${fields[19]}`;
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return `${pid}`;
    throw error;
  }
}

/** Whether the process that was described so is alive. */
export function isDescribedAlive(description: string): boolean {
  const pid = Number(description.split(' ')[0]);
  return isPidAlive(pid) && describePid(pid) === description;
}

function isPidAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to someone else.
    return errorCodeOf(error) === 'EPERM';
  }
}
