import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerAccount } from './server-account';

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 10_000;
const POLL_MS = 20;

export interface PostgresOptions {
  readonly bin: string;
  readonly account: ServerAccount;
  readonly dataFolder: string;
  readonly logFile: string;
  /** Server settings by name, e.g. `{ port: '5433' }`. */
  readonly settings: Readonly<Record<string, string>>;
}

export interface RunningPostgres {
  stop(): Promise<void>;
}

/** Starts `postgres` and waits until it takes connections. @throws Error with the end of its log. */
export async function runPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const settings = Object.entries(options.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(options.logFile, 'a', 0o600);
  // A process group of its own: Ctrl-C reaches only the demo, which then stops its servers in order.
  const child = spawn(join(options.bin, 'postgres'), ['-D', options.dataFolder, ...settings], {
    ...options.account, cwd: '/', env: { TZ: 'UTC' }, detached: true, stdio: ['ignore', log, log],
  });
  closeSync(log);
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
  });
  // Also when the process is left in a hurry, by a second Ctrl-C.
  const endWithUs = (): void => { child.kill('SIGINT'); };
  process.once('exit', endWithUs);
  const stop = () => stopPostgres(child, exited).finally(() => process.off('exit', endWithUs));
  try {
    await waitUntilReady(child, options, exited);
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

/** The 8th line of postmaster.pid is what pg_ctl waits for too (src/include/utils/pidfile.h, LOCK_FILE_LINE_PM_STATUS). */
async function waitUntilReady(child: ChildProcess, options: PostgresOptions, exited: Promise<string>): Promise<void> {
  let end: string | null = null;
  void exited.then((how) => (end = how));
  for (const giveUpAt = Date.now() + START_TIMEOUT_MS; end === null && Date.now() < giveUpAt; await sleep(POLL_MS)) {
    const lines = (await readFile(join(options.dataFolder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return;
  }
  const log = await readFile(options.logFile, 'utf8');
  throw new Error(`PostgreSQL did not start (${end ?? 'no answer in 30 s'}):\n${log.split('\n').slice(-15).join('\n')}`);
}

/** SIGINT is a "fast" shutdown, SIGQUIT an immediate one. https://www.postgresql.org/docs/17/server-shutdown.html */
async function stopPostgres(child: ChildProcess, exited: Promise<string>): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    child.kill(signal);
    const patience = new AbortController();
    const late = sleep(STOP_TIMEOUT_MS, 'late', { signal: patience.signal }).catch(() => 'stopped');
    const outcome = await Promise.race([exited, late]);
    patience.abort();
    if (outcome !== 'late') return;
  }
}
