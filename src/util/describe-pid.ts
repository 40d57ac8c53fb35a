import { readFileSync } from 'node:fs';
import { errorCodeOf } from './error-code-of';

/**
 * A text that tells a process from later ones with its pid: the pid and, on Linux, when the process
 * started. A process that ended and was not yet collected by its parent is described as no living
 * one is. By proc_pid_stat(5) the `)` behind the name is followed by field 3, the state, and field
 * 22, the start, is the 20th from there.
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

/** Whether the process is alive that `describePid` described so. */
export function isDescribedAlive(description: string): boolean {
  const pid = Number(description.split(' ')[0]);
  return isPidAlive(pid) && describePid(pid) === description;
}

function isPidAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM says that the process lives and belongs to another user.
    return errorCodeOf(error) === 'EPERM';
  }
}
