import type { RemoteTable } from '../../model/remote-table';
import { sql, type Sql } from '../../sql/sql';
import { sumEstimates } from '../budget/estimate';
import { assertAffordable } from '../budget/within-budget';
import { markQuery } from '../passthrough/mark-query';
import type { PlannedStatement, SourceShare } from '../plan/planned-statement';
import type { PlanningContext } from '../plan/planning-context';
import { tableOf, type Shape } from '../plan/shape';
import { reasonOf } from '../scan/render-within-budget';
import { bodyOf, printedFormat, renderPrinted } from '../scan/scan-of-shape';
import { openScanAccount, type ScanAccount, type SpannedService } from '../scan/scan-scope';

const WHY =
  'It needs rows of several services together: each is asked for its part, and ClickHouse joins the parts.';

interface Part {
  readonly context: PlanningContext;
  readonly service: SpannedService;
  /** Ends what the service was asked by queries of its own; known when all of them are rendered. */
  readonly cancel: () => Sql | null;
}

/**
 * One statement over several services. Each table is read in a subquery of its own, and joined in ClickHouse.
 *
 * @throws GatewayError SOURCE_SCAN_TOO_LARGE
 */
export function planSpanning(
  shape: Shape,
  contextOf: (table: RemoteTable) => PlanningContext,
): PlannedStatement {
  const parts = new Map<string, Part>();
  const spanned = (wanted: RemoteTable): SpannedService => {
    const context = contextOf(wanted);
    const part = parts.get(context.service.name) ?? openPart(context, parts.size, spanned);
    parts.set(context.service.name, part);
    return part.service;
  };
  const { dialect, account } = spanned(tableOf(shape));
  const query = renderPrinted(shape, dialect, account);
  const body = bodyOf(shape);
  const format = printedFormat(body);
  const shares = [...parts.values()].map(shareOf);
  const [first, ...others] = shares;
  if (first === undefined) throw new Error('a statement reads a service');
  return {
    ...first,
    others,
    why: WHY,
    statement: sql`${query} ${format.clause}`,
    body,
    settings: {
      ...settingsOf([...parts.values()]),
      ...format.settings,
      join_use_nulls: 1,
      allow_custom_error_code_in_throwif: 1,
    },
    remaining: [...parts.values()].flatMap(({ service }) => service.account.remaining),
  };
}

function openPart(
  context: PlanningContext,
  place: number,
  spanned: NonNullable<ScanAccount['spanned']>,
): Part {
  const {
    connector: { dialect, passthroughSource },
    collection,
    service,
    budget,
  } = context;
  const account = openScanAccount();
  let cancel: Sql | null = null;
  const asks =
    passthroughSource !== undefined &&
    (dialect.inSource !== undefined || (context.passthrough && dialect.passthrough !== null));
  const ask: ScanAccount['ask'] = asks
    ? (query, { remote }) => {
        const marked = markQuery(query, remote.database, context);
        ({ cancel } = marked);
        account.connections.push(null);
        account.received.push(marked.query.text);
        return passthroughSource(collection, remote.database, marked.query, service.address);
      }
    : undefined;
  const bounds = {
    place,
    ...(ask === undefined ? {} : { ask }),
    ...(budget === undefined ? {} : { budget }),
  };
  return {
    context,
    service: { dialect, account: { ...account, spanned, ...bounds } },
    cancel: () => cancel,
  };
}

/** Those that the meaning of a part depends on are in the part, where it is a query of its own. */
function settingsOf(parts: readonly Part[]): PlannedStatement['settings'] {
  return Object.fromEntries(
    parts.flatMap(({ service: { dialect } }) =>
      Object.entries(dialect.scan.settings).filter(
        ([name]) => dialect.inSource?.settings[name] === undefined,
      ),
    ),
  );
}

/** @throws GatewayError SOURCE_SCAN_TOO_LARGE when a whole table is known to have more rows than may be pulled */
function shareOf({
  context: { service, budget },
  service: { account },
  cancel,
}: Part): SourceShare {
  const { connections, received, pushed, scans } = account;
  const estimate = sumEstimates(scans.map((scan) => scan.estimate));
  const share = {
    service: service.name,
    estimate,
    strategy:
      connections.includes(null) && connections.every((pool) => pool === null)
        ? 'PASSTHROUGH'
        : 'ENGINE_SCAN',
    cancel: cancel(),
    connections,
    received,
    pushed,
  } as const;
  if (budget === undefined) return share;
  const reason = reasonOf(
    account,
    'ClickHouse joins the rows that it pulls with those of another service',
  );
  for (const { table, isFiltered } of scans)
    if (!isFiltered) assertAffordable(table, budget, reason);
  return { ...share, bound: { budget, reason } };
}
