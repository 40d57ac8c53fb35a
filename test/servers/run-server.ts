import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerAccount } from './server-account';

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 10_000;
const POLL_MS = 20;

export interface ServerProgram {
  /** For messages, e.g. `PostgreSQL`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /**
   * Beside TZ=UTC; nothing else is handed down. Secrets go here: arguments can be seen by everybody
   * on the machine.
   */
  readonly env?: Readonly<Record<string, string>>;
  readonly account: ServerAccount;
  /** True for a program that ends when its standard input is closed. */
  readonly needsInput?: boolean;
  /** Takes its standard output and error. */
  readonly logFile: string;
  /** Asked again and again until it is true. */
  readonly isReady: (pid: number | undefined) => Promise<boolean>;
  /** Signals that end the program, the gentlest first; each has ten seconds. */
  readonly endSignals: readonly [NodeJS.Signals, ...NodeJS.Signals[]];
}

export interface RunningServer {
  stop(): Promise<void>;
}

/** Starts a server and waits until it is ready. @throws Error with the end of its log. */
export async function runServer(program: ServerProgram): Promise<RunningServer> {
  const log = openSync(program.logFile, 'a', 0o600);
  // A process group of its own: Ctrl-C reaches only the demo, which then stops its servers in
  // order.
  const child = spawn(program.command, program.args, {
    ...program.account,
    cwd: '/',
    env: { TZ: 'UTC', ...program.env },
    detached: true,
    stdio: [program.needsInput === true ? 'pipe' : 'ignore', log, log],
  });
  closeSync(log);
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
  });
  // A second Ctrl-C ends this process in a hurry; the server is then told to end, too.
  const endWithUs = (): void => {
    child.kill(program.endSignals[0]);
  };
  process.once('exit', endWithUs);
  const stop = () =>
    stopServer(child, program.endSignals, exited).finally(() => process.off('exit', endWithUs));
  try {
    await waitUntilReady(child, program, exited);
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

async function waitUntilReady(
  child: ChildProcess,
  program: ServerProgram,
  exited: Promise<string>,
): Promise<void> {
  let end: string | null = null;
  void exited.then((how) => (end = how));
  for (
    const giveUpAt = Date.now() + START_TIMEOUT_MS;
    end === null && Date.now() < giveUpAt;
    await sleep(POLL_MS)
  ) {
    if (await program.isReady(child.pid)) return;
  }
  const log = await readFile(program.logFile, 'utf8');
  throw new Error(
    `${program.name} did not start ` +
      `(${end ?? 'no answer in 30 s'}):\n${log.split('\n').slice(-15).join('\n')}`,
  );
}

async function stopServer(
  child: ChildProcess,
  signals: readonly NodeJS.Signals[],
  exited: Promise<string>,
): Promise<void> {
  for (const signal of signals) {
    child.kill(signal);
    const patience = new AbortController();
    const late = sleep(STOP_TIMEOUT_MS, 'late', { signal: patience.signal }).catch(() => 'stopped');
    const outcome = await Promise.race([exited, late]);
    patience.abort();
    if (outcome !== 'late') return;
  }
}
