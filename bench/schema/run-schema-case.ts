import type { BenchOptions } from '../bench-options';
import type { Contender } from '../contenders/contender';
import type { DataSize } from '../data/data-size';
import type { LoadOrder, LoadResult, LoadTarget } from '../load/load-messages';
import type { LoadGenerator } from '../load/start-load-generator';
import { measureUsage } from '../measure/measure-usage';
import { median } from '../measure/median';
import { proveCase } from '../proof/prove-case';
import type { CaseReport } from '../report/bench-report';
import type { Sources } from '../sources/start-sources';
import type { StartedServers } from '../sources/started-servers';
import { measureSwaps, type MeasuredSwaps } from './measure-swaps';
import { OTHERS, schemaCase, startWideGateway, type SchemaCaseName } from './schema-case';

export interface SchemaCaseOptions {
  readonly options: BenchOptions;
  readonly size: DataSize;
  readonly sources: Sources;
  readonly contenders: readonly Contender[];
  readonly load: LoadGenerator;
  readonly say: (line: string) => void;
  readonly folder: string;
  readonly started: StartedServers;
}

/** Measures the gateway with many tables. The other contenders are reported to have no such case. */
export async function runSchemaCase(
  name: SchemaCaseName,
  all: SchemaCaseOptions,
): Promise<CaseReport> {
  const { options, size, contenders, load, say } = all;
  const benchCase = schemaCase(name);
  const others = contenders.flatMap((each) =>
    each.name === 'gateway' ? [] : [{ name: each.name, why: OTHERS[each.name].why }],
  );
  const narrow = contenders.find((each) => each.name === 'gateway');
  if (narrow === undefined) return { benchCase, measured: [], unable: others };
  const gateway = await startWideGateway(name, all.folder, all.sources, all.started);
  // The rows must be those of the gateway that has fewer tables.
  const { proven, unable } = await proveCase(
    benchCase,
    [gateway.contender, ...contenders.filter((each) => each.name === 'limit' || each === narrow)],
    size,
  );
  const targetOf = (contender: Contender): LoadTarget | undefined =>
    proven.find((each) => each.contender === contender)?.target;
  const [target, narrowTarget] = [targetOf(gateway.contender), targetOf(narrow)];
  if (target === undefined || narrowTarget === undefined)
    return { benchCase, measured: [], unable: [...unable, ...others] };
  const order = { ...target, connections: options.connections, durationMs: options.durationMs };
  const cpuRatio = await compareCpu(
    [gateway.contender, order],
    [narrow, { ...order, ...narrowTarget }],
    load,
    options,
  );
  const swaps = await measureSwaps(
    gateway,
    { ...order, durationMs: options.durationMs * options.rounds },
    load,
  );
  const { figures, load: result, usage } = swaps;
  const lost = `${figures.lost} of ${figures.requestsUnderLoad} requests`;
  const stall = `no answer for ${figures.stallMs.toFixed(0)} ms while the schema is swapped`;
  say(`${name}: ${stall}; ${lost} lost`);
  if (figures.lost > 0)
    throw new Error(`${lost} were lost, the first with ${result.failure ?? ''}`);
  return {
    benchCase,
    measured: [toMeasured(result, usage)],
    unable: others,
    swaps: { ...figures, cpuRatio },
  };
}

function toMeasured(result: LoadResult, usage: MeasuredSwaps['usage']) {
  const { requests, elapsedMs, p50Ms, p95Ms, p99Ms } = result;
  const requestsPerSecond = (requests / elapsedMs) * 1000;
  return {
    name: 'gateway',
    rounds: 1,
    requests,
    requestsPerSecond,
    p50Ms,
    p95Ms,
    p99Ms,
    usage,
  } as const;
}

type Loaded = readonly [contender: Contender, order: LoadOrder];

/**
 * Time of the processor for one request, the first divided by the second: in turn, because the
 * machine is not always equally fast.
 */
async function compareCpu(
  first: Loaded,
  second: Loaded,
  load: LoadGenerator,
  { rounds, warmUpMs }: BenchOptions,
): Promise<number> {
  const cpuOf = async ([{ processes }, order]: Loaded): Promise<number> => {
    await load.run({ ...order, durationMs: warmUpMs });
    const { usage } = await measureUsage(
      processes.filter(({ role }) => role === 'server'),
      () => load.run(order),
      (done) => done.requests,
    );
    return usage[0]?.cpuMs ?? NaN;
  };
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round += 1)
    ratios.push((await cpuOf(first)) / (await cpuOf(second)));
  return median(ratios);
}
