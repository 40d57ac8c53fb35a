import { MARIADB_PROGRAMS } from './mariadb-binaries';
import { runServer, type RunningServer } from './run-server';
import type { ServerAccount } from './server-account';

export interface MariadbOptions {
  readonly account: ServerAccount;
  readonly errorLog: string;
  /** Server options by name, e.g. `{ port: '3307' }`. */
  readonly settings: Readonly<Record<string, string>>;
  /** Answers once the server lets its administrator in; rejects before. */
  readonly logIn: () => Promise<void>;
}

/**
 * Starts `mariadbd` and waits until it takes connections.
 * @throws Error with the end of its log.
 */
export function runMariadb({
  account,
  errorLog,
  settings,
  logIn,
}: MariadbOptions): Promise<RunningServer> {
  return runServer({
    name: 'MariaDB',
    command: MARIADB_PROGRAMS.server,
    args: [
      '--no-defaults',
      ...Object.entries(settings).map(([name, value]) => `--${name}=${value}`),
    ],
    account,
    logFile: errorLog,
    isReady: () =>
      logIn().then(
        () => true,
        () => false,
      ),
    // SIGTERM is a normal shutdown. https://mariadb.com/kb/en/mariadb-admin/
    endSignals: ['SIGTERM', 'SIGKILL'],
  });
}
