import type { ManagementRequestContext } from '../../../resolvers/management-request-context';
import type { RequestContext } from '../../reading/request/request-context';
import { createExplain } from '../graphql/explain-operation';
import { createExplorer } from '../pages/explorer';
import { startHttpServer } from '../http/http-server';
import { openKeys } from '../settings/keys';
import { createLog } from '../errors/log';
import { openBackend } from './open-backend';
import { createOperationLimits } from '../graphql/operation-limits';
import type { Settings } from '../settings/settings';

export interface StartOptions {
  /** Told what happens while servers start, one line at a time, for people. Never holds a secret. */
  onProgress(line: string): void;
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
 * @throws SettingsError, GatewayError CLICKHOUSE_UNAVAILABLE
 */
export async function startGateway(
  settings: Settings,
  options: StartOptions,
): Promise<RunningGateway> {
  const log = createLog(settings.logLevel);
  const keys = await openKeys(settings, (line) => {
    options.onProgress(line);
  });
  const backend = await openBackend({
    settings,
    log,
    onProgress: (line) => {
      options.onProgress(line);
    },
  });
  try {
    const explorer = settings.explorer
      ? createExplorer({ initialQuery: options.explorerQuery, needsKey: !settings.anonymousRead })
      : null;
    const limits = createOperationLimits(settings);
    const explain = createExplain({ schemas: () => backend.gateway.current, limits });
    const extension = { management: backend.management, explain };
    const extendContext = (context: RequestContext): ManagementRequestContext =>
      Object.assign(context, extension);
    const http = await startHttpServer({
      settings,
      gateway: backend.gateway,
      limits,
      probe: backend.probe,
      keys,
      extendContext,
      explorer,
      log,
    });
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
