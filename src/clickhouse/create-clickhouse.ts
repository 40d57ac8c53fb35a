import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { clickhouseString } from '../sql/clickhouse-quoting';
import { sql, type Sql } from '../sql/sql';
import { joinSegments } from '../util/join-segments';
import type {
  ClickHouse,
  ClickHouseConnection,
  ClickHouseFeatures,
  StatementOptions,
} from './clickhouse';
import { clientExchange } from './client-exchange';
import { endSession } from './end-session';
import { openHttpExchange } from './open-http-exchange';
import { sendStatement } from './send-statement';
import { StreamPlaces } from './stream-places';
import { waitUntilEnded } from './wait-until-ended';

// Below the keep-alive of every supported server (10 s since ClickHouse 23.11), so that we hang up first.
const REUSE = { maxConnections: 64, idleMs: 8_000 };

/** A client of one ClickHouse. It connects on the first statement. */
export function createClickHouse(connection: ClickHouseConnection): ClickHouse {
  const client = createClient({
    url: connection.url,
    username: connection.username,
    password: connection.password.reveal(),
    http_headers: { ...connection.httpHeaders },
    application: 'tributary',
    max_open_connections: REUSE.maxConnections,
    keep_alive: {
      enabled: true,
      idle_socket_ttl: REUSE.idleMs,
      eagerly_destroy_stale_sockets: true,
    },
    // Deadlines are ours, per statement: the driver's one is the same for all and has no error code.
    request_timeout: 24 * 60 * 60 * 1000,
    // The driver's own log would print statements with their literals.
    log: { level: ClickHouseLogLevel.OFF },
  });

  const driver = clientExchange(client);
  const data = openHttpExchange(connection, REUSE);
  const streams = new StreamPlaces();
  const rows = async <T>(statement: Sql, options: StatementOptions = {}) =>
    parseRows<T>(joinSegments((await sendStatement(driver, statement, 'rows', options)).segments));

  return {
    run: async (statement, options = {}) =>
      void (await sendStatement(driver, statement, 'effect', options)),
    rows,
    bytes: async (statement, options = {}) => {
      const {
        segments,
        rest: _none,
        ...summary
      } = await sendStatement(data.exchange, statement, 'bytes', options);
      return { ...summary, body: joinSegments(segments) };
    },
    segments: (statement, { mayStream = false, ...options } = {}) =>
      sendStatement(data.exchange, statement, 'bytes', options, mayStream ? streams : undefined),
    ended: (queryId) =>
      waitUntilEnded(
        async () =>
          (
            await rows(
              sql`SELECT 1 FROM system.processes WHERE query_id = ${clickhouseString(queryId)}`,
            )
          ).length > 0,
      ),
    endSession: (id) =>
      endSession(id, (statement, options) =>
        sendStatement(data.exchange, statement, 'bytes', options),
      ),
    readFeatures: async () =>
      parseFeatures(
        (await rows<{ version: string }>(sql`SELECT version() AS version`))[0]?.version ?? '',
      ),
    close: () => {
      data.close();
      return client.close();
    },
  };
}

function parseRows<T>(body: Buffer): readonly T[] {
  return body
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

function parseFeatures(version: string): ClickHouseFeatures {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return { version, passthroughQuery: major > 26 || (major === 26 && minor >= 7) };
}
