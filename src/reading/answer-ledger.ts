import { GatewayError } from '../errors/gateway-error';
import type { ExecutionLimits } from '../execution/statements/run-statement';

type AnswerLimits = Pick<ExecutionLimits, 'maxResultRows' | 'maxResultBytes'>;

/** What the statements of one request have answered so far: its response is put together in memory. */
export class AnswerLedger {
  #rows = 0;
  #bytes = 0;
  #limits: AnswerLimits | null = null;

  /** @throws GatewayError RESULT_TOO_LARGE */
  enter(
    { rows, bytes }: { readonly rows: number; readonly bytes: number },
    limits: AnswerLimits,
  ): void {
    this.#limits = limits;
    this.#rows += rows;
    this.#bytes += bytes;
    if (this.#rows > limits.maxResultRows) throw tooLarge('rows', 'TRIBUTARY_MAX_RESULT_ROWS');
    if (this.#bytes > limits.maxResultBytes) throw tooLarge('bytes', 'TRIBUTARY_MAX_RESULT_BYTES');
  }

  /** What was read for several requests counts in full for each of them. @throws GatewayError RESULT_TOO_LARGE */
  enterAll(shared: AnswerLedger): void {
    if (shared.#limits !== null)
      this.enter({ rows: shared.#rows, bytes: shared.#bytes }, shared.#limits);
  }
}

function tooLarge(what: string, setting: string): GatewayError {
  return new GatewayError(
    'RESULT_TOO_LARGE',
    `The statements of the request answer more ${what} than ${setting} allows. Add \`limit\` or \`where\`, send several operations, or raise the setting.`,
    { details: { setting } },
  );
}
