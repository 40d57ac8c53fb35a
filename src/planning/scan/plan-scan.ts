import type { SourceDialect } from '../../connectors/contract/source-dialect';
import type { DataRequest } from '../../model/selection/data-request';
import type { RowSet } from '../../model/selection/row-set';
import type { Selected } from '../../model/selection/selected';
import { sql, type Sql } from '../../sql/sql';
import { printedRowsFormat, typedRowsFormat, type BodyFormat } from '../plan/body-format';
import type { BodyShape, PlannedStatement } from '../plan/planned-statement';
import { plainScan } from './plain-scan';
import type { PlanningContext } from '../plan/planning-context';
import { renderWithinBudget } from './render-within-budget';
import { renderGroupedScan, renderPrintedScan, renderTypedScan } from './render-scan';
import type { ScanAccount } from './scan-scope';

/**
 * SELECT t0.`id` AS `id` FROM `service_shop`.`customer` AS t0 WHERE t0.`id` = 5 FORMAT JSONEachRow
 *
 * @param isForwarded the engine forwards all of it
 */
export function planScan(
  request: DataRequest,
  context: PlanningContext,
  why: string,
  isForwarded = false,
): PlannedStatement {
  const { render, format, body, isTyped = false } = scanOf(request);
  const { dialect, settings } =
    isForwarded && isTyped
      ? plainScan(context.connector.dialect)
      : { dialect: context.connector.dialect, settings: {} };
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
  if (request.kind === 'groups' || !request.rows.fields.every(isTypedMember))
    return printedScanOf(request);
  const [body, rows] = [bodyOf(request), rowsOf(request)];
  return {
    render: (dialect, account) => renderTypedScan(rows, dialect, account),
    format: typedRowsFormat(body),
    body,
    isTyped: true,
  };
}

/** The same where the statement prints the objects itself, whatever they are of. */
export function printedScanOf(request: DataRequest): RequestScan {
  const body = bodyOf(request);
  const printed = { format: printedRowsFormat(body), body };
  if (request.kind === 'groups')
    return {
      ...printed,
      render: (dialect, account) => renderGroupedScan(request.groups, dialect, account),
    };
  const rows = rowsOf(request);
  return { ...printed, render: (dialect, account) => renderPrintedScan(rows, dialect, account) };
}

function bodyOf({ result }: DataRequest): 'OBJECT' | 'ARRAY' {
  return result === 'ONE' ? 'OBJECT' : 'ARRAY';
}

function rowsOf({ rows, result }: Extract<DataRequest, { kind: 'rows' }>): RowSet {
  return result === 'ONE' && rows.limit === null ? { ...rows, limit: 1 } : rows;
}

/** ClickHouse's JSON output quotes text: a member that is a JSON document, or a related object, must be printed by hand. */
export function isTypedMember(field: Selected): boolean {
  return field.kind === 'typename' || (field.kind === 'column' && field.column.scalar !== 'JSON');
}
