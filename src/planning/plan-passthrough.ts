import type { SourceDialect } from '../connectors/source-dialect';
import type { DataRequest, RowSet, Selected } from '../model/query';
import { sql } from '../sql/sql';
import { printedRowsFormat } from './body-format';
import { describeLimit, describeOrder } from './describe-page';
import { conjuncts } from './forwardable';
import { markQuery } from './mark-query';
import type { PlannedStatement } from './plan';
import type { PlanningContext } from './planning-context';

/** SELECT `row` FROM postgresql(`service_shop`, database = 'shop', query = 'SELECT ...') FORMAT CustomSeparated */
export function planPassthrough(request: DataRequest, context: PlanningContext, why: string): PlannedStatement {
  const { dialect, passthroughSource } = context.connector;
  if (dialect.passthrough === null || passthroughSource === undefined) throw new Error(`no passthrough for ${context.service.name}`);
  const rows: RowSet = request.result === 'ONE' ? { ...request.rows, limit: 1 } : request.rows;
  const { query, cancel } = markQuery(dialect.passthrough.query(rows), rows.table.remote.database, context);
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
    connections: [null],
    cancel,
    received: [query.text],
    pushed: describePushed(rows, dialect),
    remaining: [],
  };
}

/** All of it: the filters, orders and limits of a row set, and the joins and lists below it. */
export function describePushed(rows: RowSet, dialect: SourceDialect): readonly string[] {
  const filters = conjuncts(rows.where).map((predicate) => dialect.describe(predicate));
  return [...filters, ...describeOrder(rows), ...describeLimit(rows), ...describeJoins(rows.fields, dialect)];
}

function describeJoins(fields: readonly Selected[], dialect: SourceDialect): readonly string[] {
  return fields.flatMap((field) => {
    if (field.kind !== 'object' && field.kind !== 'list') return [];
    const below = field.kind === 'list' ? describePushed(field.rows, dialect) : describeJoins(field.fields, dialect);
    return [`join ${field.edge.name}`, ...below];
  });
}
