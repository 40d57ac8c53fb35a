import { parseArgs } from 'node:util';
import {
  CASE_NAMES,
  CONTENDER_NAMES,
  OPTIONAL_CASE_NAMES,
  type CaseName,
  type ContenderName,
} from './cases/bench-case';

export interface BenchOptions {
  readonly cases: readonly CaseName[];
  readonly contenders: readonly ContenderName[];
  /** 1: the size that results are published for. */
  readonly scale: number;
  readonly connections: number;
  readonly rounds: number;
  readonly warmUpMs: number;
  readonly durationMs: number;
  /** Takes a CPU profile of the gateway's process; null: none is made. */
  readonly profileFolder: string | null;
}

export const USAGE = `Usage: npm run bench [-- [case ...] [options]]

Cases: ${CASE_NAMES.join(' ')} (all, when none is named)
       ${OPTIONAL_CASE_NAMES.join(' ')} (when named)
  --contenders a,b   of ${CONTENDER_NAMES.join(' ')}
  --scale 0.05       less data, for a quick look
  --connections 16   --rounds 3   --seconds 3   --warm-up 1
  --profile folder   a CPU profile of the gateway, for the developer tools of a browser;
                     it slows the gateway down`;

/** @throws Error that says which argument is wrong */
export function parseBenchOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      contenders: { type: 'string' },
      scale: { type: 'string' },
      connections: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      'warm-up': { type: 'string' },
      profile: { type: 'string' },
    },
  });
  return {
    cases:
      positionals.length === 0
        ? CASE_NAMES
        : choose('case', [...CASE_NAMES, ...OPTIONAL_CASE_NAMES], positionals),
    contenders:
      values.contenders === undefined
        ? CONTENDER_NAMES
        : choose('contender', CONTENDER_NAMES, values.contenders.split(',')),
    scale: positive('scale', values.scale, 1),
    connections: Math.ceil(positive('connections', values.connections, 16)),
    rounds: Math.ceil(positive('rounds', values.rounds, 3)),
    warmUpMs: positive('warm-up', values['warm-up'], 1) * 1000,
    durationMs: positive('seconds', values.seconds, 3) * 1000,
    profileFolder: values.profile ?? null,
  };
}

function choose<T extends string>(
  what: string,
  all: readonly T[],
  wanted: readonly string[],
): readonly T[] {
  const unknown = wanted.find((name) => !all.some((known) => known === name));
  if (unknown !== undefined) throw new Error(`There is no ${what} "${unknown}".\n${USAGE}`);
  return all.filter((name) => wanted.includes(name));
}

function positive(name: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (!(value > 0)) throw new Error(`--${name} takes a number above 0.\n${USAGE}`);
  return value;
}
