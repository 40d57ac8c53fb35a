import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { KeepAliveConnection } from './keep-alive-connection';
import type { LoadOrder, LoadResult } from './load-messages';
import { readText, renderRequest, sendRequest, type RenderedRequest } from './send-request';

interface Tally {
  readonly latencies: RecordableHistogram;
  requests: number;
  failures: number;
  failure: string | null;
}

/** Keeps `connections` requests in flight for the given time, and waits for the last of them. */
export async function runLoad(order: LoadOrder): Promise<LoadResult> {
  const requests = order.requests.map((request) => renderRequest(order, request));
  const tally: Tally = {
    latencies: createHistogram({ lowest: 1, highest: 3600e9, figures: 3 }),
    requests: 0,
    failures: 0,
    failure: null,
  };
  const startedAt = performance.now();
  const endAt = startedAt + order.durationMs;
  let next = 0;
  const takeRequest = (): RenderedRequest | null =>
    performance.now() < endAt || next === 0 ? (requests[next++ % requests.length] ?? null) : null;
  await Promise.all(
    Array.from({ length: order.connections }, () => followConnection(order, takeRequest, tally)),
  );
  const elapsedMs = performance.now() - startedAt;
  const { latencies, ...counts } = tally;
  const at = (percentile: number): number =>
    counts.requests === 0 ? 0 : latencies.percentile(percentile) / 1e6;
  return {
    ...counts,
    elapsedMs,
    p50Ms: at(50),
    p95Ms: at(95),
    p99Ms: at(99),
    maxMs: counts.requests === 0 ? 0 : latencies.max / 1e6,
  };
}

async function followConnection(
  order: LoadOrder,
  takeRequest: () => RenderedRequest | null,
  tally: Tally,
): Promise<void> {
  const connection = new KeepAliveConnection(order.host, order.port);
  for (let request = takeRequest(); request !== null; request = takeRequest()) {
    const sentAt = performance.now();
    const problem = await findProblem(connection, request);
    tally.latencies.record(Math.max(1, Math.round((performance.now() - sentAt) * 1e6)));
    tally.requests += 1;
    if (problem === null) continue;
    tally.failures += 1;
    tally.failure ??= problem;
  }
  connection.close();
}

/**
 * Every answer is checked: by its status, and by its length, which the proof of equal rows has
 * found.
 */
async function findProblem(
  connection: KeepAliveConnection,
  request: RenderedRequest,
): Promise<string | null> {
  try {
    const response = await sendRequest(connection, request);
    if (response.status !== 200)
      return `status ${response.status}: ${readText(response).slice(0, 300)}`;
    if (request.expectedBytes === null || response.length === request.expectedBytes) return null;
    return (
      `${response.length} bytes instead of ${request.expectedBytes}: ` +
      `${readText(response).slice(0, 300)}`
    );
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
