import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from '../../sql/sql';
import { findFreePort } from '../../util/find-free-port';
import { Secret } from '../../util/secret';
import { unlessAborted } from '../../util/unless-aborted';
import { createClickHouse } from '../create-clickhouse';
import type { ClickHouseConnection } from '../http/clickhouse-connection';
import { createEngineFolder, writeEngineFiles, type EngineFolder } from './engine-files';
import { findEngineLibrary } from './engine-library';
import { lockFolder } from './lock-folder';
import { DOOR_HEADER } from './render-config';
import { spawnEngine } from './spawn-engine';
import { superviseEngine, type EnginePhase, type SupervisedEngine } from './supervise-engine';

const START_TIMEOUT_MS = 30_000;
const POLL_MS = 20;
const USERNAME = 'tributary';

/** What the gateway's log is told of the embedded server. */
export type EngineEvent =
  | { readonly kind: 'phase'; readonly phase: EnginePhase }
  /** A line of the server's standard error. */
  | { readonly kind: 'line'; readonly text: string };

interface EmbeddedClickHouseOptions {
  /** The gateway's data directory; the server lives in its folder `clickhouse`. */
  readonly dataDir: string;
  /**
   * The port of 127.0.0.1 on which the server listens for ClickHouse's native protocol too. The
   * door header does not guard that port. Absent: it listens for HTTP only.
   */
  readonly tcpPort?: number;
  readonly onEvent?: (event: EngineEvent) => void;
  /** Ends a start that is under way when it aborts. */
  readonly signal?: AbortSignal;
}

export interface EmbeddedClickHouse {
  /** Stays the same when the server restarts, and is new at every start of the gateway. */
  readonly connection: ClickHouseConnection;
  phase(): EnginePhase;
  /** Null while no server runs. */
  pid(): number | null;
  /** Ends the server and gives the data directory back. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts a ClickHouse server as a supervised child process, on a free port of 127.0.0.1, with its
 * data in `dataDir`. Resolves when the server answers.
 * @throws GatewayError IN_USE when another gateway holds the directory, CLICKHOUSE_FEATURE_MISSING
 *   when the library is not installed, CLICKHOUSE_UNAVAILABLE with the server's last words when it
 *   does not start; the reason of `signal` when that aborts
 */
export async function startEmbeddedClickHouse(
  options: EmbeddedClickHouseOptions,
): Promise<EmbeddedClickHouse> {
  const folder = await createEngineFolder(options.dataDir);
  const unlock = await lockFolder(folder.root);
  try {
    const httpPort = await findFreePort();
    const connection = createConnection(httpPort);
    const door = connection.httpHeaders[DOOR_HEADER];
    await writeEngineFiles(folder, {
      username: connection.username,
      password: connection.password,
      door,
      httpPort,
      tcpPort: options.tcpPort,
    });
    const engine = await supervise(folder, connection, options);
    return {
      connection,
      phase: () => engine.phase(),
      pid: () => pidOf(engine.phase()),
      stop: () => engine.stop().then(unlock),
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

function createConnection(httpPort: number) {
  return {
    url: `http://127.0.0.1:${httpPort}`,
    username: USERNAME,
    password: new Secret(randomBytes(32).toString('base64url')),
    httpHeaders: { [DOOR_HEADER]: randomBytes(32).toString('base64url') },
  } satisfies ClickHouseConnection;
}

function supervise(
  folder: EngineFolder,
  connection: ClickHouseConnection,
  options: EmbeddedClickHouseOptions,
): Promise<SupervisedEngine> {
  const library = findEngineLibrary();
  const tcp = options.tcpPort !== undefined;
  return superviseEngine({
    spawn: () =>
      spawnEngine(library, folder, {
        tcp,
        onLine: (text) => options.onEvent?.({ kind: 'line', text }),
      }),
    waitUntilAnswering: (over) =>
      unlessAborted(waitUntilAnswering(connection, over), options.signal),
    onPhase: (phase) => options.onEvent?.({ kind: 'phase', phase }),
  });
}

/**
 * Asks until the server accepts the gateway's own credentials, so that another process that took
 * the port meanwhile does not pass for the server.
 */
async function waitUntilAnswering(
  connection: ClickHouseConnection,
  signal: AbortSignal,
): Promise<void> {
  const clickhouse = createClickHouse(connection);
  const giveUpAt = Date.now() + START_TIMEOUT_MS;
  try {
    for (;;) {
      try {
        return await clickhouse.run(sql`SELECT 1`, { signal, timeoutMs: 2_000 });
      } catch (error) {
        if (signal.aborted || Date.now() > giveUpAt) throw error;
      }
      await sleep(POLL_MS, undefined, { signal });
    }
  } finally {
    await clickhouse.close();
  }
}

function pidOf(phase: EnginePhase): number | null {
  return phase.phase === 'running' ? phase.pid : null;
}
