import type { SourceDialect } from '../connectors/source-dialect';
import type { DataRequest, RowSet, Selected } from '../model/query';
import { sql, type Sql } from '../sql/sql';
import { printedRowsFormat, typedRowsFormat, type BodyFormat } from './body-format';
import type { BodyShape, PlannedStatement } from './plan';
import { plainScan } from './scans/plain-scan';
import type { PlanningContext } from './planning-context';
import { renderWithinBudget } from './render-within-budget';
import { renderGroupedScan, renderPrintedScan, renderTypedScan } from './scans/render-scan';
import type { ScanAccount } from './scans/scan-scope';

/**
 * SELECT t0.`id` AS `id` FROM `service_shop`.`customer` AS t0 WHERE t0.`id` = 5 FORMAT JSONEachRow
 *
 * @param isForwarded the engine forwards all of it
 */
export function planScan(request: DataRequest, context: PlanningContext, why: string, isForwarded = false): PlannedStatement {
  const { render, format, body, isTyped = false } = scanOf(request);
  const { dialect, settings } = isForwarded && isTyped ? plainScan(context.connector.dialect) : { dialect: context.connector.dialect, settings: {} };
  const { query, ...account } = renderWithinBudget(context, (opened) => render(dialect, opened));
  return {
    service: context.service.name,
    strategy: 'ENGINE_SCAN',
    why,
    statement: sql`${query} ${format.clause}`,
    // Without join_use_nulls a parent that has no match would read an empty text where `row` is null.
    settings: { ...dialect.scan.settings, ...format.settings, ...settings, join_use_nulls: 1 },
    body,
    ...account,
  };
}

/** A request in ClickHouse's SQL: how it is rendered, and in which format it is read. */
export interface RequestScan {
  readonly render: (dialect: SourceDialect, account: ScanAccount) => Sql;
  readonly format: BodyFormat;
  readonly body: BodyShape;
  /** It selects columns of one table, and ClickHouse prints the objects. Absent: no. */
  readonly isTyped?: boolean;
}

export function scanOf(request: DataRequest): RequestScan {
  const body = request.result === 'ONE' ? 'OBJECT' : 'ARRAY';
  const printed = printedRowsFormat(body);
  if (request.kind === 'groups') return { render: (dialect, account) => renderGroupedScan(request.groups, dialect, account), format: printed, body };
  const rows: RowSet = request.result === 'ONE' && request.rows.limit === null ? { ...request.rows, limit: 1 } : request.rows;
  if (!rows.fields.every(isTypedMember)) return { render: (dialect, account) => renderPrintedScan(rows, dialect, account), format: printed, body };
  return { render: (dialect, account) => renderTypedScan(rows, dialect, account), format: typedRowsFormat(body), body, isTyped: true };
}

/** ClickHouse's JSON output quotes text: a member that is a JSON document, or a related object, must be printed by hand. */
export function isTypedMember(field: Selected): boolean {
  return field.kind === 'typename' || (field.kind === 'column' && field.column.scalar !== 'JSON');
}
