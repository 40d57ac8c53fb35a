import { GatewayError } from '../errors/gateway-error';
import type { RemoteTable } from '../model/remote-table';
import { Sql } from '../sql/sql';

/** What the statements of one request may pull from one service beyond what they answer. */
export interface ScanBudget {
  readonly rows: number;
  readonly bytes: number;
}

/** A statement pulls rows that ClickHouse then filters, orders, cuts or joins. */
export interface Pull {
  readonly budget: ScanBudget;
  /** What the service does not evaluate itself, for people. */
  readonly reason: string;
}

/** Stops a source one row after the budget: the reading fails then, and nothing is left out silently. */
export function budgetLimit(budget: ScanBudget | undefined): Sql {
  return Sql.dangerouslyFromText(budget === undefined ? '' : ` LIMIT ${budget.rows + 1}`);
}

/** @throws GatewayError SOURCE_SCAN_TOO_LARGE when the whole table has more rows than may be pulled */
export function assertAffordable(table: RemoteTable, budget: ScanBudget, reason: string): void {
  if (table.rowEstimate === null || table.rowEstimate <= budget.rows) return;
  throw scanTooLarge(`\`${table.fieldName}\` has about ${table.rowEstimate} rows, and ${reason}`, budget);
}

export function scanTooLarge(what: string, budget: ScanBudget): GatewayError {
  return new GatewayError(
    'SOURCE_SCAN_TOO_LARGE',
    `${what}: that would pull more than ${budget.rows} rows or ${budget.bytes} bytes. Add a filter that the service evaluates itself, ask for fewer rows at once, or allow it with the header \`Tributary-Dangerously-Allow-Full-Scan: 1\` and the admin key.`,
  );
}
