import { GatewayError } from '../../errors/gateway-error';
import type { RemoteTable } from '../../model/remote-table';
import { sql, Sql } from '../../sql/sql';
import type { PartialEstimate } from '../plan/estimate';
import type { Pull, ScanBudget } from '../plan/scan-budget';
import { whyAllKeys, type Shape } from '../plan/shape';

/** Stops a source one row after the budget: the reading fails then, and nothing is left out silently. */
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

/** Beyond all codes of ClickHouse's own. */
const OVER_BUDGET = 30_000;

/**
 * SELECT `id` FROM (SELECT ... LIMIT 1000001) WHERE NOT throwIf(rowNumberInAllBlocks() >= 1000000, '', toInt32(30001))
 * A scan that ends the statement one row after the budget: of a statement that reads several services ClickHouse tells only what all of
 * them sent together. The LIMIT stops the source; throwIf alone lets it send all it has (seen on 26.7.2).
 */
export function withinBudget(
  scan: Sql,
  names: Sql,
  budget: ScanBudget | undefined,
  place = 0,
): Sql {
  if (budget === undefined) return scan;
  const [rows, code] = [budget.rows, OVER_BUDGET + place].map((number) =>
    Sql.dangerouslyFromText(String(number)),
  );
  return sql`SELECT ${names} FROM (${scan}${budgetLimit(budget)}) WHERE NOT throwIf(rowNumberInAllBlocks() >= ${rows ?? sql``}, '', toInt32(${code ?? sql``}))`;
}

/** The place of the scan that ended a statement with this code of ClickHouse's; null for another code. */
export function placeOverBudget(code: unknown): number | null {
  return typeof code === 'number' && code >= OVER_BUDGET ? code - OVER_BUDGET : null;
}

/** @throws GatewayError SOURCE_SCAN_TOO_LARGE when the whole table has more rows than may be pulled */
export function assertAffordable(table: RemoteTable, budget: ScanBudget, reason: string): void {
  if (table.rowEstimate === null || table.rowEstimate <= budget.rows) return;
  throw scanTooLarge(
    `\`${table.fieldName}\` has about ${table.rowEstimate} rows, and ${reason}`,
    budget,
  );
}

/**
 * Of scans whose filters nothing is known of, nothing can be said before they run.
 * @throws GatewayError SOURCE_SCAN_TOO_LARGE when the others are known to pull more than they may, together or one alone
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

export function scanTooLarge(what: string, budget: ScanBudget): GatewayError {
  return new GatewayError(
    'SOURCE_SCAN_TOO_LARGE',
    `${what}: that would pull more than ${budget.rows} rows or ${budget.bytes} bytes (TRIBUTARY_SCAN_BUDGET_ROWS, TRIBUTARY_SCAN_BUDGET_BYTES). Add a filter that the service evaluates itself, ask for fewer rows at once, or allow it with the header \`Tributary-Dangerously-Allow-Full-Scan: 1\` and the admin key.`,
    { details: { setting: 'TRIBUTARY_SCAN_BUDGET_ROWS' } },
  );
}
