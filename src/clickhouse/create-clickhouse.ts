import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';
import type { ClassifyFailure } from '../errors/source-failure';
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
import { sendStatement, type StatementWay } from './send-statement';
import { StreamPlaces } from './stream-places';
import { waitUntilEnded } from './wait-until-ended';

// Below the keep-alive of every supported server (10 s since ClickHouse 23.11), so that we hang up
// first.
const REUSE = { maxConnections: 64, idleMs: 8_000 };

/**
 * A client of one ClickHouse. It connects on the first statement.
 * @param classify what failures of the services mean that ClickHouse reads; absent: its codes tell
 */
export function createClickHouse(
  connection: ClickHouseConnection,
  classify?: ClassifyFailure,
): ClickHouse {
  const client = createDriver(connection);
  const driver: StatementWay = { exchange: clientExchange(client), classify };
  const data = openHttpExchange(connection, REUSE);
  const direct: StatementWay = { exchange: data.exchange, classify };
  const streaming: StatementWay = { ...direct, streams: new StreamPlaces() };
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
      } = await sendStatement(direct, statement, 'bytes', options);
      return { ...summary, body: joinSegments(segments) };
    },
    segments: (statement, { mayStream = false, ...options } = {}) =>
      sendStatement(mayStream ? streaming : direct, statement, 'bytes', options),
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
      endSession(id, (statement, options) => sendStatement(direct, statement, 'bytes', options)),
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

/** The package's client, with deadlines and logs left to us. */
function createDriver(connection: ClickHouseConnection): ClickHouseClient {
  return createClient({
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
    // Deadlines are ours, per statement: the driver's one is the same for all and has no error
    // code.
    request_timeout: 24 * 60 * 60 * 1000,
    // The driver's own log would print statements with their literals.
    log: { level: ClickHouseLogLevel.OFF },
  });
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
