import type { BenchOptions } from '../bench-options';
import type { Contender } from '../contenders/contender';
import type { DataSize } from '../data/data-size';
import type { LoadGenerator } from '../load/start-load-generator';
import { proveCase } from '../proof/prove-case';
import type { CaseReport } from '../report/bench-report';
import type { Sources } from '../sources/start-sources';
import type { StartedServers } from '../sources/started-servers';
import { measureSwaps } from './measure-swaps';
import { OTHERS, schemaCase, startWideGateway } from './schema-case';

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

/** Only of the gateway; the others are told to have no such case. */
export async function runSchemaCase(all: SchemaCaseOptions): Promise<CaseReport> {
  const { options, size, contenders, load, say } = all;
  const others = contenders.flatMap(({ name }) => (name === 'gateway' ? [] : [{ name, why: OTHERS[name].why }]));
  if (!contenders.some(({ name }) => name === 'gateway')) return { benchCase: schemaCase, measured: [], unable: others };
  const gateway = await startWideGateway(all.folder, all.sources, all.started);
  // The same rows as those without the thousand tables.
  const { proven, unable } = await proveCase(schemaCase, [gateway.contender, ...contenders.filter(({ name }) => name === 'limit')], size);
  const target = proven.find(({ contender }) => contender === gateway.contender)?.target;
  if (target === undefined) return { benchCase: schemaCase, measured: [], unable: [...unable, ...others] };
  const order = { ...target, connections: options.connections };
  await load.run({ ...order, durationMs: options.warmUpMs });
  const { figures, load: result, usage } = await measureSwaps(gateway, { ...order, durationMs: options.durationMs * options.rounds }, load);
  say(`schema-1000: no answer for ${figures.stallMs.toFixed(0)} ms while the schema is swapped; ${figures.lost} of ${figures.requestsUnderLoad} requests lost`);
  if (figures.lost > 0) throw new Error(`${figures.lost} of ${figures.requestsUnderLoad} requests were lost, the first with ${result.failure ?? ''}`);
  const { requests, elapsedMs, p50Ms, p95Ms, p99Ms } = result;
  const measured = { name: 'gateway' as const, rounds: 1, requests, requestsPerSecond: (requests / elapsedMs) * 1000, p50Ms, p95Ms, p99Ms, usage };
  return { benchCase: schemaCase, measured: [measured], unable: others, swaps: figures };
}
