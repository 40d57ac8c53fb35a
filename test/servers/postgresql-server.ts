import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { postgresqlIdentifier } from '../../src/sql/postgresql-quoting';
import { sql, type Sql } from '../../src/sql/sql';
import { findFreePort } from '../../src/util/find-free-port';
import {
  initialiseCluster,
  isInitialised,
  writeCertificate,
  type CertificateAndKey,
} from './initialise-cluster';
import { findPostgresqlBinaries } from './postgresql-binaries';
import { runPostgres } from './run-postgres';
import type { RunningServer } from './run-server';
import { assertReachable, chooseServerAccount, giveTo, type ServerAccount } from './server-account';

const HOST = '127.0.0.1';
const USERNAME = 'postgres';

export interface PostgresqlServerOptions {
  /**
   * Left out: a temporary folder, removed at the end. A folder of an earlier start keeps its data
   * and its password.
   */
  readonly dataDir?: string;
  /** Writes every statement to the log (log_statement = all). */
  readonly logStatements?: boolean;
  /** More server settings, e.g. `{ timezone: 'Asia/Kathmandu' }`; they win over ours. */
  readonly settings?: Readonly<Record<string, string>>;
  /** `C.UTF-8` when left out. */
  readonly locale?: string;
  /** Switches TLS on. */
  readonly sslCertAndKey?: CertificateAndKey;
  /** Told what is being done, one line at a time, for people who wait. */
  readonly onProgress?: (step: string) => void;
}

/**
 * A real PostgreSQL server of our own, on 127.0.0.1 only, for the demo and the tests. Not durable:
 * fsync is off.
 */
export interface PostgresqlServer {
  readonly host: string;
  /** Stays the same over stop() and start(). */
  readonly port: number;
  /** A superuser. */
  readonly username: string;
  readonly password: string;
  /** Runs one or more statements as the superuser. `database` is `postgres` when left out. */
  execute(statements: Sql, database?: string): Promise<void>;
  createDatabase(name: string): Promise<void>;
  /** All the server has logged so far. */
  readLog(): Promise<string>;
  /** Starts it again after stop(), on the same port and data. */
  start(): Promise<void>;
  /** Ends the server and keeps its data. Does nothing when it is stopped. */
  stop(): Promise<void>;
  /** stop(), then removes the temporary folder if there is one. */
  remove(): Promise<void>;
}

/**
 * Creates a cluster if there is none and starts it.
 * @throws Error that says what to install or what the server said.
 */
export async function startPostgresql(
  options: PostgresqlServerOptions = {},
): Promise<PostgresqlServer> {
  const report = options.onProgress ?? (() => undefined);
  const account = chooseServerAccount();
  const scratch = await mkdtemp(join(tmpdir(), 'tributary-postgresql-'));
  const removeScratch = () => rm(scratch, { recursive: true, force: true });
  try {
    await chmod(scratch, 0o711);
    report('finding PostgreSQL');
    const { bin } = await findPostgresqlBinaries(scratch);
    const folder =
      options.dataDir === undefined ? join(scratch, 'cluster') : resolve(options.dataDir);
    report('creating a PostgreSQL cluster');
    const cluster = await prepareCluster(folder, bin, account, options);
    const port = await findFreePort();
    const settings = renderSettings(port, options);
    const start = () =>
      runPostgres({
        bin,
        account,
        dataFolder: cluster.dataFolder,
        logFile: cluster.logFile,
        settings,
      });
    report('starting PostgreSQL');
    return createServer(await start(), start, { port, ...cluster, removeScratch });
  } catch (error) {
    await removeScratch();
    throw error;
  }
}

interface Cluster {
  readonly dataFolder: string;
  readonly logFile: string;
  readonly password: string;
}

async function prepareCluster(
  folder: string,
  bin: string,
  account: ServerAccount,
  options: PostgresqlServerOptions,
): Promise<Cluster> {
  const dataFolder = join(folder, 'data');
  const secretFile = join(folder, 'password');
  // The server's user must pass through; the secret beside it is ours alone.
  await mkdir(folder, { recursive: true, mode: 0o711 });
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  await assertReachable(account, dataFolder);
  await giveTo(account, dataFolder);
  if (!isInitialised(dataFolder)) {
    await writeFile(secretFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    const password = await readFile(secretFile, 'utf8');
    await initialiseCluster({
      bin,
      account,
      dataFolder,
      username: USERNAME,
      password,
      locale: options.locale ?? 'C.UTF-8',
    });
  }
  if (options.sslCertAndKey !== undefined)
    await writeCertificate(account, dataFolder, options.sslCertAndKey);
  return {
    dataFolder,
    logFile: join(folder, 'postgresql.log'),
    password: await readFile(secretFile, 'utf8'),
  };
}

function renderSettings(
  port: number,
  options: PostgresqlServerOptions,
): Readonly<Record<string, string>> {
  return {
    port: String(port),
    listen_addresses: HOST,
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    log_line_prefix: '%m [%p] ',
    ...(options.logStatements ? { log_statement: 'all' } : {}),
    ...(options.sslCertAndKey === undefined ? {} : { ssl: 'on' }),
    ...options.settings,
  };
}

function createServer(
  first: RunningServer,
  start: () => Promise<RunningServer>,
  facts: Cluster & { readonly port: number; readonly removeScratch: () => Promise<void> },
): PostgresqlServer {
  const { port, password } = facts;
  let running: RunningServer | null = first;
  const stop = async () => {
    await running?.stop();
    running = null;
  };
  const execute = (statements: Sql, database = 'postgres') =>
    runStatements({ host: HOST, port, user: USERNAME, password, database }, statements);
  return {
    host: HOST,
    port,
    username: USERNAME,
    password,
    execute,
    createDatabase: (name) => execute(sql`CREATE DATABASE ${postgresqlIdentifier(name)}`),
    readLog: () => readFile(facts.logFile, 'utf8'),
    start: async () => void (running ??= await start()),
    stop,
    remove: () => stop().then(facts.removeScratch),
  };
}

interface Login {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

async function runStatements(login: Login, statements: Sql): Promise<void> {
  const client = new Client(login);
  await client.connect();
  try {
    await client.query(statements.text);
  } finally {
    await client.end();
  }
}
