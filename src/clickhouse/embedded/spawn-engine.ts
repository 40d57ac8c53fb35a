import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineFolder } from './engine-files';
import type { EngineLibrary } from './engine-library';
import { HOST_SCRIPT } from './host-script';
import { PG_SERVICE_NAME } from './render-config';

const LAST_LINES = 20;
const TERM_TIMEOUT_MS = 5_000;

/** A server process that was started, and may have exited since. */
export interface EngineProcess {
  /** Null when the process could not be started at all. */
  readonly pid: number | null;
  /** Resolves with how it ended, e.g. `signal SIGKILL`; never rejects. */
  readonly exited: Promise<string>;
  /** The last lines of its standard error. */
  lastLines(): readonly string[];
  /** Ends it: SIGTERM, and SIGKILL when that took more than five seconds. */
  stop(): Promise<void>;
}

export function spawnEngine(
  library: EngineLibrary,
  folder: EngineFolder,
  options: { readonly tcp: boolean; readonly onLine: (line: string) => void },
): EngineProcess {
  const listen = options.tcp
    ? 'SYSTEM START LISTEN HTTP; SYSTEM START LISTEN TCP'
    : 'SYSTEM START LISTEN HTTP';
  // The last statement never ends, and neither does the process.
  const wait =
    'SELECT sleepEachRow(1) FROM system.numbers FORMAT Null SETTINGS function_sleep_max_microseconds_per_block = 0';
  const clickhouseArgs = [
    `--config-file=${folder.configFile}`,
    `--path=${folder.data}`,
    '--query',
    `${listen}; ${wait}`,
  ];
  const hostArgs = [
    '-e',
    HOST_SCRIPT,
    '--',
    library.ffiPath,
    library.libraryPath,
    String(process.pid),
    ...clickhouseArgs,
  ];
  const child = spawn(process.execPath, hostArgs, {
    cwd: folder.root,
    // Nothing of the gateway's: its environment may hold keys, and HOME the operator's own .pgpass
    // and certificates. PG...: libpq asks every PostgreSQL for these, so that times come as ISO
    // text in UTC, whatever the server's defaults.
    env: {
      HOME: folder.root,
      LANG: 'C.UTF-8',
      TZ: 'UTC',
      PGTZ: 'UTC',
      PGDATESTYLE: 'ISO',
      PGSERVICEFILE: folder.pgServiceFile,
      PGSERVICE: PG_SERVICE_NAME,
    },
    // A process group of its own: Ctrl-C reaches only the gateway, and SYSTEM SHUTDOWN, a kill(0,
    // SIGTERM), only the server.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const lines = followLines(child, options.onLine);
  const exited = describeExit(child);
  return {
    pid: child.pid ?? null,
    exited,
    lastLines: () => lines,
    stop: () => stopChild(child, exited),
  };
}

function followLines(child: ChildProcess, onLine: (line: string) => void): readonly string[] {
  const lines: string[] = [];
  if (child.stderr === null) return lines;
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    if (lines.length > LAST_LINES) lines.shift();
    onLine(line);
  });
  return lines;
}

function describeExit(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    // Not `exit`: at `close` its last lines have been read.
    child.once('close', (code, signal) =>
      resolve(signal === null ? `code ${code}` : `signal ${signal}`),
    );
  });
}

/**
 * SYSTEM SHUTDOWN does no more than the signal: it sends SIGTERM to its process group (seen on
 * 26.7.2).
 */
async function stopChild(child: ChildProcess, exited: Promise<string>): Promise<void> {
  child.kill('SIGTERM');
  const patience = new AbortController();
  const late = sleep(TERM_TIMEOUT_MS, 'late', { signal: patience.signal }).catch(() => 'stopped');
  if ((await Promise.race([exited, late])) === 'late') child.kill('SIGKILL');
  patience.abort();
  await exited;
}
