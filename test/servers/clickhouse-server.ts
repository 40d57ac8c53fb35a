import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouse } from '../../src/clickhouse/clickhouse';
import { createClickHouse } from '../../src/clickhouse/create-clickhouse';
import type { EngineFolder } from '../../src/clickhouse/embedded/engine-files';
import { findEngineLibrary } from '../../src/clickhouse/embedded/engine-library';
import { spawnEngine, type EngineProcess } from '../../src/clickhouse/embedded/spawn-engine';
import { sql, type Sql } from '../../src/sql/sql';
import { findFreePort } from '../../src/util/find-free-port';
import { Secret } from '../../src/util/secret';
import { writeClickhouseFiles, type ClickhouseAccount } from './clickhouse-files';
import { startClickhouseFront } from './clickhouse-front';
import type { CertificateAndKey } from './initialise-cluster';

const HOST = '127.0.0.1';
const POLL_MS = 20;
const START_TIMEOUT_MS = 30_000;

export interface ClickhouseServerOptions {
  /** Users beside the administrator. */
  readonly accounts?: readonly ClickhouseAccount[];
  /** Switches TLS on, and plain connections off. */
  readonly certificate?: CertificateAndKey;
  /** PEM: the only authority that it trusts when it connects to others. */
  readonly trustedCertificate?: string;
  /** Keeps every statement for readLog(). */
  readonly logStatements?: boolean;
}

/**
 * A real ClickHouse server of our own as a source, on 127.0.0.1 only, for the demo and the tests.
 * Its data goes with it.
 */
export interface ClickhouseServer {
  readonly host: string;
  /** The native protocol; the same after stop() and start(). */
  readonly port: number;
  /** May do everything. */
  readonly username: string;
  readonly password: string;
  /** Its own HTTP interface, as the administrator. */
  readonly client: ClickHouse;
  /** e.g. `http://127.0.0.1:8123` */
  readonly httpUrl: string;
  execute(statement: Sql): Promise<void>;
  /** The statements that it received so far, with `logStatements`. */
  readLog(): Promise<string>;
  /** Starts it again after stop(), on the same ports and data. */
  start(): Promise<void>;
  /** Ends the server and keeps its data. Does nothing when it is stopped. */
  stop(): Promise<void>;
  /** stop(), then removes the temporary folder. */
  remove(): Promise<void>;
}

/** Creates a server in a temporary folder and starts it. @throws GatewayError with what it said */
export async function startClickhouse(
  options: ClickhouseServerOptions = {},
): Promise<ClickhouseServer> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-clickhouse-'));
  try {
    return await createServer(folder, options);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function createServer(
  folder: string,
  options: ClickhouseServerOptions,
): Promise<ClickhouseServer> {
  const login = { username: 'tributary_admin', password: randomBytes(24).toString('base64url') };
  const [httpPort, tcpPort] = [await findFreePort(), await findFreePort()];
  const files = await writeClickhouseFiles(folder, {
    accounts: [login, ...(options.accounts ?? [])],
    httpPort,
    tcpPort,
    logStatements: options.logStatements ?? false,
    trustedCertificate: options.trustedCertificate ?? null,
  });
  const httpUrl = `http://${HOST}:${httpPort}`;
  const password = new Secret(login.password);
  const client = createClickHouse({ url: httpUrl, username: login.username, password });
  const statements: string[] = [];
  const run = (): Promise<KeptEngine> =>
    startEngine(files, client, (line) => {
      if (line.includes('executeQuery: (from ')) statements.push(line);
    });
  let engine: KeptEngine | null = await run();
  const front = await startClickhouseFront(tcpPort, options.certificate);
  const stop = async (): Promise<void> => {
    if (engine === null) return;
    await front.shut();
    await engine.stop();
    engine = null;
  };
  const place = { host: HOST, port: front.port, httpUrl };
  return {
    ...login,
    ...place,
    client,
    execute: (statement) => client.run(statement),
    readLog: () => Promise.resolve(statements.join('\n')),
    start: async () => {
      if (engine !== null) return;
      engine = await run();
      await front.open();
    },
    stop,
    remove: async () => {
      await stop();
      await client.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface KeptEngine {
  stop(): Promise<void>;
}

async function startEngine(
  files: EngineFolder,
  client: ClickHouse,
  onLine: (line: string) => void,
): Promise<KeptEngine> {
  const engine = keepRunning(files, onLine);
  try {
    await waitUntilAnswering(client);
    return engine;
  } catch (error) {
    await engine.stop();
    throw error;
  }
}

/** Starts the server again at once whenever it ends: it does after each login that it refused. */
function keepRunning(files: EngineFolder, onLine: (line: string) => void): KeptEngine {
  const library = findEngineLibrary();
  let isStopping = false;
  const spawn = (): EngineProcess => {
    const started = spawnEngine(library, files, {
      tcp: true,
      onLine: (line) => {
        onLine(line);
        // A server that ends writes stack traces for seconds, which nobody reads.
        if (line.includes('Terminate called') && started.pid !== null)
          process.kill(started.pid, 'SIGKILL');
      },
    });
    void started.exited.then(() => {
      if (!isStopping) current = spawn();
    });
    return started;
  };
  let current = spawn();
  return {
    stop: async () => {
      isStopping = true;
      await current.stop();
    },
  };
}

async function waitUntilAnswering(client: ClickHouse): Promise<void> {
  for (const giveUpAt = Date.now() + START_TIMEOUT_MS; ; await sleep(POLL_MS)) {
    try {
      return await client.run(sql`SELECT 1`, { timeoutMs: 2_000 });
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
    }
  }
}
