import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { MARIADB_PROGRAMS } from './mariadb-binaries';
import type { ServerAccount } from './server-account';

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 10_000;
const POLL_MS = 20;

export interface MariadbOptions {
  readonly account: ServerAccount;
  readonly errorLog: string;
  /** Server options by name, e.g. `{ port: '3307' }`. */
  readonly settings: Readonly<Record<string, string>>;
  /** Answers once the server lets its administrator in; rejects before. */
  readonly logIn: () => Promise<void>;
}

export interface RunningMariadb {
  stop(): Promise<void>;
}

/** Starts `mariadbd` and waits until it takes connections. @throws Error with the end of its log. */
export async function runMariadb(options: MariadbOptions): Promise<RunningMariadb> {
  const settings = Object.entries(options.settings).map(([name, value]) => `--${name}=${value}`);
  const log = openSync(options.errorLog, 'a', 0o600);
  // A process group of its own: Ctrl-C reaches only the demo, which then stops its servers in order.
  const child = spawn(MARIADB_PROGRAMS.server, ['--no-defaults', ...settings], {
    ...options.account, cwd: '/', env: { TZ: 'UTC' }, detached: true, stdio: ['ignore', log, log],
  });
  closeSync(log);
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
  });
  const endWithUs = (): void => { child.kill('SIGTERM'); };
  process.once('exit', endWithUs);
  const stop = () => stopMariadb(child, exited).finally(() => process.off('exit', endWithUs));
  try {
    await waitUntilReady(options, exited);
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

async function waitUntilReady(options: MariadbOptions, exited: Promise<string>): Promise<void> {
  let end: string | null = null;
  void exited.then((how) => (end = how));
  for (const giveUpAt = Date.now() + START_TIMEOUT_MS; end === null && Date.now() < giveUpAt; await sleep(POLL_MS)) {
    if (await options.logIn().then(() => true, () => false)) return;
  }
  const log = await readFile(options.errorLog, 'utf8');
  throw new Error(`MariaDB did not start (${end ?? 'no answer in 30 s'}):\n${log.split('\n').slice(-15).join('\n')}`);
}

/** SIGTERM is a normal shutdown. https://mariadb.com/kb/en/mariadb-admin/ */
async function stopMariadb(child: ChildProcess, exited: Promise<string>): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    child.kill(signal);
    const patience = new AbortController();
    const late = sleep(STOP_TIMEOUT_MS, 'late', { signal: patience.signal }).catch(() => 'stopped');
    const outcome = await Promise.race([exited, late]);
    patience.abort();
    if (outcome !== 'late') return;
  }
}
