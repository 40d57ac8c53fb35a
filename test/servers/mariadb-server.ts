import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { mysqlIdentifier } from '../../src/sql/mysql-quoting';
import { sql, type Sql } from '../../src/sql/sql';
import { findFreePort } from '../../src/util/find-free-port';
import type { CertificateAndKey } from './initialise-cluster';
import { ensureMariadb, MARIADB_PROGRAMS } from './mariadb-binaries';
import { runMariadb } from './run-mariadb';
import type { RunningServer } from './run-server';
import { chooseServerAccount, giveTo, type ServerAccount } from './server-account';

const HOST = '127.0.0.1';
const USERNAME = 'tributary_admin';

export interface MariadbServerOptions {
  /** Writes every statement to the log (general_log). */
  readonly logStatements?: boolean;
  /**
   * More server options, e.g. `{ 'default-time-zone': '+05:45', 'sql-mode': 'ANSI' }`; they win
   * over ours.
   */
  readonly settings?: Readonly<Record<string, string>>;
  /** Switches TLS on. */
  readonly sslCertAndKey?: CertificateAndKey;
  /** Told what is being done, one line at a time, for people who wait. */
  readonly onProgress?: (step: string) => void;
}

/**
 * A real MariaDB server of our own, on 127.0.0.1 only, for the demo and the tests. Its data goes
 * with it; it is not durable.
 */
export interface MariadbServer {
  readonly host: string;
  /** Stays the same over stop() and start(). */
  readonly port: number;
  /** May do everything. */
  readonly username: string;
  readonly password: string;
  /** Runs one or more statements as the administrator, in no database when it is left out. */
  execute(statements: Sql, database?: string): Promise<void>;
  createDatabase(name: string): Promise<void>;
  /** Every statement the server has received so far, with `logStatements`. */
  readLog(): Promise<string>;
  /** Starts it again after stop(), on the same port and data. */
  start(): Promise<void>;
  /** Ends the server and keeps its data. Does nothing when it is stopped. */
  stop(): Promise<void>;
  /** stop(), then removes the temporary folder. */
  remove(): Promise<void>;
}

/**
 * Creates a server in a temporary folder and starts it.
 * @throws Error that says what to install or what the server said.
 */
export async function startMariadb(options: MariadbServerOptions = {}): Promise<MariadbServer> {
  const report = options.onProgress ?? (() => undefined);
  await ensureMariadb(report);
  const account = chooseServerAccount();
  const folder = await mkdtemp(join(tmpdir(), 'tributary-mariadb-'));
  try {
    await chmod(folder, 0o711);
    report('creating a MariaDB data folder');
    const password = randomBytes(24).toString('base64url');
    const home = await prepareHome(folder, account, password, options.sslCertAndKey);
    const port = await findFreePort();
    const login: Login = { host: HOST, port, user: USERNAME, password };
    const run = {
      account,
      errorLog: join(folder, 'error.log'),
      settings: renderSettings(home, port, options),
      logIn: () => runStatements(login, sql`SELECT 1`),
    };
    report('starting MariaDB');
    // The first start alone reads the file that makes the administrator; then the file goes.
    const first = await runMariadb({
      ...run,
      settings: { ...run.settings, 'init-file': home.initFile },
    }).finally(() => rm(home.initFile, { force: true }));
    return createServer(first, () => runMariadb(run), { login, logFile: home.logFile, folder });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

interface Home {
  readonly data: string;
  readonly initFile: string;
  readonly logFile: string;
  readonly certificate: { readonly cert: string; readonly key: string } | null;
}

async function prepareHome(
  folder: string,
  account: ServerAccount,
  password: string,
  pair: CertificateAndKey | undefined,
): Promise<Home> {
  const home = join(folder, 'home');
  const data = join(home, 'data');
  await mkdir(data, { recursive: true, mode: 0o700 });
  const certificate =
    pair === undefined ? null : { cert: join(home, 'server.pem'), key: join(home, 'server.key') };
  if (certificate !== null && pair !== undefined)
    await Promise.all([
      writePrivate(account, certificate.cert, pair.cert),
      writePrivate(account, certificate.key, pair.key),
    ]);
  await Promise.all([giveTo(account, home), giveTo(account, data)]);
  const initFile = join(home, 'init.sql');
  await writePrivate(
    account,
    initFile,
    `CREATE USER ${USERNAME}@'%' IDENTIFIED BY '${password}';\nGRANT ALL ON *.* TO ` +
      `${USERNAME}@'%' WITH GRANT OPTION;\n`,
  );
  const args = [
    '--no-defaults',
    `--datadir=${data}`,
    '--auth-root-authentication-method=socket',
    '--skip-test-db',
    '--skip-name-resolve',
  ];
  await promisify(execFile)(MARIADB_PROGRAMS.install, args, { ...account, cwd: '/' });
  return { data, initFile, logFile: join(home, 'statements.log'), certificate };
}

async function writePrivate(account: ServerAccount, path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600 });
  await giveTo(account, path);
}

function renderSettings(
  home: Home,
  port: number,
  options: MariadbServerOptions,
): Readonly<Record<string, string>> {
  return {
    datadir: home.data,
    port: String(port),
    'bind-address': HOST,
    socket: join(home.data, 'mariadb.sock'),
    'pid-file': join(home.data, 'mariadb.pid'),
    'skip-name-resolve': 'ON',
    'default-time-zone': '+00:00',
    'max-connections': '200',
    'innodb-flush-log-at-trx-commit': '0',
    'innodb-buffer-pool-size': '32M',
    'general-log': options.logStatements === true ? 'ON' : 'OFF',
    'general-log-file': home.logFile,
    ...(home.certificate === null
      ? {}
      : { 'ssl-cert': home.certificate.cert, 'ssl-key': home.certificate.key }),
    ...options.settings,
  };
}

function createServer(
  first: RunningServer,
  start: () => Promise<RunningServer>,
  facts: { readonly login: Login; readonly logFile: string; readonly folder: string },
): MariadbServer {
  const { login } = facts;
  let running: RunningServer | null = first;
  const stop = async () => {
    await running?.stop();
    running = null;
  };
  const execute = (statements: Sql, database?: string) =>
    runStatements(login, statements, database);
  return {
    host: HOST,
    port: login.port,
    username: USERNAME,
    password: login.password,
    execute,
    createDatabase: (name) =>
      execute(sql`CREATE DATABASE ${mysqlIdentifier(name)} CHARACTER SET utf8mb4`),
    readLog: () => readFile(facts.logFile, 'utf8'),
    start: async () => void (running ??= await start()),
    stop,
    remove: () => stop().then(() => rm(facts.folder, { recursive: true, force: true })),
  };
}

interface Login {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

async function runStatements(login: Login, statements: Sql, database?: string): Promise<void> {
  const connection = await createConnection({
    ...login,
    ...(database === undefined ? {} : { database }),
    multipleStatements: true,
    charset: 'utf8mb4_bin',
  });
  try {
    await connection.query(statements.text);
  } finally {
    await connection.end();
  }
}
