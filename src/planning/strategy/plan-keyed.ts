import type { KeyedDialect, SourceDialect } from '../../connectors/contract/source-dialect';
import type { RowSet } from '../../model/selection/row-set';
import type { RemoteColumn, RemoteTable } from '../../model/remote-table';
import { EMPTY_SQL, sql, type Sql } from '../../sql/sql';
import { keyedRowsFormat, printedRowsFormat } from '../plan/body-format';
import { estimateAnswer, estimateKeyedAnswer, type Estimate } from '../budget/estimate';
import { planInSource, type ScanStatement } from '../passthrough/plan-in-source';
import { describePushed } from '../passthrough/plan-passthrough';
import { warmQuery, type AnswerColumns } from '../passthrough/warm-query';
import { markQuery } from '../passthrough/mark-query';
import type { BodyShape, PlannedStatement } from '../plan/planned-statement';
import type { PlanningContext } from '../plan/planning-context';
import { hasPassthrough, whyNotScan } from './plan-request';
import { renderKeyedRows, renderKeyedScan, renderKeyScan } from '../scan/render-scan';
import { renderWithinBudget } from '../scan/render-within-budget';
import { assertAffordable, budgetLimit } from '../budget/scan-budget';
import type { ScanAccount } from '../scan/scan-scope';
import { isUniqueIn } from '../analysis/unique-lookup';
import { withFallback } from './with-fallback';

/**
 * Rows with the key that each belongs to, grouped by it in ClickHouse. Limit and offset count for each key.
 *
 * SELECT `key`, arrayStringConcat(groupArray(`row`), ',') FROM postgresql(`service_shop`, query = 'SELECT ... AS "key", ... AS "row" FROM ...') GROUP BY `key`
 */
export function planKeyedRows(
  rows: RowSet,
  keys: readonly RemoteColumn[],
  context: PlanningContext,
): PlannedStatement {
  const { dialect } = context.connector;
  if (dialect.inSource !== undefined) {
    return planInSource(keyedStatement(rows, keys, context, EMPTY_SQL), context, dialect.inSource);
  }
  const why = whyNotScan(rows, dialect) ?? whyNotPrinted(keys, context);
  if (
    why !== null &&
    dialect.keyed !== undefined &&
    hasPassthrough(context) &&
    isNative(rows, dialect)
  ) {
    return passKeyedRows(rows, keys, dialect.keyed, why, context);
  }
  const planned = (within: PlanningContext): PlannedStatement =>
    keyedScan(within, 'KEYED', why, (account) =>
      groupedByKey(sql`(${renderKeyedScan(rows, keys, within.connector.dialect, account)})`),
    );
  const { keyed } = dialect;
  return keyed === undefined || !isNative(rows, dialect)
    ? planned(context)
    : withFallback(planned, rows.table, context, (reason) =>
        passKeyedRows(rows, keys, keyed, reason, context),
      );
}

/**
 * All rows with their keys, where there are more keys than are sent to a service: whoever reads the answer takes what it needs.
 * @throws GatewayError SOURCE_SCAN_TOO_LARGE
 */
export function planAllKeyedRows(
  rows: RowSet,
  keys: readonly RemoteColumn[],
  context: PlanningContext,
  why: string,
): PlannedStatement {
  const { dialect } = context.connector;
  const { budget } = context;
  if (budget !== undefined && rows.where === null) assertAffordable(rows.table, budget, why);
  const pull = budget === undefined ? {} : { pull: { budget, reason: why } };
  if (dialect.inSource !== undefined) {
    return {
      ...planInSource(
        keyedStatement(rows, keys, context, budgetLimit(budget)),
        context,
        dialect.inSource,
      ),
      why,
      ...pull,
    };
  }
  if (dialect.keyed !== undefined && hasPassthrough(context) && isNative(rows, dialect)) {
    return {
      ...passKeyedRows(rows, keys, dialect.keyed, why, context, budgetLimit(budget)),
      ...pull,
    };
  }
  const planned = keyedScan(context, 'KEYED', why, (account) =>
    groupedByKey(sql`(${renderKeyedScan(rows, keys, dialect, account)}${budgetLimit(budget)})`),
  );
  return { ...planned, why, ...pull };
}

/** The service finds and prints the rows. Its query ends in a WHERE or an ORDER BY, behind which `limit` may stand. */
function passKeyedRows(
  rows: RowSet,
  keys: readonly RemoteColumn[],
  keyed: KeyedDialect,
  why: string,
  context: PlanningContext,
  limit = EMPTY_SQL,
): PlannedStatement {
  const query = sql`${keyed.rows(rows, keys)}${limit}`;
  const isNumbered = isNumberedBy(rows, context.connector.dialect);
  const columns: AnswerColumns = isNumbered ? ['key', 'row', 'position'] : ['key', 'row'];
  return keyedPassthrough(context, {
    ...ofRows(rows, context),
    why,
    query,
    body: 'KEYED',
    estimate: estimateKeyedAnswer(rows, keys),
    columns,
    wrap: isNumbered ? groupedInOrder : groupedByKey,
  });
}

/** For another ClickHouse: the rows are found there, and put together by key here. */
function keyedStatement(
  rows: RowSet,
  keys: readonly RemoteColumn[],
  { connector }: PlanningContext,
  limit: Sql,
): ScanStatement {
  return {
    render: (there, account) =>
      groupedByKey(sql`(${renderKeyedScan(rows, keys, there, account)}${limit})`),
    sent: (there, account) => renderKeyedRows(rows, keys, there, account),
    format: keyedRowsFormat(),
    body: 'KEYED',
    pushed: describePushed(rows, connector.dialect),
    estimate: estimateKeyedAnswer(rows, keys),
  };
}

export function groupedByKey(source: Sql): Sql {
  return sql`SELECT \`key\`, arrayStringConcat(groupArray(\`row\`), ',') AS \`rows\` FROM ${source} GROUP BY \`key\``;
}

/** Whether the answer of a service may have lost its order on the way, and tells it. */
function isNumberedBy(rows: RowSet, { passthrough }: SourceDialect): boolean {
  return (
    passthrough?.numbersRows === true &&
    (rows.orderBy.length > 0 || rows.limit !== null || rows.offset > 0)
  );
}

function groupedInOrder(source: Sql): Sql {
  return sql`SELECT \`key\`, arrayStringConcat(arrayMap(p -> p.2, arraySort(p -> p.1, groupArray((\`position\`, \`row\`)))), ',') AS \`rows\` FROM ${source} GROUP BY \`key\``;
}

/** The distinct keys of rows, `rows.limit` of them at most: a JSON array of keys. */
export function planKeys(
  rows: RowSet,
  keys: readonly RemoteColumn[],
  context: PlanningContext,
): PlannedStatement {
  const { dialect } = context.connector;
  const estimate = estimateAnswer({ kind: 'rows', field: '', result: 'LIST', rows });
  if (dialect.inSource !== undefined) {
    const render = (there: SourceDialect, account: ScanAccount): Sql =>
      renderKeyScan(rows, keys, there, account);
    return planInSource(
      {
        render,
        sent: render,
        format: printedRowsFormat('ARRAY'),
        body: 'ARRAY',
        pushed: describePushed(rows, dialect),
        estimate,
      },
      context,
      dialect.inSource,
    );
  }
  // Where a key occurs once, nothing is gained by having the service sort out the doubles.
  const isDistinct = isUniqueIn(rows.table, keys);
  const unpaged = { ...rows, limit: null };
  const why =
    (isDistinct ? null : 'The service finds the distinct keys.') ??
    whyNotScan(
      { ...unpaged, fields: keys.map((column) => ({ kind: 'column', key: '', column })) },
      dialect,
    );
  if (why !== null && dialect.keyed !== undefined && hasPassthrough(context)) {
    const query = dialect.keyed.keys(rows, keys);
    return keyedPassthrough(context, {
      ...ofRows(rows, context),
      why,
      query,
      body: 'ARRAY',
      estimate,
      columns: ['key'],
      wrap: (source) => sql`SELECT \`key\` FROM ${source}`,
    });
  }
  return keyedScan(context, 'ARRAY', why, (account) => renderKeyScan(rows, keys, dialect, account));
}

/** Whether the service's SQL has all of it: the distinct rows of each key are found by ClickHouse. */
function isNative(rows: RowSet, { passthrough }: SourceDialect): boolean {
  return (
    rows.distinctOn.length === 0 &&
    passthrough !== null &&
    passthrough.missing({ kind: 'rows', field: '', result: 'LIST', rows }) === null
  );
}

function ofRows(
  rows: RowSet,
  { connector }: PlanningContext,
): Pick<PassthroughParts, 'table' | 'pushed'> {
  return { table: rows.table, pushed: describePushed(rows, connector.dialect) };
}

interface PassthroughParts {
  readonly table: RemoteTable;
  readonly pushed: readonly string[];
  readonly why: string;
  readonly query: Sql;
  readonly body: BodyShape;
  readonly estimate: Estimate;
  /** Those of its answer that `wrap` reads. */
  readonly columns: AnswerColumns;
  readonly wrap: (source: Sql) => Sql;
}

/** A query in the service's own SQL, which answers keys or what belongs to them. */
export function keyedPassthrough(
  context: PlanningContext,
  { table, pushed, why, query: unmarked, body, estimate, columns, wrap }: PassthroughParts,
): PlannedStatement {
  const { passthroughSource } = context.connector;
  const { query, cancel } = markQuery(unmarked, table.remote.database, context);
  if (passthroughSource === undefined)
    throw new Error(`no passthrough for ${context.service.name}`);
  const format = body === 'KEYED' ? keyedRowsFormat() : printedRowsFormat(body);
  const from = (source: Sql): Sql => sql`${wrap(source)} ${format.clause}`;
  const { database } = table.remote;
  const planned: PlannedStatement = {
    service: context.service.name,
    strategy: 'PASSTHROUGH',
    why,
    statement: from(
      passthroughSource(context.collection, database, query, context.service.address),
    ),
    settings: format.settings,
    body,
    estimate,
    connections: [null],
    cancel,
    received: [query.text],
    pushed,
    remaining: [],
  };
  return warmQuery(planned, { query: unmarked, database, columns, from }, context);
}

/** The same over engine scans. */
export function keyedScan(
  context: PlanningContext,
  body: BodyShape,
  why: string | null,
  render: (account: ScanAccount) => Sql,
): PlannedStatement {
  const format = body === 'KEYED' ? keyedRowsFormat() : printedRowsFormat(body);
  const { query, ...account } = renderWithinBudget(context, render);
  const statement = sql`${query} ${format.clause}`;
  return {
    service: context.service.name,
    strategy: 'ENGINE_SCAN',
    why:
      why === null
        ? 'The engine forwards every predicate over a pooled connection.'
        : 'This service runs no passthrough queries here.',
    statement,
    settings: { ...context.connector.dialect.scan.settings, ...format.settings, join_use_nulls: 1 },
    body,
    ...account,
  };
}

function whyNotPrinted(
  keys: readonly RemoteColumn[],
  { connector }: PlanningContext,
): string | null {
  const unprintable = keys.find((column) => connector.dialect.scan.value(column, sql`k0`) === null);
  return unprintable === undefined
    ? null
    : `Only the service can print \`${unprintable.fieldName}\` exactly.`;
}
