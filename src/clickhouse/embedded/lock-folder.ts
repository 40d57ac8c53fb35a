import { readFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GatewayError } from '../../errors/gateway-error';
import { errorCodeOf } from '../../util/error-code-of';

/** Folders that this process holds: its own pid in a lock file may also be left from an earlier life in a container. */
const held = new Set<string>();

/**
 * Takes a folder for this process, so that two servers never write to one data directory.
 * @returns what gives it back; it does so once.
 * @throws GatewayError IN_USE
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, 'lock');
  if (held.has(folder)) throw inUse(folder, String(process.pid));
  held.add(folder);
  try {
    await createLock(file, folder);
  } catch (error) {
    held.delete(folder);
    throw error;
  }
  let released = false;
  return async () => {
    if (released) return;
    released = true;
    await rm(file, { force: true });
    held.delete(folder);
  };
}

async function createLock(file: string, folder: string): Promise<void> {
  try {
    await writeFile(file, describeProcess(process.pid), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (errorCodeOf(error) !== 'EEXIST') throw error;
    const holder = await readFile(file, 'utf8');
    const [pid = ''] = holder.split(' ');
    if (Number(pid) !== process.pid && isAlive(Number(pid)) && describeProcess(Number(pid)) === holder) throw inUse(folder, pid);
    await writeFile(file, describeProcess(process.pid), { mode: 0o600 });
  }
}

/**
 * A pid and, on Linux, when it started: pids are used again. A process that ended and was not yet collected by its parent
 * matches no lock. proc_pid_stat(5): after the name's `)` come field 3, the state, and as the 20th field 22, the start.
 */
function describeProcess(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? `${pid} ended` : `${pid} ${fields[19]}`;
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return `${pid}`;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to someone else.
    return errorCodeOf(error) === 'EPERM';
  }
}

function inUse(folder: string, pid: string): GatewayError {
  return new GatewayError(
    'IN_USE',
    `The data directory "${folder}" is used by another gateway (process ${pid}). Stop that one, or set TRIBUTARY_DATA_DIR to another directory.`,
  );
}
