import { unable, type BenchCase, type ContenderName, type Unable } from '../cases/bench-case';
import type { Contender, Prepared } from '../contenders/contender';
import type { DataSize } from '../data/data-size';
import type { LoadRequest, LoadTarget } from '../load/load-messages';
import { askOnce } from './ask-once';
import { canonicalRows } from './canonical-rows';
import { findRefusal } from './find-refusal';

/** A contender that has shown that it answers a case as the others do. */
export interface ProvenContender {
  readonly contender: Contender;
  readonly target: LoadTarget;
  /** Its quickest answer, sent alone. */
  readonly quickestMs: number;
}

export interface CaseProof {
  readonly proven: readonly ProvenContender[];
  readonly unable: readonly { readonly name: ContenderName; readonly why: string }[];
}

interface Candidate {
  readonly contender: Contender;
  state: { readonly kind: 'able' } | Unable;
  target: Omit<LoadTarget, 'requests'> | null;
  readonly requests: LoadRequest[];
  quickestMs: number;
}

/**
 * Asks every contender every variant of a case, and compares their rows as canonical JSON.
 * @throws Error when two answer with different rows: no figure of such a case would mean anything
 */
export async function proveCase(
  benchCase: BenchCase,
  contenders: readonly Contender[],
  size: DataSize,
): Promise<CaseProof> {
  const candidates: readonly Candidate[] = contenders.map((contender) => ({
    contender,
    state: { kind: 'able' },
    target: null,
    requests: [],
    quickestMs: Infinity,
  }));
  for (let variant = 0; variant < benchCase.variants; variant += 1) {
    const asked: { readonly name: ContenderName; readonly rows: readonly string[] }[] = [];
    for (const candidate of candidates) {
      const rows = await askCandidate(candidate, benchCase, variant, size);
      if (rows !== null) asked.push({ name: candidate.contender.name, rows });
    }
    assertSameRows(asked, benchCase, size);
  }
  return {
    proven: candidates.flatMap(({ contender, state, target, requests, quickestMs }) =>
      state.kind === 'unable' || target === null
        ? []
        : [{ contender, target: { ...target, requests }, quickestMs }],
    ),
    unable: candidates.flatMap(({ contender, state }) =>
      state.kind === 'unable' ? [{ name: contender.name, why: state.why }] : [],
    ),
  };
}

/** @returns canonical rows; null when it cannot, from this variant on */
async function askCandidate(
  candidate: Candidate,
  benchCase: BenchCase,
  variant: number,
  size: DataSize,
): Promise<readonly string[] | null> {
  if (candidate.state.kind === 'unable') return null;
  const prepared = candidate.contender.prepare(benchCase, variant, size);
  const answered =
    prepared.kind === 'unable'
      ? prepared
      : await askPrepared(candidate, prepared, benchCase.ordered);
  if ('kind' in answered) candidate.state = answered;
  return 'kind' in answered ? null : answered.rows;
}

async function askPrepared(
  candidate: Candidate,
  prepared: Prepared,
  ordered: boolean,
): Promise<Unable | { readonly rows: readonly string[] }> {
  const asked = await askOnce(prepared).catch((error: unknown) =>
    unable(`failed: ${error instanceof Error ? error.message : String(error)}`),
  );
  if ('kind' in asked) return asked;
  const refusal = findRefusal(asked.answer);
  if (refusal !== null) return refusal;
  candidate.target = prepared.target;
  candidate.requests.push({ ...prepared.request, expectedBytes: asked.bytes });
  candidate.quickestMs = Math.min(candidate.quickestMs, asked.elapsedMs);
  return { rows: canonicalRows(prepared.rows(asked.answer), ordered) };
}

function assertSameRows(
  asked: readonly { readonly name: ContenderName; readonly rows: readonly string[] }[],
  { name, rowCount }: BenchCase,
  size: DataSize,
): void {
  const [first, ...others] = asked;
  for (const each of asked) {
    if (each.rows.length !== rowCount(size))
      throw new Error(
        `${name}: ${each.name} answered ${each.rows.length} rows, and the case is about ` +
          `${rowCount(size)}`,
      );
  }
  for (const other of others) {
    const different = other.rows.findIndex((row, index) => row !== first?.rows[index]);
    if (first !== undefined && different !== -1)
      throw new Error(
        `${name}: ${first.name} and ${other.name} differ: ${first.rows[different]} and ` +
          `${other.rows[different]}`,
      );
  }
}
