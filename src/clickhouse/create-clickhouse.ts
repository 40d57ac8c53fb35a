import { clickhouseString } from '../sql/clickhouse-quoting';
import { sql, type Sql } from '../sql/sql';
import type { ClassifyFailure } from '../errors/source-failure';
import { joinSegments } from '../util/join-segments';
import type { ClickHouse, ClickHouseFeatures, StatementOptions } from './clickhouse';
import { endSession } from './end-session';
import type { ClickHouseConnection } from './http/clickhouse-connection';
import { openClientExchange } from './http/open-client-exchange';
import { openHttpExchange } from './http/open-http-exchange';
import { StreamPermits } from './http/stream-permits';
import { sendStatement, type StatementWay } from './send-statement';
import { waitUntilEnded } from './wait-until-ended';

/**
 * Connections stay idle for less than every supported server keeps them (10 s since ClickHouse
 * 23.11), so that the gateway hangs up first.
 */
const REUSE = { maxConnections: 64, idleMs: 8_000 };

/**
 * A client of one ClickHouse. It connects on the first statement.
 * @param classify what failures mean of the services that ClickHouse reads; absent where
 *   ClickHouse's codes tell enough
 */
export function createClickHouse(
  connection: ClickHouseConnection,
  classify?: ClassifyFailure,
): ClickHouse {
  const driver = openClientExchange(connection, REUSE);
  const data = openHttpExchange(connection, REUSE);
  const managed: StatementWay = { exchange: driver.exchange, classify };
  const direct: StatementWay = { exchange: data.exchange, classify };
  const streaming: StatementWay = { ...direct, permits: new StreamPermits() };
  const rows = async <T>(statement: Sql, options: StatementOptions = {}) =>
    parseRows<T>(joinSegments((await sendStatement(managed, statement, 'rows', options)).segments));
  const sendDirect = (statement: Sql, options: StatementOptions = {}) =>
    sendStatement(direct, statement, 'bytes', options);

  return {
    run: async (statement, options = {}) =>
      void (await sendStatement(managed, statement, 'effect', options)),
    rows,
    bytes: async (statement, options) => {
      const { segments, rest: _none, ...summary } = await sendDirect(statement, options);
      return { ...summary, body: joinSegments(segments) };
    },
    segments: (statement, { mayStream = false, ...options } = {}) =>
      sendStatement(mayStream ? streaming : direct, statement, 'bytes', options),
    ended: (queryId) => waitUntilEnded(async () => (await rows(findRunning(queryId))).length > 0),
    endSession: (id) => endSession(id, sendDirect),
    readFeatures: async () => {
      const [row] = await rows<{ version: string }>(sql`SELECT version() AS version`);
      return parseFeatures(row?.version ?? '');
    },
    close: async () => {
      await Promise.all([data.close(), driver.close()]);
    },
  };
}

/** SELECT 1 FROM system.processes WHERE query_id = 'k3..' */
function findRunning(queryId: string): Sql {
  return sql`SELECT 1 FROM system.processes WHERE query_id = ${clickhouseString(queryId)}`;
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
