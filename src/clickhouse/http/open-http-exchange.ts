import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import type { ClickHouseConnection } from './clickhouse-connection';
import type { ConnectionReuse, HttpAnswer, HttpStatement, OpenExchange } from './http-exchange';
import type { StreamPermits } from './stream-permits';

/**
 * An exchange over node:http, for the data of the data API. Without the driver's streams, log and
 * parsing in between, a statement takes less than half of the gateway's CPU: 0.26 ms in place of
 * 0.56 ms with @clickhouse/client 1.23. Headers are those of the driver.
 */
export function openHttpExchange(
  connection: ClickHouseConnection,
  { maxConnections, idleMs }: ConnectionReuse,
): OpenExchange {
  const url = new URL(connection.url);
  const { request, Agent } = url.protocol === 'https:' ? https : http;
  const agent = new Agent({ keepAlive: true, maxSockets: maxConnections, timeout: idleMs });
  const fixed: RequestOptions = {
    agent,
    protocol: url.protocol,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port,
    method: 'POST',
  };
  const fixedHeaders = {
    'user-agent': 'tributary',
    ...connection.httpHeaders,
    authorization: renderLogin(connection),
  };
  return {
    exchange: (statement, signal, permits) => {
      const body = Buffer.from(statement.text);
      const sent = request({
        ...fixed,
        path: `${url.pathname}?${renderQueryString(statement)}`,
        headers: { ...fixedHeaders, ...statement.headers, 'content-length': body.length },
      });
      const answer = receiveAnswer(sent, signal, permits);
      sent.end(body);
      return answer;
    },
    close: () => {
      agent.destroy();
    },
  };
}

function renderLogin({ username, password }: ClickHouseConnection): string {
  return `Basic ${Buffer.from(`${username}:${password.reveal()}`).toString('base64')}`;
}

/** `max_execution_time=30&readonly=2&query_id=..` */
function renderQueryString({ settings, queryId }: HttpStatement): string {
  const rendered: string[] = [];
  for (const [name, value] of Object.entries(settings)) {
    const text = value === true ? '1' : value === false ? '0' : String(value);
    rendered.push(`${name}=${encodeURIComponent(text)}`);
  }
  if (queryId !== undefined) rendered.push(`query_id=${encodeURIComponent(queryId)}`);
  return rendered.join('&');
}

/** Waits for the answer to a request, and destroys the request when the signal aborts before. */
function receiveAnswer(
  sent: ClientRequest,
  signal: AbortSignal,
  permits: StreamPermits | undefined,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      sent.destroy(new Error('aborted'));
    };
    const succeed = (answer: HttpAnswer): void => {
      signal.removeEventListener('abort', onAbort);
      resolve(answer);
    };
    const fail = (error: Error): void => {
      signal.removeEventListener('abort', onAbort);
      reject(error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    sent.once('response', (message) => {
      readMessage(message, permits, succeed, fail);
    });
    sent.on('error', fail);
  });
}

/** Collects the body of an answer, until it ends or a permit lets the rest of it wait. */
function readMessage(
  message: IncomingMessage,
  permits: StreamPermits | undefined,
  succeed: (answer: HttpAnswer) => void,
  fail: (error: Error) => void,
): void {
  const segments: Buffer[] = [];
  let length = 0;
  const finish = (rest: IncomingMessage | null): void => {
    succeed({ status: message.statusCode ?? 0, headers: message.headers, segments, rest });
  };
  const onData = (chunk: Buffer): void => {
    segments.push(chunk);
    length += chunk.length;
    if (permits?.take(length) !== true) return;
    message.once('close', () => {
      permits.giveBack();
    });
    message.pause();
    message.off('data', onData);
    finish(message);
  };
  message.on('data', onData);
  message.once('end', () => {
    finish(null);
  });
  // An answer that is cut off before its end fails with ECONNRESET. When it is the rest that is cut
  // off, the stream's reader is told by the same event, and `fail` comes too late to matter.
  message.on('error', fail);
}
