import type { ClickHouse } from '../../../src/clickhouse/clickhouse';
import { createClickHouse } from '../../../src/clickhouse/create-clickhouse';
import {
  startEmbeddedClickHouse,
  type EmbeddedClickHouse,
} from '../../../src/clickhouse/embedded/start-embedded-clickhouse';
import { classifyFailure } from '../../../src/connectors/classify-failure';
import { makeTempDir } from '../make-temp-dir';

export interface TestClickHouse {
  readonly server: EmbeddedClickHouse;
  readonly clickhouse: ClickHouse;
  readonly dataDir: string;
  /** Standard error of the server so far. */
  readonly lines: readonly string[];
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

/** An embedded server with its data in a temporary folder, and a client of it. */
export async function startTestClickHouse(): Promise<TestClickHouse> {
  const folder = await makeTempDir();
  const lines: string[] = [];
  const server = await startEmbeddedClickHouse({
    dataDir: folder.path,
    onEvent: (event) => void (event.kind === 'line' && lines.push(event.text)),
  });
  const clickhouse = createClickHouse(server.connection, classifyFailure);
  const stop = async () => {
    await clickhouse.close();
    await server.stop();
    await folder.remove();
  };
  return { server, clickhouse, dataDir: folder.path, lines, stop };
}
