import { setTimeout as sleep } from 'node:timers/promises';
import type { ContenderName } from '../cases/bench-case';
import type { LoadResult } from '../load/load-messages';
import type { LoadGenerator } from '../load/start-load-generator';
import type { CaseProof, ProvenContender } from '../proof/prove-case';
import { measureUsage, type UsagePerRequest } from './measure-usage';
import { median } from './median';

export interface MeasureOptions {
  readonly connections: number;
  readonly rounds: number;
  readonly warmUpMs: number;
  readonly durationMs: number;
}

/** Medians of all rounds of one contender in one case. */
export interface Measured {
  readonly name: ContenderName;
  readonly rounds: number;
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly usage: readonly UsagePerRequest[];
}

interface Round {
  readonly load: LoadResult;
  readonly usage: readonly UsagePerRequest[];
}

/** Lets what a contender left behind come to rest, e.g. garbage and connections that are closed. */
const PAUSE_MS = 200;

/**
 * Runs the contenders in turn: A B C, C B A, A B C.
 * @throws Error when an answer was not the one that was proven
 */
export async function measureCase(
  proof: CaseProof,
  load: LoadGenerator,
  options: MeasureOptions,
): Promise<readonly Measured[]> {
  const rounds = new Map<ContenderName, Round[]>(
    proof.proven.map(({ contender }) => [contender.name, []]),
  );
  for (let round = 0; round < options.rounds; round += 1) {
    const inTurn = round % 2 === 0 ? proof.proven : [...proof.proven].reverse();
    for (const proven of inTurn) {
      if (round >= roundsFor(proven, options)) continue;
      rounds.get(proven.contender.name)?.push(await runRound(proven, load, options));
    }
  }
  return [...rounds].map(([name, done]) => summarise(name, done));
}

/** Time until every connection has had one answer. */
const waveMs = ({ quickestMs }: ProvenContender, { connections }: MeasureOptions): number =>
  quickestMs * connections;

/**
 * One round is enough, and long enough, for those whose first answers alone take twice the time of
 * a round.
 */
const roundsFor = (proven: ProvenContender, options: MeasureOptions): number =>
  waveMs(proven, options) > 2 * options.durationMs ? 1 : options.rounds;

async function runRound(
  proven: ProvenContender,
  load: LoadGenerator,
  options: MeasureOptions,
): Promise<Round> {
  const order = { ...proven.target, connections: options.connections };
  if (waveMs(proven, options) < options.durationMs)
    await load.run({ ...order, durationMs: options.warmUpMs });
  await sleep(PAUSE_MS);
  const { result, usage } = await measureUsage(
    proven.contender.processes,
    () => load.run({ ...order, durationMs: options.durationMs }),
    (done) => done.requests,
  );
  if (result.failures > 0)
    throw new Error(
      `${proven.contender.name} failed ${result.failures} of ${result.requests} requests, ` +
        `the first with ${result.failure ?? ''}`,
    );
  return { load: result, usage };
}

function summarise(name: ContenderName, rounds: readonly Round[]): Measured {
  const of = (pick: (load: LoadResult) => number): number =>
    median(rounds.map(({ load }) => pick(load)));
  const requests = rounds.reduce((sum, { load }) => sum + load.requests, 0);
  return {
    name,
    requests,
    rounds: rounds.length,
    requestsPerSecond: of((load) => (load.requests / load.elapsedMs) * 1000),
    p50Ms: of((load) => load.p50Ms),
    p95Ms: of((load) => load.p95Ms),
    p99Ms: of((load) => load.p99Ms),
    usage: (rounds[0]?.usage ?? []).map(({ role }, index) => ({
      role,
      cpuMs: median(rounds.map(({ usage }) => usage[index]?.cpuMs ?? NaN)),
      peakBytes: Math.max(...rounds.map(({ usage }) => usage[index]?.peakBytes ?? NaN)),
    })),
  };
}
