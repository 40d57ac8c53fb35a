import { setTimeout as sleep } from 'node:timers/promises';
import { measureUsage, type UsagePerRequest } from '../measure/measure-usage';
import { median } from '../measure/median';
import { KeepAliveConnection } from '../load/keep-alive-connection';
import type { LoadOrder, LoadResult } from '../load/load-messages';
import type { LoadGenerator } from '../load/start-load-generator';
import type { ManagementApi } from '../contenders/gateway/management-api';
import { TABLES, type WideGateway } from './schema-case';

export interface SwapFigures {
  readonly tables: number;
  readonly setUpMs: number;
  readonly swaps: number;
  /** Longest time without an answer to anything while the schema is built and swapped, by swap. */
  readonly stallMs: number;
  readonly longestStallMs: number;
  /** The mutation that swaps, with its statements in ClickHouse. */
  readonly mutationMs: number;
  readonly swapsUnderLoad: number;
  readonly requestsUnderLoad: number;
  readonly lost: number;
  readonly memoryBytes: number;
}

export interface MeasuredSwaps {
  readonly figures: SwapFigures;
  readonly load: LoadResult;
  readonly usage: readonly UsagePerRequest[];
}

const SWAPS = 10;
/** Answered without a look into ClickHouse or GraphQL: what it waits for is the event loop. */
const PROBE = 'GET /nothing-here HTTP/1.1\r\nhost: probe\r\n\r\n';

/** Swaps the schema of an idle gateway, then of one under load. */
export async function measureSwaps(gateway: WideGateway, order: LoadOrder, load: LoadGenerator): Promise<MeasuredSwaps> {
  const swap = createSwap(gateway.server.api);
  await swap();
  const idle: { readonly stallMs: number; readonly mutationMs: number }[] = [];
  for (let count = 0; count < SWAPS; count += 1) idle.push(await watchStall(order, swap));
  let isOver = false;
  let swapsUnderLoad = 0;
  const swapping = (async () => {
    for (; !isOver; swapsUnderLoad += 1) await swap().then(() => sleep(250));
  })();
  const { result, usage } = await measureUsage(gateway.contender.processes, () => load.run(order).finally(() => { isOver = true; }), (done) => done.requests);
  await swapping;
  const stalls = idle.map(({ stallMs }) => stallMs);
  return {
    load: result, usage,
    figures: {
      tables: TABLES, setUpMs: gateway.setUpMs, swaps: SWAPS, stallMs: median(stalls), longestStallMs: Math.max(...stalls), mutationMs: median(idle.map(({ mutationMs }) => mutationMs)),
      swapsUnderLoad, requestsUnderLoad: result.requests, lost: result.failures, memoryBytes: usage[0]?.peakBytes ?? NaN,
    },
  };
}

/** Exposes a table once more, and takes it away the next time: each swaps the schema once. */
function createSwap(api: ManagementApi): () => Promise<void> {
  let exposed: string | null = null;
  return async () => {
    const answer = exposed === null
      ? await api('mutation { createRemoteTable(input: { service: "shop", name: "customer_again", table: "customer" }) { id } }')
      : await api('mutation ($id: ID!) { deleteRemoteTable(id: $id) { id } }', { id: exposed });
    if (answer.errors !== undefined) throw new Error(answer.errors.map((error) => error.message).join(' '));
    exposed = exposed === null ? (answer.data as { readonly createRemoteTable: { readonly id: string } }).createRemoteTable.id : null;
  };
}

async function watchStall({ host, port }: LoadOrder, swap: () => Promise<void>): Promise<{ readonly stallMs: number; readonly mutationMs: number }> {
  const connection = new KeepAliveConnection(host, port);
  await connection.send(PROBE);
  const startedAt = performance.now();
  const swapped = swap().then(() => performance.now() - startedAt);
  let isOver = false;
  void swapped.finally(() => { isOver = true; }).catch(() => undefined);
  let stallMs = 0;
  while (!isOver) {
    const sentAt = performance.now();
    await connection.send(PROBE);
    stallMs = Math.max(stallMs, performance.now() - sentAt);
  }
  connection.close();
  return { stallMs, mutationMs: await swapped };
}
