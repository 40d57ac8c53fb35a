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
  /** Resolves with how the process ended, e.g. `signal SIGKILL`; never rejects. */
  readonly exited: Promise<string>;
  /** The last lines of its standard error, at most twenty. */
  lastLines(): readonly string[];
  /** Ends the process with SIGTERM, and with SIGKILL when that took more than five seconds. */
  stop(): Promise<void>;
}

/** Starts a server process, which listens some time later. `tcp` opens the native protocol too. */
export function spawnEngine(
  library: EngineLibrary,
  folder: EngineFolder,
  options: { readonly tcp: boolean; readonly onLine: (line: string) => void },
): EngineProcess {
  const { ffiPath, libraryPath } = library;
  const hostArguments = ['-e', HOST_SCRIPT, '--', ffiPath, libraryPath, String(process.pid)];
  const serverArguments = listServerArguments(folder, options.tcp);
  const child = spawn(process.execPath, [...hostArguments, ...serverArguments], {
    cwd: folder.root,
    env: createEnvironment(folder),
    // The child leads a process group of its own. So Ctrl-C reaches only the gateway, and SYSTEM
    // SHUTDOWN, which is a kill(0, SIGTERM), only the server.
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

/** The arguments of `clickhouse local`, whose last statement never ends. */
function listServerArguments(folder: EngineFolder, tcp: boolean): readonly string[] {
  const listen = tcp
    ? 'SYSTEM START LISTEN HTTP; SYSTEM START LISTEN TCP'
    : 'SYSTEM START LISTEN HTTP';
  const wait =
    'SELECT sleepEachRow(1) FROM system.numbers FORMAT Null ' +
    'SETTINGS function_sleep_max_microseconds_per_block = 0';
  return [
    `--config-file=${folder.configFile}`,
    `--path=${folder.data}`,
    '--query',
    `${listen}; ${wait}`,
  ];
}

/**
 * The environment of the child. It has nothing of the gateway's, whose environment may hold keys,
 * and whose HOME may hold the operator's own .pgpass and certificates. By the variables PG.. libpq
 * asks every PostgreSQL for times as ISO text in UTC, whatever the server's defaults are.
 */
function createEnvironment(folder: EngineFolder): Readonly<Record<string, string>> {
  return {
    HOME: folder.root,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    PGTZ: 'UTC',
    PGDATESTYLE: 'ISO',
    PGSERVICEFILE: folder.pgServiceFile,
    PGSERVICE: PG_SERVICE_NAME,
  };
}

/** Hands each line of the child's standard error on. @returns the last of them, as they come */
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
    // The event is `close`, because at `exit` the last lines have not been read yet.
    child.once('close', (code, signal) =>
      resolve(signal === null ? `code ${code}` : `signal ${signal}`),
    );
  });
}

/**
 * Ends the child by a signal. SYSTEM SHUTDOWN would do no more: it sends SIGTERM to the child's
 * process group (seen on 26.7.2).
 */
async function stopChild(child: ChildProcess, exited: Promise<string>): Promise<void> {
  child.kill('SIGTERM');
  const patience = new AbortController();
  const late = sleep(TERM_TIMEOUT_MS, 'late', { signal: patience.signal }).catch(() => 'stopped');
  if ((await Promise.race([exited, late])) === 'late') child.kill('SIGKILL');
  patience.abort();
  await exited;
}
