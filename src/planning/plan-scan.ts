import type { DataRequest, RowSet, Selected } from '../model/query';
import { sql, type Sql } from '../sql/sql';
import { printedRowsFormat, typedRowsFormat } from './body-format';
import type { PlannedStatement } from './plan';
import type { PlanningContext } from './planning-context';
import { renderWithinBudget } from './render-within-budget';
import { renderGroupedScan, renderPrintedScan, renderTypedScan } from './render-scan';
import type { ScanAccount } from './scan-scope';

/** SELECT t0.`id` AS `id` FROM `service_shop`.`customer` AS t0 WHERE t0.`id` = 5 FORMAT JSONEachRow */
export function planScan(request: DataRequest, context: PlanningContext, why: string): PlannedStatement {
  const { dialect } = context.connector;
  const shape = request.result === 'ONE' ? 'OBJECT' : 'ARRAY';
  const isTyped = request.kind === 'rows' && request.rows.fields.every(isTypedMember);
  const format = isTyped ? typedRowsFormat(shape) : printedRowsFormat(shape);
  const { query, ...account } = renderWithinBudget(context, (opened) => render(request, isTyped, opened));
  return {
    service: context.service.name,
    strategy: 'ENGINE_SCAN',
    why,
    statement: sql`${query} ${format.clause}`,
    // Without join_use_nulls a parent that has no match would read an empty text where `row` is null.
    settings: { ...dialect.scan.settings, ...format.settings, join_use_nulls: 1 },
    body: shape,
    ...account,
  };

  function render(asked: DataRequest, typed: boolean, opened: ScanAccount): Sql {
    if (asked.kind === 'groups') return renderGroupedScan(asked.groups, dialect, opened);
    const rows: RowSet = asked.result === 'ONE' && asked.rows.limit === null ? { ...asked.rows, limit: 1 } : asked.rows;
    return typed ? renderTypedScan(rows, dialect, opened) : renderPrintedScan(rows, dialect, opened);
  }
}

/** ClickHouse's JSON output quotes text: a member that is a JSON document, or a related object, must be printed by hand. */
function isTypedMember(field: Selected): boolean {
  return field.kind === 'typename' || (field.kind === 'column' && field.column.scalar !== 'JSON');
}
