import { addAbortSignal } from 'node:stream';
import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';
import type { ClickHouseConnection } from './clickhouse-connection';
import type { ConnectionReuse, OpenExchange } from './http-exchange';

/** An exchange over ClickHouse's own driver, which always reads the whole of an answer. */
export function openClientExchange(
  connection: ClickHouseConnection,
  reuse: ConnectionReuse,
): OpenExchange {
  const client = createDriver(connection, reuse);
  return {
    exchange: async ({ text, headers, settings, queryId }, signal) => {
      const answer = await client.exec({
        query: text,
        http_headers: { ...headers },
        clickhouse_settings: { ...settings },
        abort_signal: signal,
        ...(queryId === undefined ? {} : { query_id: queryId }),
        // The driver would take the code of a failure from its text by a regular expression. The
        // gateway takes it from a header.
        ignore_error_response: true,
      });
      // The driver stops listening to the signal once the head of the answer is there, so the
      // stream has to listen to it.
      const chunks: Buffer[] = [];
      for await (const chunk of addAbortSignal(signal, answer.stream)) chunks.push(chunk as Buffer);
      return {
        status: answer.http_status_code ?? 0,
        headers: answer.response_headers,
        segments: chunks,
        rest: null,
      };
    },
    close: () => client.close(),
  };
}

/** The driver, with deadlines and logs left to the gateway. */
function createDriver(
  connection: ClickHouseConnection,
  { maxConnections, idleMs }: ConnectionReuse,
): ClickHouseClient {
  return createClient({
    url: connection.url,
    username: connection.username,
    password: connection.password.reveal(),
    http_headers: { ...connection.httpHeaders },
    application: 'tributary',
    max_open_connections: maxConnections,
    keep_alive: {
      enabled: true,
      idle_socket_ttl: idleMs,
      eagerly_destroy_stale_sockets: true,
    },
    // Each statement has a deadline of its own, which the gateway keeps: the driver has one for all
    // statements, whose error has no code. A day stands for none.
    request_timeout: 24 * 60 * 60 * 1000,
    // The driver's own log would print statements with their literals.
    log: { level: ClickHouseLogLevel.OFF },
  });
}
