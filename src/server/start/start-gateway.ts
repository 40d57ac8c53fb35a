import type { RequestContext } from '../../reading/request/request-context';
import { createLog, type Log } from '../errors/log';
import { describeDataFolderError } from '../errors/start-error';
import type { ManagementRequestContext } from '../../../resolvers/management-request-context';
import { createExplain } from '../graphql/explain-operation';
import { createOperationLimits } from '../graphql/operation-limits';
import { startHttpServer, type HttpServer } from '../http/http-server';
import { createExplorer } from '../pages/explorer';
import { openKeys, type Keys } from '../settings/keys';
import type { Settings } from '../settings/settings';
import { openBackend, type Backend } from './open-backend';

export interface StartOptions {
  /**
   * Told what happens while servers start, one line at a time, for people. Never holds a secret.
   */
  readonly onProgress: (line: string) => void;
  /** Ends a start that is under way. */
  readonly signal?: AbortSignal;
  /** The query that the explorer page opens with. */
  readonly explorerQuery?: string;
}

export interface RunningGateway {
  /** Without a path, e.g. `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Finishes what runs, for 10 s at most, and stops everything that was started. */
  stop(): Promise<void>;
}

/**
 * Starts a whole gateway: the composition root.
 * @throws SettingsError, StartError, GatewayError CLICKHOUSE_UNAVAILABLE, and the signal's reason
 *   once it aborts
 */
export async function startGateway(
  settings: Settings,
  options: StartOptions,
): Promise<RunningGateway> {
  const { onProgress, signal } = options;
  const log = createLog(settings.logLevel);
  try {
    const keys = await openKeys(settings, onProgress);
    const backend = await openBackend({ settings, log, onProgress, signal });
    return await serve({ settings, log, keys, backend, explorerQuery: options.explorerQuery });
  } catch (error) {
    throw describeDataFolderError(error, settings.dataDir) ?? error;
  }
}

interface GatewayParts {
  readonly settings: Settings;
  readonly log: Log;
  readonly keys: Keys;
  readonly backend: Backend;
  readonly explorerQuery?: string;
}

async function serve(parts: GatewayParts): Promise<RunningGateway> {
  const { backend } = parts;
  try {
    const http = await openHttp(parts);
    return {
      url: http.url,
      stop: async () => {
        await http.close();
        await backend.stop();
      },
    };
  } catch (error) {
    await backend.stop();
    throw error;
  }
}

function openHttp({
  settings,
  log,
  keys,
  backend,
  explorerQuery,
}: GatewayParts): Promise<HttpServer> {
  const limits = createOperationLimits(settings);
  const explain = createExplain({ schemas: () => backend.gateway.current, limits });
  const extension = { management: backend.management, explain };
  return startHttpServer({
    settings,
    gateway: backend.gateway,
    limits,
    probe: backend.probe,
    keys,
    extendContext: (context: RequestContext): ManagementRequestContext =>
      Object.assign(context, extension),
    explorer: settings.explorer
      ? createExplorer({ initialQuery: explorerQuery, needsKey: !settings.anonymousRead })
      : null,
    log,
  });
}
