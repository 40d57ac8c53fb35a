import { sql, Sql } from '../../sql/sql';
import type { RemoteTable } from '../../model/remote-table';
import { GatewayError } from '../../errors/gateway-error';
import type { PartialEstimate } from '../plan/estimate';
import type { Pull, ScanBudget } from '../plan/scan-budget';
import { whyAllKeys, type Shape } from '../plan/shape';

/**
 * LIMIT 1000001
 *
 * Stops a source one row after the budget, so that the reading fails and leaves nothing out
 * silently.
 */
export function budgetLimit(budget: ScanBudget | undefined): Sql {
  return Sql.dangerouslyFromText(budget === undefined ? '' : ` LIMIT ${budget.rows + 1}`);
}

/**
 * What a statement pulls that reads the rows or groups of all keys: `budgetLimit` cuts it, and its
 * reader fails where the cut left rows out. Undefined where the filter names the keys, or where
 * anything may be pulled.
 */
export function pullOfAllKeys(shape: Shape, budget: ScanBudget | undefined): Pull | undefined {
  const reason = whyAllKeys(shape);
  return budget === undefined || reason === undefined ? undefined : { budget, reason };
}

/**
 * The code of the error that ends a statement whose first service sends too much. It is beyond all
 * codes of ClickHouse's own.
 */
const OVER_BUDGET = 30_000;

/**
 * SELECT `id` FROM (SELECT ... LIMIT 1000001) WHERE NOT throwIf(..., '', toInt32(30001))
 *
 * Makes a scan end its statement one row after the budget, with a code that tells the place of its
 * service. ClickHouse tells of a statement over several services only what all of them sent
 * together. The LIMIT stops the source, because throwIf alone lets it send all it has (seen on
 * 26.7.2).
 */
export function withinBudget(
  scan: Sql,
  names: Sql,
  budget: ScanBudget | undefined,
  place = 0,
): Sql {
  if (budget === undefined) return scan;
  const rows = Sql.dangerouslyFromText(String(budget.rows));
  const code = Sql.dangerouslyFromText(String(OVER_BUDGET + place));
  const isOver = sql`throwIf(rowNumberInAllBlocks() >= ${rows}, '', toInt32(${code}))`;
  return sql`SELECT ${names} FROM (${scan}${budgetLimit(budget)}) WHERE NOT ${isOver}`;
}

/**
 * The place of the service whose scan ended a statement with this code; null for a code of
 * ClickHouse's own.
 */
export function placeOverBudget(code: unknown): number | null {
  return typeof code === 'number' && code >= OVER_BUDGET ? code - OVER_BUDGET : null;
}

/**
 * Refuses to read a whole table that is known to have more rows than may be pulled.
 *
 * @throws GatewayError SOURCE_SCAN_TOO_LARGE
 */
export function assertAffordable(table: RemoteTable, budget: ScanBudget, reason: string): void {
  if (table.rowEstimate === null || table.rowEstimate <= budget.rows) return;
  throw scanTooLarge(
    `\`${table.fieldName}\` has about ${table.rowEstimate} rows, and ${reason}`,
    budget,
  );
}

/**
 * Refuses scans that are known to pull more than they may, together or one alone. Scans whose
 * filters nothing is known of do not count: nothing can be said of them before they run.
 *
 * @throws GatewayError SOURCE_SCAN_TOO_LARGE
 */
export function assertScansAffordable(
  scans: readonly { readonly table: RemoteTable; readonly estimate: PartialEstimate }[],
  budget: ScanBudget,
  reason: string,
): void {
  const known = scans.filter(({ estimate }) => estimate.isClose);
  const total = (member: 'rows' | 'bytes'): number =>
    known.reduce((sum, { estimate }) => sum + (estimate[member] ?? 0), 0);
  if (total('rows') <= budget.rows && total('bytes') <= budget.bytes) return;
  const names = [...new Set(known.map(({ table }) => `\`${table.fieldName}\``))].join(', ');
  throw scanTooLarge(
    `About ${total('rows')} rows of ${names} are to be read, and ${reason}`,
    budget,
  );
}

/** The error for a scan over the budget. `what` begins its message, up to a colon. */
export function scanTooLarge(what: string, budget: ScanBudget): GatewayError {
  return new GatewayError(
    'SOURCE_SCAN_TOO_LARGE',
    `${what}: that would pull more than ${budget.rows} rows or ${budget.bytes} bytes ` +
      '(TRIBUTARY_SCAN_BUDGET_ROWS, TRIBUTARY_SCAN_BUDGET_BYTES). ' +
      'Add a filter that the service evaluates itself, ask for fewer rows at once, or allow it ' +
      'with the header `Tributary-Dangerously-Allow-Full-Scan: 1` and the admin key.',
    { details: { setting: 'TRIBUTARY_SCAN_BUDGET_ROWS' } },
  );
}
