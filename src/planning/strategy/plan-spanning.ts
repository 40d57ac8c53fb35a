import { sql } from '../../sql/sql';
import type { RemoteTable } from '../../model/remote-table';
import { sumEstimates } from '../budget/estimate';
import { assertAffordable } from '../budget/within-budget';
import { markQuery } from '../passthrough/mark-query';
import type { PlannedStatement, SourceShare } from '../plan/planned-statement';
import type { PlanningContext } from '../plan/planning-context';
import { tableOf, type Shape } from '../plan/shape';
import { reasonOf } from '../scan/render-within-budget';
import { accountOf, plain, type Rendered, type ScanAccount } from '../scan/rendered';
import { bodyOf, printedFormat, renderPrinted } from '../scan/scan-of-shape';
import { openScanScope, type ScannedService } from '../scan/scan-scope';

const WHY =
  'It needs rows of several services together: ' +
  'each is asked for its part, and ClickHouse joins the parts.';

/** A service that the statement came to read. */
interface Part {
  readonly context: PlanningContext;
  readonly service: ScannedService;
}

/**
 * SELECT ... FROM (SELECT ... LIMIT 1000001) AS t0 LEFT ANY JOIN (...) AS t2 ON ... FORMAT ...
 *
 * Plans one statement over several services. Each table is read in a subquery of its own, and
 * joined in ClickHouse.
 *
 * @throws GatewayError SOURCE_SCAN_TOO_LARGE, CLICKHOUSE_FEATURE_MISSING
 */
export function planSpanning(
  shape: Shape,
  contextOf: (table: RemoteTable) => PlanningContext,
): PlannedStatement {
  // The place of a service is the order in which rendering came to it.
  const parts = new Map<string, Part>();
  const serviceOf = (table: RemoteTable): ScannedService => {
    const context = contextOf(table);
    const { name } = context.service;
    const part = parts.get(name) ?? { context, service: scannedService(context, parts.size) };
    parts.set(name, part);
    return part.service;
  };
  const rendered = renderPrinted(shape, openScanScope(serviceOf(tableOf(shape)), serviceOf));
  const format = printedFormat(bodyOf(shape));
  const accounts = [...parts.values()].map((part) => ({
    part,
    account: accountFor(part, rendered),
  }));
  const [first, ...others] = accounts.map(({ part, account }) => shareOf(part, account));
  if (first === undefined) throw new Error('a statement reads a service');
  return {
    ...first,
    others,
    why: WHY,
    statement: sql`${rendered.value} ${format.clause}`,
    body: bodyOf(shape),
    settings: {
      ...settingsOf([...parts.values()]),
      ...format.settings,
      join_use_nulls: 1,
      allow_custom_error_code_in_throwif: 1,
    },
    remaining: accounts.flatMap(({ account }) => account.remaining),
  };
}

function scannedService(context: PlanningContext, place: number): ScannedService {
  const { queries, collection, service, budget, passthrough } = context;
  const { dialect, passthroughSource } = queries;
  const bounds = budget === undefined ? {} : { budget };
  const asks = dialect.inSource !== undefined || (passthrough && dialect.passthrough !== null);
  if (passthroughSource === undefined || !asks) return { dialect, place, ...bounds };
  const ask: ScannedService['ask'] = (wanted, { remote: { database } }) => {
    const { query, cancel } = markQuery(wanted, database, context);
    return {
      ...plain(passthroughSource(collection, database, query, service.address)),
      notes: [
        { kind: 'cancel', place, cancel },
        { kind: 'connection', place, reader: null },
        { kind: 'received', place, text: query.text },
      ],
    };
  };
  return { dialect, place, ask, ...bounds };
}

function accountFor({ service: { place } }: Part, { notes }: Rendered): ScanAccount {
  return accountOf(notes.filter((note) => note.place === place));
}

/**
 * The settings of a statement over several services. A setting that the meaning of a part depends
 * on stands in the part, where that is a query of its own.
 */
function settingsOf(parts: readonly Part[]): PlannedStatement['settings'] {
  return Object.fromEntries(
    parts.flatMap(({ service: { dialect } }) =>
      Object.entries(dialect.scan.settings).filter(
        ([name]) => dialect.inSource?.settings[name] === undefined,
      ),
    ),
  );
}

/**
 * What the statement asks of one service.
 *
 * @throws GatewayError SOURCE_SCAN_TOO_LARGE where a whole table is known to have more rows than
 *   may be pulled
 */
function shareOf({ context: { service, budget } }: Part, account: ScanAccount): SourceShare {
  const { connections, received, pushed, scans, cancel } = account;
  const isAsked = connections.includes(null) && connections.every((reader) => reader === null);
  const share = {
    service: service.name,
    estimate: sumEstimates(scans.map((scan) => scan.estimate)),
    strategy: isAsked ? 'PASSTHROUGH' : 'ENGINE_SCAN',
    cancel,
    connections,
    received,
    pushed,
  } as const;
  if (budget === undefined) return share;
  const reason = reasonOf(
    scans,
    'ClickHouse joins the rows that it pulls with those of another service',
  );
  for (const { table, isFiltered } of scans)
    if (!isFiltered) assertAffordable(table, budget, reason);
  return { ...share, bound: { budget, reason } };
}
