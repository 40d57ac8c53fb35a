import { addAbortSignal } from 'node:stream';
import type { ClickHouseClient } from '@clickhouse/client';
import type { HttpExchange } from './http-exchange';

/** Over the driver. It reads all of an answer. */
export function clientExchange(client: ClickHouseClient): HttpExchange {
  return async ({ text, headers, settings, queryId }, signal) => {
    const answer = await client.exec({
      query: text,
      http_headers: { ...headers },
      clickhouse_settings: { ...settings },
      abort_signal: signal,
      ...(queryId === undefined ? {} : { query_id: queryId }),
      // The driver takes the code of a failure from its text by a regular expression; we take it
      // from the header.
      ignore_error_response: true,
    });
    // The driver stops listening to the signal once the head of the answer is there, so the stream
    // listens itself.
    const chunks: Buffer[] = [];
    for await (const chunk of addAbortSignal(signal, answer.stream)) chunks.push(chunk as Buffer);
    return {
      status: answer.http_status_code ?? 0,
      headers: answer.response_headers,
      segments: chunks,
      rest: null,
    };
  };
}
