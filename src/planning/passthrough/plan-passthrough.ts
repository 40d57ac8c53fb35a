import type { SourceDialect } from '../../connectors/contract/source-dialect';
import type { DataRequest } from '../../model/selection/data-request';
import type { RowSet } from '../../model/selection/row-set';
import type { Selected } from '../../model/selection/selected';
import { visitSelected } from '../../model/selection/visit-selected';
import type { Predicate } from '../../model/predicate/predicate';
import { EMPTY_SQL, sql, type Sql } from '../../sql/sql';
import { printedRowsFormat } from '../plan/body-format';
import {
  describeAggregates,
  describeGroups,
  describeLimit,
  describeOrder,
} from '../explain/describe-page';
import { estimateAnswer } from '../budget/estimate';
import { conjuncts } from '../../model/predicate/predicate-leaves';
import { warmQuery } from './warm-query';
import { markQuery } from './mark-query';
import type { PlannedStatement } from '../plan/planned-statement';
import type { PlanningContext } from '../plan/planning-context';

/** SELECT `row` FROM postgresql(`service_shop`, database = 'shop', query = 'SELECT ...') FORMAT CustomSeparated */
export function planPassthrough(
  request: DataRequest,
  context: PlanningContext,
  why: string,
): PlannedStatement {
  const { dialect, passthroughSource } = context.connector;
  if (dialect.passthrough === null || passthroughSource === undefined)
    throw new Error(`no passthrough for ${context.service.name}`);
  const asked: DataRequest =
    request.kind === 'rows' && request.result === 'ONE'
      ? { ...request, rows: { ...request.rows, limit: 1 } }
      : request;
  const { table } = asked.kind === 'rows' ? asked.rows : asked.groups;
  const whole =
    asked.kind === 'rows'
      ? dialect.passthrough.query(asked.rows)
      : dialect.passthrough.groups(asked.groups);
  const { query, cancel } = markQuery(whole, table.remote.database, context);
  const { orderBy } = asked.kind === 'rows' ? asked.rows : asked.groups;
  const order =
    dialect.passthrough.numbersRows === true && orderBy.length > 0
      ? sql` ORDER BY \`position\``
      : EMPTY_SQL;
  const shape = request.result === 'ONE' ? 'OBJECT' : 'ARRAY';
  const format = printedRowsFormat(shape);
  const from = (source: Sql): Sql => sql`SELECT \`row\` FROM ${source}${order} ${format.clause}`;
  const planned: PlannedStatement = {
    service: context.service.name,
    strategy: 'PASSTHROUGH',
    why,
    statement: from(
      passthroughSource(context.collection, table.remote.database, query, context.service.address),
    ),
    settings: format.settings,
    body: shape,
    estimate: estimateAnswer(asked),
    connections: [null],
    cancel,
    received: [query.text],
    pushed: describeRequest(asked, dialect),
    remaining: [],
  };
  return warmQuery(
    planned,
    {
      query: whole,
      database: table.remote.database,
      columns: order === EMPTY_SQL ? ['row'] : ['row', 'position'],
      from,
    },
    context,
  );
}

/** All that is asked of the source, for people: filters, groups, orders and limits, and the joins below rows. */
export function describeRequest(request: DataRequest, dialect: SourceDialect): readonly string[] {
  if (request.kind === 'groups') {
    const { groups } = request;
    return [
      ...describeFilter(groups.where, dialect),
      ...describeGroups(groups),
      ...describeLimit(groups),
    ];
  }
  return describePushed(request.rows, dialect);
}

/** The filters, orders and limits of rows and of the lists below them, and the joins to them. */
export function describePushed(rows: RowSet, dialect: SourceDialect): readonly string[] {
  const lines = [...describePage(rows, dialect)];
  visitSelected(rows.fields, (field) => lines.push(...describeJoin(field, dialect)));
  return lines;
}

/** Members of an object or a list left out. */
function describeJoin(field: Selected, dialect: SourceDialect): readonly string[] {
  switch (field.kind) {
    case 'object':
      return [`join ${field.edge.name}`];
    case 'list':
      return [`join ${field.edge.name}`, ...describePage(field.rows, dialect)];
    case 'summary':
      return [
        `join ${field.of.edge.name}`,
        ...describeFilter(field.of.where, dialect),
        ...describeAggregates(field.fields),
      ];
    default:
      return [];
  }
}

function describePage(rows: RowSet, dialect: SourceDialect): readonly string[] {
  return [...describeFilter(rows.where, dialect), ...describeOrder(rows), ...describeLimit(rows)];
}

function describeFilter(where: Predicate | null, dialect: SourceDialect): readonly string[] {
  return conjuncts(where).map((predicate) => dialect.describe(predicate));
}
