import type { BenchOptions } from './bench-options';
import { ALL_CASES } from './cases/all-cases';
import type { BenchCase, CaseName } from './cases/bench-case';
import type { Contender } from './contenders/contender';
import { installForContenders, startContenders } from './contenders/start-contenders';
import { dataSizeFor, type DataSize } from './data/data-size';
import { startLoadGenerator, type LoadGenerator } from './load/start-load-generator';
import { measureCase } from './measure/measure-case';
import { measureSource } from './measure/measure-source';
import { proveCase } from './proof/prove-case';
import type { BenchReport, CaseReport } from './report/bench-report';
import { describeMachine } from './report/describe-machine';
import { runSchemaCase } from './schema/run-schema-case';
import { SCHEMA_CASES } from './schema/schema-case';
import { startSources, type Sources } from './sources/start-sources';
import type { StartedServers } from './sources/started-servers';

export type Say = (line: string) => void;

interface Bench {
  readonly options: BenchOptions;
  readonly size: DataSize;
  readonly sources: Sources;
  readonly contenders: readonly Contender[];
  readonly load: LoadGenerator;
  readonly say: Say;
  readonly folder: string;
  readonly started: StartedServers;
}

/**
 * Builds the data, starts everything in `started`, and measures what is asked for. `folder` takes
 * data and logs.
 */
export async function runBench(
  options: BenchOptions,
  folder: string,
  started: StartedServers,
  say: Say,
): Promise<BenchReport> {
  const startedAt = performance.now();
  const size = dataSizeFor(options.scale);
  const postgraphile = installForContenders(options.contenders);
  const sources = await startSources({ folder, size, started, say });
  const { contenders, notes } = await startContenders({
    names: options.contenders,
    folder,
    sources,
    started,
    postgraphile,
    profileFolder: options.profileFolder,
  });
  const load = startLoadGenerator();
  started.keep(load, () => load.stop());
  const outcome = await runCases({
    options,
    size,
    sources,
    contenders,
    load,
    say,
    folder,
    started,
  });
  const described = contenders.map(({ name, description }) => ({ name, description }));
  return {
    options,
    size,
    machine: describeMachine(),
    contenders: described,
    notes,
    ...outcome,
    elapsedMs: performance.now() - startedAt,
  };
}

/** A case that proves nothing leaves the others as they are. */
async function runCases(bench: Bench): Promise<Pick<BenchReport, 'cases' | 'faults'>> {
  const cases: CaseReport[] = [];
  const faults: string[] = [];
  const run = (name: CaseName, work: () => Promise<CaseReport>): Promise<unknown> =>
    work().then(
      (report) => cases.push(report),
      (error: unknown) => {
        faults.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
        bench.say(`${name}: no figures, because it proved nothing`);
      },
    );
  for (const benchCase of ALL_CASES.filter(({ name }) => bench.options.cases.includes(name)))
    await run(benchCase.name, () => runCase(benchCase, bench));
  for (const name of SCHEMA_CASES.filter((each) => bench.options.cases.includes(each)))
    await run(name, () => runSchemaCase(name, bench));
  return { cases, faults };
}

async function runCase(
  benchCase: BenchCase,
  { options, size, sources, contenders, load, say }: Bench,
): Promise<CaseReport> {
  const proof = await proveCase(benchCase, contenders, size);
  const connections = benchCase.connections ?? options.connections;
  say(
    `${benchCase.name}: ${proof.proven.map(({ contender }) => contender.name).join(', ')} ` +
      'answer with the same rows',
  );
  for (const { name, why } of proof.unable) say(`${benchCase.name}: ${name} cannot: ${why}`);
  const measured = await measureCase(proof, load, { ...options, connections });
  for (const { name, requestsPerSecond, p50Ms } of measured)
    say(
      `${benchCase.name}: ${name} ${requestsPerSecond.toFixed(1)} requests/s, ` +
        `${p50Ms.toFixed(1)} ms`,
    );
  const source =
    benchCase.sourceStatement === undefined
      ? undefined
      : await measureSource(
          sources.shop,
          benchCase.sourceStatement,
          connections,
          options.durationMs,
        );
  return { benchCase, measured, unable: proof.unable, ...(source === undefined ? {} : { source }) };
}
