import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GatewayError } from '../../errors/gateway-error';
import { describePid, isDescribedAlive } from '../../util/describe-pid';
import { errorCodeOf } from '../../util/error-code-of';

/**
 * Folders that this process holds: its own pid in a lock file may also be left from an earlier life
 * in a container.
 */
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
