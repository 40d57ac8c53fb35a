import type { Json } from '../cases/bench-case';
import type { Prepared } from '../contenders/contender';
import { KeepAliveConnection } from '../load/keep-alive-connection';
import { readText, renderRequest, sendRequest } from '../load/send-request';

export interface Asked {
  readonly answer: Json;
  readonly bytes: number;
  readonly elapsedMs: number;
}

/**
 * Sends one request as the load generator would, and keeps its answer.
 * @throws Error when the answer is no JSON
 */
export async function askOnce({ target, request }: Prepared): Promise<Asked> {
  const rendered = renderRequest({ ...target, requests: [] }, { ...request, expectedBytes: null });
  const connection = new KeepAliveConnection(target.host, target.port);
  const startedAt = performance.now();
  try {
    const response = await sendRequest(connection, rendered);
    const elapsedMs = performance.now() - startedAt;
    return {
      answer: parseJson(response.status, readText(response)),
      bytes: response.length,
      elapsedMs,
    };
  } finally {
    connection.close();
  }
}

function parseJson(status: number, text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new Error(`status ${status}: ${text.slice(0, 300)}`);
  }
}
