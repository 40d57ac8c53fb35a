import type { SourceDialect } from '../../connectors/contract/source-dialect';
import type { Sql } from '../../sql/sql';
import { sumEstimates } from '../budget/estimate';
import { assertScansAffordable } from '../budget/within-budget';
import type { Estimate } from '../plan/estimate';
import type { PlanningContext } from '../plan/planning-context';
import type { Pull } from '../plan/scan-budget';
import { accountOf, type Rendered, type ScanAccount } from './rendered';
import { openScanScope, type ScanScope } from './scan-scope';

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
 * Renders scans and bounds what they pull, where something remains for ClickHouse to do with the
 * rows. A scan that is known to pull more than the budget is refused. Any other scan ends one row
 * after the budget, in the service where that can be stopped.
 *
 * @throws GatewayError SOURCE_SCAN_TOO_LARGE
 */
export function renderWithinBudget(
  { budget }: PlanningContext,
  dialect: SourceDialect,
  render: (scope: ScanScope) => Rendered,
): RenderedScans {
  const unbounded = render(openScanScope({ dialect, place: 0 }));
  const account = accountOf(unbounded.notes);
  if (budget === undefined || account.remaining.length === 0 || account.scans.length === 0)
    return renderedScans(unbounded.value, account);
  const reason = reasonOf(
    account.scans,
    'ClickHouse orders, joins or aggregates the rows that it pulls',
  );
  assertScansAffordable(account.scans, budget, reason);
  const bounded = render(openScanScope({ dialect, place: 0, budget }));
  return {
    ...renderedScans(bounded.value, accountOf(bounded.notes)),
    pull: { budget, reason },
  };
}

/**
 * Why rows are pulled, for people. No literals of the query stand in it, because it goes into an
 * error.
 */
export function reasonOf(scans: ScanAccount['scans'], otherwise: string): string {
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

function renderedScans(
  query: Sql,
  { connections, received, pushed, remaining, scans }: ScanAccount,
): RenderedScans {
  const estimate = sumEstimates(scans.map((scan) => scan.estimate));
  return { query, estimate, connections, received, pushed, remaining };
}
