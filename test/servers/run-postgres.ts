import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runServer, type RunningServer } from './run-server';
import type { ServerAccount } from './server-account';

export interface PostgresOptions {
  readonly bin: string;
  readonly account: ServerAccount;
  readonly dataFolder: string;
  readonly logFile: string;
  /** Server settings by name, e.g. `{ port: '5433' }`. */
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * Starts `postgres` and waits until it takes connections.
 * @throws Error with the end of its log.
 */
export function runPostgres({
  bin,
  account,
  dataFolder,
  logFile,
  settings,
}: PostgresOptions): Promise<RunningServer> {
  return runServer({
    name: 'PostgreSQL',
    command: join(bin, 'postgres'),
    args: [
      '-D',
      dataFolder,
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    account,
    logFile,
    isReady: (pid) => isReady(dataFolder, pid),
    // SIGINT is a "fast" shutdown, SIGQUIT an immediate one.
    // https://www.postgresql.org/docs/17/server-shutdown.html
    endSignals: ['SIGINT', 'SIGQUIT', 'SIGKILL'],
  });
}

/**
 * The 8th line of postmaster.pid is what pg_ctl waits for too (src/include/utils/pidfile.h,
 * LOCK_FILE_LINE_PM_STATUS).
 */
async function isReady(dataFolder: string, pid: number | undefined): Promise<boolean> {
  const lines = (await readFile(join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => '')).split(
    '\n',
  );
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}
