import type { DataRequest, RowSet, Selected } from '../model/query';
import { sql } from '../sql/sql';
import { printedRowsFormat, typedRowsFormat } from './body-format';
import type { PlannedStatement } from './plan';
import type { PlanningContext } from './planning-context';
import { renderPrintedScan, renderTypedScan } from './render-scan';
import type { ScanAccount } from './scan-scope';

/** SELECT t0.`id` AS `id` FROM `service_shop`.`customer` AS t0 WHERE t0.`id` = 5 FORMAT JSONEachRow */
export function planScan(request: DataRequest, context: PlanningContext, why: string): PlannedStatement {
  const { dialect } = context.connector;
  const account: ScanAccount = { connections: [], received: [], pushed: [], remaining: [] };
  const rows: RowSet = request.result === 'ONE' && request.rows.limit === null ? { ...request.rows, limit: 1 } : request.rows;
  const shape = request.result === 'ONE' ? 'OBJECT' : 'ARRAY';
  const typed = rows.fields.every(isTyped);
  const format = typed ? typedRowsFormat(shape) : printedRowsFormat(shape);
  const query = typed ? renderTypedScan(rows, dialect, account) : renderPrintedScan(rows, dialect, account);
  return {
    service: context.service.name,
    strategy: 'ENGINE_SCAN',
    why,
    statement: sql`${query} ${format.clause}`,
    // Without it a parent that has no match would read an empty text where `row` is null.
    settings: { ...dialect.scan.settings, ...format.settings, join_use_nulls: 1 },
    body: shape,
    ...account,
  };
}

/** ClickHouse's JSON output quotes text: a member that is a JSON document, or a related object, must be printed by hand. */
function isTyped(field: Selected): boolean {
  return field.kind === 'typename' || (field.kind === 'column' && field.column.scalar !== 'JSON');
}
