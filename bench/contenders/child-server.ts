import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 15_000;

export interface ChildServerOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /**
   * All of its environment but PATH, HOME and NODE_ENV. Secrets go here: the argument list is seen
   * by everybody.
   */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Takes all that it prints. */
  readonly logFile: string;
  /** Finds its address in what it has printed so far; null while it is not there. */
  readonly findUrl: (output: string) => string | null;
}

/** A contender's server, in a process of its own. */
export interface ChildServer {
  readonly pid: number;
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts a server for production and waits until it says where it is.
 * @throws Error with what it printed last
 */
export async function startChildServer(options: ChildServerOptions): Promise<ChildServer> {
  const log = openSync(options.logFile, 'w', 0o600);
  const environment = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    NODE_ENV: 'production',
    ...options.env,
  };
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: environment,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const exited = new Promise<void>((resolve) => {
    child.once('error', () => {
      resolve();
    });
    child.once('exit', () => {
      resolve();
    });
  });
  const endWithUs = (): void => {
    child.kill('SIGTERM');
  };
  process.once('exit', endWithUs);
  const stop = () => stopChild(child, exited).finally(() => process.off('exit', endWithUs));
  const url = await waitForUrl(child, options);
  if (url !== null && child.pid !== undefined) return { pid: child.pid, url, stop };
  await stop();
  const printed = await readFile(options.logFile, 'utf8');
  throw new Error(
    `${options.name} did not start: ${printed.trim().split('\n').slice(-5).join(' | ')}`,
  );
}

async function waitForUrl(
  child: ChildProcess,
  options: ChildServerOptions,
): Promise<string | null> {
  for (
    const giveUpAt = Date.now() + START_TIMEOUT_MS;
    Date.now() < giveUpAt && !isOver(child);
    await sleep(50)
  ) {
    const url = options.findUrl(await readFile(options.logFile, 'utf8'));
    if (url !== null) return url;
  }
  return null;
}

const isOver = (child: ChildProcess): boolean =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null;

async function stopChild(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.kill('SIGTERM');
  const force = setTimeout(() => {
    child.kill('SIGKILL');
  }, STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(force);
}
