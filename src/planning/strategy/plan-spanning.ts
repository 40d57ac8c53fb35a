import type { DataRequest } from '../../model/selection/data-request';
import type { GroupSet } from '../../model/selection/group-set';
import type { RowSet } from '../../model/selection/row-set';
import type { RemoteColumn, RemoteTable } from '../../model/remote-table';
import { sql, type Sql } from '../../sql/sql';
import { keyedRowsFormat } from '../plan/body-format';
import type { PlannedStatement, SourceShare } from '../plan/planned-statement';
import type { PlanningContext } from '../plan/planning-context';
import { sumEstimates } from '../budget/estimate';
import { markQuery } from '../passthrough/mark-query';
import { groupedByKey } from './plan-keyed';
import { hasPassthrough } from './plan-request';
import { printedScanOf, type RequestScan } from '../scan/plan-scan';
import { renderKeyedGroups, renderKeyedScan } from '../scan/render-scan';
import { reasonOf } from '../scan/render-within-budget';
import { assertAffordable } from '../budget/scan-budget';
import { openScanAccount, type ScanAccount, type SpannedService } from '../scan/scan-scope';

/** A query in ClickHouse's SQL, over whatever its tables are. */
export interface SpanningQuery extends Pick<RequestScan, 'render' | 'format' | 'body'> {
  /** The table whose rows or groups are answered. */
  readonly table: RemoteTable;
}

export function spanningQuery(request: DataRequest): SpanningQuery {
  return {
    ...printedScanOf(request),
    table: (request.kind === 'rows' ? request.rows : request.groups).table,
  };
}

/** Rows with the key that each belongs to, grouped by it. */
export function spanningKeyedRows(rows: RowSet, keys: readonly RemoteColumn[]): SpanningQuery {
  return {
    table: rows.table,
    body: 'KEYED',
    format: keyedRowsFormat(),
    render: (dialect, account) =>
      groupedByKey(sql`(${renderKeyedScan(rows, keys, dialect, account)})`),
  };
}

/** Groups with their keys. */
export function spanningKeyedGroups(groups: GroupSet): SpanningQuery {
  return {
    table: groups.table,
    body: 'KEYED',
    format: keyedRowsFormat(),
    render: (dialect, account) => renderKeyedGroups(groups, dialect, account),
  };
}

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
  { table, render, format, body }: SpanningQuery,
  contextOf: (table: RemoteTable) => PlanningContext,
): PlannedStatement {
  const parts = new Map<string, Part>();
  const spanned = (wanted: RemoteTable): SpannedService => {
    const context = contextOf(wanted);
    const part = parts.get(context.service.name) ?? openPart(context, parts.size, spanned);
    parts.set(context.service.name, part);
    return part.service;
  };
  const { dialect, account } = spanned(table);
  const query = render(dialect, account);
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
    passthroughSource !== undefined && (dialect.inSource !== undefined || hasPassthrough(context));
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
