import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GatewayError } from '../../errors/gateway-error';
import { describePid, isDescribedAlive } from '../../util/describe-pid';
import { errorCodeOf } from '../../util/error-code-of';

/**
 * The folders that this process holds. The lock file alone does not tell: in a container the pid in
 * it may be that of this process and left from an earlier life.
 */
const held = new Set<string>();

/**
 * Takes a folder for this process, so that two servers never write to one data directory.
 * @returns a function that gives the folder back; only its first call does something
 * @throws GatewayError IN_USE when this process or another living one holds the folder
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
    await writeFile(file, describePid(process.pid), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (errorCodeOf(error) !== 'EEXIST') throw error;
    const holder = await readFile(file, 'utf8');
    const [pid = ''] = holder.split(' ');
    if (Number(pid) !== process.pid && isDescribedAlive(holder)) throw inUse(folder, pid);
    await writeFile(file, describePid(process.pid), { mode: 0o600 });
  }
}

function inUse(folder: string, pid: string): GatewayError {
  return new GatewayError(
    'IN_USE',
    `The data directory "${folder}" is used by another gateway (process ${pid}). Stop that ` +
      'one, or set TRIBUTARY_DATA_DIR to another directory.',
  );
}
