import { scanTooLarge } from '../../planning/budget/within-budget';
import type { Pull } from '../../planning/plan/scan-budget';
import { GatewayError } from '../../errors/gateway-error';

/** Rows and bytes, of an answer or of what was pulled for it. */
export interface Amount {
  readonly rows: number;
  readonly bytes: number;
}

/** What the statements of one request may answer in all: its response is put together in memory. */
export interface AnswerLimits {
  readonly maxResultRows: number;
  readonly maxResultBytes: number;
}

/** What was pulled from services: each entry, and their sums by service. */
interface Pulls {
  readonly entries: Parameters<RequestUsage['addPull']>[];
  readonly sums: Map<string, Amount>;
}

/**
 * What the statements of one request have used so far: what they answered, and what they pulled
 * from each service beyond that. What was read for several requests counts in full for each of
 * them.
 */
export class RequestUsage {
  #rows = 0;
  #bytes = 0;
  #limits: AnswerLimits | null = null;
  /** Made with the first entry: most requests pull nothing that they do not answer. */
  #pulls: Pulls | null = null;

  /** @throws GatewayError RESULT_TOO_LARGE */
  addAnswer({ rows, bytes }: Amount, limits: AnswerLimits): void {
    this.#limits = limits;
    this.#rows += rows;
    this.#bytes += bytes;
    if (this.#rows > limits.maxResultRows)
      throw answersTooLarge('rows', 'TRIBUTARY_MAX_RESULT_ROWS');
    if (this.#bytes > limits.maxResultBytes)
      throw answersTooLarge('bytes', 'TRIBUTARY_MAX_RESULT_BYTES');
  }

  /**
   * @param pull why rows are pulled from the service, and the budget for it
   * @throws GatewayError SOURCE_SCAN_TOO_LARGE when the budget is spent: the answer may lack rows
   * that were not pulled
   */
  addPull(service: string, pull: Pull, amount: Amount): void {
    this.#pulls ??= { entries: [], sums: new Map() };
    const { entries, sums } = this.#pulls;
    entries.push([service, pull, amount]);
    const before = sums.get(service);
    const rows = (before?.rows ?? 0) + amount.rows;
    const bytes = (before?.bytes ?? 0) + amount.bytes;
    sums.set(service, { rows, bytes });
    if (rows <= pull.budget.rows && bytes <= pull.budget.bytes) return;
    const error = scanTooLarge(
      `From the service "${service}" too much was pulled, because ${pull.reason}`,
      pull.budget,
    );
    throw new GatewayError(error.code, error.message, { details: { ...error.details, service } });
  }

  /** @throws GatewayError SOURCE_SCAN_TOO_LARGE */
  addPullsOf(shared: RequestUsage): void {
    for (const entry of shared.#pulls?.entries ?? []) this.addPull(...entry);
  }

  /** @throws GatewayError SOURCE_SCAN_TOO_LARGE, RESULT_TOO_LARGE */
  addAllOf(shared: RequestUsage): void {
    this.addPullsOf(shared);
    if (shared.#limits !== null)
      this.addAnswer({ rows: shared.#rows, bytes: shared.#bytes }, shared.#limits);
  }
}

function answersTooLarge(what: string, setting: string): GatewayError {
  return new GatewayError(
    'RESULT_TOO_LARGE',
    `The statements of the request answer more ${what} than ${setting} allows. ` +
      'Add `limit` or `where`, send several operations, or raise the setting.',
    { details: { setting } },
  );
}
