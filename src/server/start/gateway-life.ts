import { randomUUID } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describePid, isDescribedAlive } from '../../util/describe-pid';
import { errorCodeOf } from '../../util/error-code-of';
import { writePrivateFile } from '../../util/write-private-file';

/** Files of gateways on other machines are removed after this: their leases expired long ago. */
const KEPT_MS = 60 * 60_000;

/** One run of a gateway, as others see it. */
export interface GatewayLife {
  readonly id: string;
  /** Runs from the same data folder whose process is gone: what they leased is nobody's. */
  readonly ended: readonly string[];
  end(): Promise<void>;
}

/**
 * Writes down that this process runs as a gateway, and finds those before it that did not end well.
 * Several gateways may share a data folder; of processes that cannot be seen from here nothing is
 * said.
 */
export async function beginLife(dataDir: string): Promise<GatewayLife> {
  const folder = join(dataDir, 'gateways');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const ended: string[] = [];
  for (const id of await readdir(folder)) {
    const file = join(folder, id);
    const [where, who = ''] = (await readIfThere(file)).split('\n');
    const isOver = where === machine() && !isDescribedAlive(who);
    if (isOver) ended.push(id);
    if (isOver || (where !== machine() && (await isOld(file)))) await rm(file, { force: true });
  }
  const id = randomUUID();
  const file = join(folder, id);
  await writePrivateFile(file, `${machine()}\n${describePid(process.pid)}\n`);
  return { id, ended, end: () => rm(file, { force: true }) };
}

async function isOld(file: string): Promise<boolean> {
  const facts = await stat(file).catch(() => null);
  return facts !== null && Date.now() - facts.mtimeMs > KEPT_MS;
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    // The gateway that the file belongs to has stopped in this moment.
    if (errorCodeOf(error) === 'ENOENT') return '';
    throw error;
  }
}

/** Pids tell processes apart on one machine, and on Linux in one container. */
function machine(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}
