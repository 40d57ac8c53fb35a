import type { SwapFigures } from '../schema/measure-swaps';
import type { BenchOptions } from '../bench-options';
import type { BenchCase, ContenderName } from '../cases/bench-case';
import type { DataSize } from '../data/data-size';
import type { Measured } from '../measure/measure-case';

export interface CaseReport {
  readonly benchCase: Pick<BenchCase, 'name' | 'title' | 'target'>;
  readonly measured: readonly Measured[];
  readonly unable: readonly { readonly name: ContenderName; readonly why: string }[];
  /** PostgreSQL itself, with the statement that the case comes to; for group-by. */
  readonly source?: { readonly requestsPerSecond: number; readonly p50Ms: number };
  /** For `schema-...`. */
  readonly swaps?: SwapFigures;
}

export interface BenchReport {
  readonly options: BenchOptions;
  readonly size: DataSize;
  readonly machine: string;
  readonly contenders: readonly { readonly name: ContenderName; readonly description: string }[];
  readonly notes: readonly string[];
  readonly cases: readonly CaseReport[];
  /** Cases that proved nothing: their contenders differ, or one failed under load. */
  readonly faults: readonly string[];
  readonly elapsedMs: number;
}
