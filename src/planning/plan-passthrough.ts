import type { DataRequest, RowSet, Selected } from '../model/query';
import { sql } from '../sql/sql';
import { printedRowsFormat } from './body-format';
import { conjuncts } from './forwardable';
import type { PlannedStatement } from './plan';
import type { PlanningContext } from './plan-request';

/** SELECT `row` FROM postgresql(`service_shop`, database = 'shop', query = 'SELECT ...') FORMAT CustomSeparated */
export function planPassthrough(request: DataRequest, context: PlanningContext, why: string): PlannedStatement {
  const { dialect, passthroughSource } = context.connector;
  if (dialect.passthrough === null || passthroughSource === undefined) throw new Error(`no passthrough for ${context.service.name}`);
  const rows: RowSet = request.result === 'ONE' ? { ...request.rows, limit: 1 } : request.rows;
  const query = dialect.passthrough.query(rows);
  const shape = request.result === 'ONE' ? 'OBJECT' : 'ARRAY';
  const format = printedRowsFormat(shape);
  const source = passthroughSource(context.collection, rows.table.remote.database, query);
  return {
    service: context.service.name,
    strategy: 'PASSTHROUGH',
    why,
    statement: sql`SELECT \`row\` FROM ${source} ${format.clause}`,
    settings: format.settings,
    body: shape,
    received: [query.text],
    pushed: allFilters(rows).flatMap(conjuncts).map((predicate) => dialect.describe(predicate)),
    remaining: [],
  };
}

/** The filters of a row set and of all lists below it. */
function allFilters(rows: RowSet): readonly RowSet['where'][] {
  return [rows.where, ...rows.fields.flatMap(filtersBelow)];
}

function filtersBelow(field: Selected): readonly RowSet['where'][] {
  if (field.kind === 'list') return allFilters(field.rows);
  return field.kind === 'object' ? field.fields.flatMap(filtersBelow) : [];
}
