import { setTimeout as sleep } from 'node:timers/promises';
import { getIntrospectionQuery } from 'graphql';
import type { ManagementApi } from '../contenders/gateway/management-api';
import { KeepAliveConnection } from '../load/keep-alive-connection';
import type { LoadOrder, LoadRequest, LoadResult } from '../load/load-messages';
import { renderRequest, sendRequest } from '../load/send-request';
import type { LoadGenerator } from '../load/start-load-generator';
import { measureUsage, type UsagePerRequest } from '../measure/measure-usage';
import { median } from '../measure/median';
import type { WideGateway } from './schema-case';

export interface SwapFigures {
  readonly tables: number;
  readonly setUpMs: number;
  readonly swaps: number;
  /** Longest time without an answer to anything while the schema is built and swapped, by swap. */
  readonly stallMs: number;
  readonly longestStallMs: number;
  /** The mutation that swaps, with its statements in ClickHouse. */
  readonly mutationMs: number;
  /** Time of the gateway's processor for that mutation, building and swapping included. */
  readonly mutationCpuMs: number;
  /** The first query after a swap, and the same once more. */
  readonly firstQueryMs: number;
  readonly secondQueryMs: number;
  /** Introspection of everything, and the longest time without an answer to anything meanwhile. */
  readonly introspectionMs: number;
  readonly introspectionStallMs: number;
  readonly swapsUnderLoad: number;
  readonly requestsUnderLoad: number;
  readonly lost: number;
  readonly memoryBytes: number;
  /**
   * Time of the processor for one request without swaps, divided by that of a gateway that has only
   * the tables of the shop.
   */
  readonly cpuRatio: number;
}

export interface MeasuredSwaps {
  readonly figures: Omit<SwapFigures, 'cpuRatio'>;
  readonly load: LoadResult;
  readonly usage: readonly UsagePerRequest[];
}

const SWAPS = 10;
/** Answered without a look into ClickHouse or GraphQL: what it waits for is the event loop. */
const PROBE = 'GET /nothing-here HTTP/1.1\r\nhost: probe\r\n\r\n';

/** Swaps the schema of an idle gateway, then of one under load. */
export async function measureSwaps(
  gateway: WideGateway,
  order: LoadOrder,
  load: LoadGenerator,
): Promise<MeasuredSwaps> {
  const swap = createSwap(gateway.server.api);
  await swap();
  const idle: IdleSwap[] = [];
  for (let count = 0; count < SWAPS; count += 1)
    idle.push(await measureIdleSwap(gateway, order, swap));
  const introspection = await watchStall(order, async () => {
    await ask(order, {
      bodies: [JSON.stringify({ query: getIntrospectionQuery() })],
      expectedBytes: null,
    });
  });
  const { result, usage, swapsUnderLoad } = await swapUnderLoad(gateway, swap, () =>
    load.run(order),
  );
  const medianOf = (figure: keyof IdleSwap): number => median(idle.map((each) => each[figure]));
  return {
    load: result,
    usage,
    figures: {
      tables: gateway.tables,
      setUpMs: gateway.setUpMs,
      swaps: SWAPS,
      stallMs: medianOf('stallMs'),
      longestStallMs: Math.max(...idle.map(({ stallMs }) => stallMs)),
      mutationMs: medianOf('workMs'),
      mutationCpuMs: medianOf('cpuMs'),
      firstQueryMs: medianOf('firstQueryMs'),
      secondQueryMs: medianOf('secondQueryMs'),
      introspectionMs: introspection.workMs,
      introspectionStallMs: introspection.stallMs,
      swapsUnderLoad,
      requestsUnderLoad: result.requests,
      lost: result.failures,
      memoryBytes: usage[0]?.peakBytes ?? NaN,
    },
  };
}

async function swapUnderLoad(
  gateway: WideGateway,
  swap: () => Promise<void>,
  runLoad: () => Promise<LoadResult>,
) {
  let isOver = false;
  let swapsUnderLoad = 0;
  const swapping = (async () => {
    for (; !isOver; swapsUnderLoad += 1) await swap().then(() => sleep(250));
  })();
  const measured = await measureUsage(
    gateway.contender.processes,
    () =>
      runLoad().finally(() => {
        isOver = true;
      }),
    (done) => done.requests,
  );
  await swapping;
  return { ...measured, swapsUnderLoad };
}

/** Exposes a table once more, and takes it away the next time: each swaps the schema once. */
function createSwap(api: ManagementApi): () => Promise<void> {
  let exposed: string | null = null;
  return async () => {
    const answer =
      exposed === null
        ? await api(
            'mutation { createRemoteTable(input: { service: "shop", name: "customer_again", ' +
              'table: "customer" }) { id } }',
          )
        : await api('mutation ($id: ID!) { deleteRemoteTable(id: $id) { id } }', { id: exposed });
    if (answer.errors !== undefined)
      throw new Error(answer.errors.map((error) => error.message).join(' '));
    exposed =
      exposed === null
        ? (answer.data as { readonly createRemoteTable: { readonly id: string } }).createRemoteTable
            .id
        : null;
  };
}

interface IdleSwap extends Stall {
  readonly cpuMs: number;
  readonly firstQueryMs: number;
  readonly secondQueryMs: number;
}

async function measureIdleSwap(
  { contender }: WideGateway,
  order: LoadOrder,
  swap: () => Promise<void>,
): Promise<IdleSwap> {
  const { result, usage } = await measureUsage(
    contender.processes,
    () => watchStall(order, swap),
    () => 1,
  );
  const [request] = order.requests;
  if (request === undefined) throw new Error('the case asks for nothing');
  const [firstQueryMs, secondQueryMs] = [await ask(order, request), await ask(order, request)];
  return { ...result, cpuMs: usage[0]?.cpuMs ?? NaN, firstQueryMs, secondQueryMs };
}

/** On a connection that is open already. @returns how long it took */
async function ask(order: LoadOrder, request: LoadRequest): Promise<number> {
  const connection = new KeepAliveConnection(order.host, order.port);
  await connection.send(PROBE);
  const startedAt = performance.now();
  const { status } = await sendRequest(connection, renderRequest(order, request));
  const askedMs = performance.now() - startedAt;
  connection.close();
  if (status !== 200) throw new Error(`the gateway answers with ${status}`);
  return askedMs;
}

interface Stall {
  readonly stallMs: number;
  readonly workMs: number;
}

async function watchStall({ host, port }: LoadOrder, work: () => Promise<void>): Promise<Stall> {
  const connection = new KeepAliveConnection(host, port);
  await connection.send(PROBE);
  const startedAt = performance.now();
  const worked = work().then(() => performance.now() - startedAt);
  let isOver = false;
  void worked
    .finally(() => {
      isOver = true;
    })
    .catch(() => undefined);
  let stallMs = 0;
  while (!isOver) {
    const sentAt = performance.now();
    await connection.send(PROBE);
    stallMs = Math.max(stallMs, performance.now() - sentAt);
  }
  connection.close();
  return { stallMs, workMs: await worked };
}
