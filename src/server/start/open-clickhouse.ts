import { classifyFailure } from '../../connectors/classify-failure';
import type { ClickHouse } from '../../clickhouse/clickhouse';
import { createClickHouse } from '../../clickhouse/create-clickhouse';
import {
  startEmbeddedClickHouse,
  type EngineEvent,
} from '../../clickhouse/embedded/start-embedded-clickhouse';
import type { Log } from '../errors/log';
import { Secret } from '../../util/secret';
import type { Settings } from '../settings/settings';

export interface OpenedClickHouse {
  readonly clickhouse: ClickHouse;
  readonly isEmbedded: boolean;
  stop(): Promise<void>;
}

interface OpenOptions {
  readonly settings: Pick<Settings, 'clickhouse' | 'dataDir'>;
  readonly log: Log;
  readonly onProgress: (line: string) => void;
  /** Ends a start that is under way. */
  readonly signal?: AbortSignal;
}

/**
 * The ClickHouse of the settings, or an embedded one.
 * @throws GatewayError when the embedded one does not start
 */
export async function openClickHouse(options: OpenOptions): Promise<OpenedClickHouse> {
  const { settings, log } = options;
  if (settings.clickhouse !== null) {
    const { url, user, password } = settings.clickhouse;
    options.onProgress('Connecting to ClickHouse.');
    const connection = { url, username: user, password: password ?? new Secret('') };
    const clickhouse = createClickHouse(connection, classifyFailure);
    return { clickhouse, isEmbedded: false, stop: () => clickhouse.close() };
  }
  options.onProgress('Starting the embedded ClickHouse.');
  const embedded = await startEmbeddedClickHouse({
    dataDir: settings.dataDir,
    signal: options.signal,
    onEvent: (event) => {
      logEvent(log, event);
    },
  });
  const clickhouse = createClickHouse(embedded.connection, classifyFailure);
  return {
    clickhouse,
    isEmbedded: true,
    stop: async () => {
      await clickhouse.close();
      await embedded.stop();
    },
  };
}

function logEvent(log: Log, event: EngineEvent): void {
  if (event.kind === 'line') log.debug({ line: event.text }, 'embedded ClickHouse');
  else if (event.phase.phase === 'restarting')
    log.warn(
      { exit: event.phase.exit, delayMs: event.phase.delayMs },
      'the embedded ClickHouse ended and is started again',
    );
  else log.debug({ phase: event.phase.phase }, 'embedded ClickHouse');
}
