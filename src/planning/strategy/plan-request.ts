import type { InSourceDialect, SourceDialect } from '../../connectors/contract/source-dialect';
import type { DataRequest } from '../../model/selection/data-request';
import type { GroupSet } from '../../model/selection/group-set';
import type { RowSet } from '../../model/selection/row-set';
import { ownColumns } from '../../model/selection/selected';
import { clickhouseIdentifier } from '../../sql/clickhouse-quoting';
import { estimateAnswer } from '../budget/estimate';
import { isForwardable } from '../analysis/forwardable';
import type { PlannedStatement } from '../plan/planned-statement';
import type { PlanningContext } from '../plan/planning-context';
import { planInSource } from '../passthrough/plan-in-source';
import { describeRequest, planPassthrough } from '../passthrough/plan-passthrough';
import { isTypedMember, planScan, scanOf } from '../scan/plan-scan';
import { readColumns } from '../analysis/read-columns';
import { isUniqueLookup } from '../analysis/unique-lookup';
import { withFallback } from './with-fallback';

/** Chooses how a request is read, and renders its statement. Pure: the same input gives the same plan. */
export function planRequest(request: DataRequest, context: PlanningContext): PlannedStatement {
  const { dialect } = context.connector;
  if (dialect.inSource !== undefined) return planWhole(request, context, dialect.inSource);
  if (dialect.passthrough === null)
    return planScan(
      request,
      context,
      dialect.scan.isLocal === true
        ? 'ClickHouse keeps the rows itself.'
        : 'The service has no query language of its own: ClickHouse evaluates what is left.',
    );
  const reason =
    request.kind === 'rows' ? whyNotScan(request.rows, dialect) : whyNotScanGroups(request.groups);
  const missing = dialect.passthrough.missing(request);
  const passThrough = (why: string): PlannedStatement => planPassthrough(request, context, why);
  if (reason !== null && missing === null && hasPassthrough(context)) return passThrough(reason);
  const scan = (within: PlanningContext): PlannedStatement =>
    planScan(request, within, whyScan(reason, missing, context), reason === null);
  return missing === null
    ? withFallback(
        scan,
        request.kind === 'rows' ? request.rows.table : request.groups.table,
        context,
        passThrough,
      )
    : scan(context);
}

/** Groups are nested SELECTs: of these the engine would leave order and page to this ClickHouse. */
function planWhole(
  request: DataRequest,
  context: PlanningContext,
  inSource: InSourceDialect,
): PlannedStatement {
  const scan = scanOf(request);
  const sent = request.kind === 'rows' ? scan.render : null;
  return planInSource(
    {
      ...scan,
      sent,
      pushed: describeRequest(request, context.connector.dialect),
      estimate: estimateAnswer(request),
    },
    context,
    inSource,
  );
}

function whyScan(reason: string | null, missing: string | null, context: PlanningContext): string {
  if (reason === null) return 'The engine forwards every predicate over a pooled connection.';
  if (missing !== null && hasPassthrough(context))
    return `The service has no ${missing}: ClickHouse does it.`;
  return 'This ClickHouse runs no passthrough queries (26.7 or newer has them).';
}

/** Whether the service can be asked whole queries: this ClickHouse can, and the connector has a dialect. */
export function hasPassthrough({ passthrough, connector }: PlanningContext): boolean {
  return (
    passthrough &&
    connector.dialect.passthrough !== null &&
    connector.passthroughSource !== undefined
  );
}

/** Columns of one table that an engine scan reads as they are, all of the rest forwarded: what `planRequest` makes a typed scan of. */
export function isPlainlyScanned(rows: RowSet, dialect: SourceDialect): boolean {
  return (
    dialect.inSource === undefined &&
    dialect.passthrough !== null &&
    rows.fields.every(isTypedMember) &&
    whyNotScan(rows, dialect) === null
  );
}

/** The first thing an engine scan would leave to ClickHouse or could not do; null when a scan is as good. */
export function whyNotScan(rows: RowSet, dialect: SourceDialect): string | null {
  const { scan } = dialect;
  for (const field of rows.fields) {
    if (field.kind === 'summary') return `The service aggregates \`${field.of.edge.name}\` itself.`;
    if (field.kind === 'object' || field.kind === 'list')
      return `The service joins \`${field.edge.name}\` itself.`;
    const unprintable = ownColumns(field).find(
      (column) => scan.value(column, clickhouseIdentifier(column.name)) === null,
    );
    if (unprintable !== undefined)
      return `Only the service can print \`${unprintable.fieldName}\` exactly.`;
  }
  // The engine would select a column of its own choice, and the plan could not tell which.
  if (readColumns(rows).length === 0) return 'The answer needs no column.';
  if (!scan.canName(rows.table, readColumns(rows)))
    return 'The engine cannot name the table, or one of its columns.';
  if (rows.where !== null && !isForwardable(rows.where, scan))
    return 'The engine does not forward every predicate of the filter.';
  if (isUniqueLookup(rows)) return null;
  if (rows.orderBy.length > 0) return 'The service orders the rows, and cuts the page.';
  if (rows.limit !== null && (rows.where !== null || rows.offset > 0))
    return 'The engine forwards LIMIT only without a filter or an offset.';
  return null;
}

function whyNotScanGroups(groups: GroupSet): string {
  return groups.by.length === 0
    ? 'The service aggregates its rows itself.'
    : 'The service groups its rows itself.';
}
