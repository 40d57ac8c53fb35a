import type { Sql } from '../../sql/sql';
import type { Estimate } from '../plan/estimate';
import { sumEstimates } from '../budget/estimate';
import type { PlanningContext } from '../plan/planning-context';
import type { Pull } from '../plan/scan-budget';
import { assertScansAffordable } from '../budget/within-budget';
import { openScanAccount, type ScanAccount } from './scan-scope';

/** The query of a statement over engine scans, and what its scans ask of the service. */
export interface RenderedScans extends Pick<
  ScanAccount,
  'connections' | 'received' | 'pushed' | 'remaining'
> {
  readonly query: Sql;
  readonly estimate: Estimate;
  readonly pull?: Pull;
}

/**
 * Renders scans and, where something remains for ClickHouse to do with the rows, bounds what they pull: what is known to be above
 * the budget is refused, and any other scan ends one row after it, in the service where that can be stopped.
 *
 * @throws GatewayError SOURCE_SCAN_TOO_LARGE
 */
export function renderWithinBudget(
  { budget }: PlanningContext,
  render: (account: ScanAccount) => Sql,
): RenderedScans {
  const open = openScanAccount();
  const query = render(open);
  if (budget === undefined || open.remaining.length === 0 || open.scans.length === 0)
    return rendered(query, open);
  const reason = reasonOf(open, 'ClickHouse orders, joins or aggregates the rows that it pulls');
  assertScansAffordable(open.scans, budget, reason);
  const bounded: ScanAccount = { ...openScanAccount(), budget };
  return { ...rendered(render(bounded), bounded), pull: { budget, reason } };
}

/** Without the literals of the query: it goes into an error. */
export function reasonOf({ scans }: Pick<ScanAccount, 'scans'>, otherwise: string): string {
  const names = [
    ...new Set(
      scans.flatMap(({ table, unforwarded }) =>
        unforwarded.map((column) => `\`${table.typeName}.${column.fieldName}\``),
      ),
    ),
  ];
  if (names.length === 0) return otherwise;
  return `ClickHouse evaluates the conditions on ${names.join(', ')} on the rows that it pulls`;
}

function rendered(
  query: Sql,
  { connections, received, pushed, remaining, scans }: ScanAccount,
): RenderedScans {
  return {
    query,
    estimate: sumEstimates(scans.map((scan) => scan.estimate)),
    connections,
    received,
    pushed,
    remaining,
  };
}
