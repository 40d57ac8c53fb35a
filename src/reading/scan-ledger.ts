import { GatewayError } from '../errors/gateway-error';
import { scanTooLarge, type Pull } from '../planning/budget/scan-budget';
import type { StatementCost } from '../execution/statements/run-statement';

/** What the statements of one request have pulled from each service so far. */
export class ScanLedger {
  readonly #pulled = new Map<string, { readonly rows: number; readonly bytes: number }>();
  readonly #entries: Parameters<ScanLedger['enter']>[] = [];

  /** @throws GatewayError SOURCE_SCAN_TOO_LARGE when the budget is spent: the answer may lack rows that were not pulled */
  enter(service: string, pull: Pull, cost: Pick<StatementCost, 'rows' | 'bytes'>): void {
    this.#entries.push([service, pull, cost]);
    const before = this.#pulled.get(service) ?? { rows: 0, bytes: 0 };
    const after = { rows: before.rows + cost.rows, bytes: before.bytes + cost.bytes };
    this.#pulled.set(service, after);
    if (after.rows <= pull.budget.rows && after.bytes <= pull.budget.bytes) return;
    const error = scanTooLarge(
      `From the service "${service}" too much was pulled, because ${pull.reason}`,
      pull.budget,
    );
    throw new GatewayError(error.code, error.message, { details: { ...error.details, service } });
  }

  /** What was read for several requests counts in full for each of them. @throws GatewayError SOURCE_SCAN_TOO_LARGE */
  enterAll(shared: ScanLedger): void {
    for (const entry of shared.#entries) this.enter(...entry);
  }
}
