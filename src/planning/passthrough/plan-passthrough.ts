import type { PassthroughDialect, SourceDialect } from '../../connectors/contract/source-dialect';
import { EMPTY_SQL, sql, type Sql } from '../../sql/sql';
import { estimateAnswer } from '../budget/estimate';
import { budgetLimit } from '../budget/within-budget';
import { describeShape } from '../explain/describe-shape';
import type { AnswerColumn, AroundSource, PlannedStatement } from '../plan/planned-statement';
import type { PlanningContext } from '../plan/planning-context';
import { isOfAllKeys, tableOf, type Shape } from '../plan/shape';
import { bodyOf, GROUPED_BY_KEY, printedFormat } from '../scan/scan-of-shape';
import { markQuery } from './mark-query';
import { overSource, warmQuery } from './warm-query';

/**
 * SELECT `row` FROM postgresql(`service_shop`, ..., query = 'SELECT ...') FORMAT CustomSeparated
 *
 * Plans one query in the service's own SQL, which answers the shape.
 */
export function planPassthrough(
  wanted: Shape,
  context: PlanningContext,
  why: string,
): PlannedStatement {
  const { dialect, passthroughSource } = context.queries;
  if (passthroughSource === undefined)
    throw new Error(`no passthrough for ${context.service.name}`);
  const shape = ofOneRow(wanted);
  const table = tableOf(shape);
  const body = bodyOf(shape);
  const format = printedFormat(body);
  const { query, columns, around } = serviceAnswer(shape, context);
  const whole: AroundSource = {
    before: around.before,
    after: sql`${around.after} ${format.clause}`,
  };
  const marked = markQuery(query, table.remote.database, context);
  const source = passthroughSource(
    context.collection,
    table.remote.database,
    marked.query,
    context.service.address,
  );
  const warm = warmQuery({ query, table, columns, around: whole }, context);
  return {
    service: context.service.name,
    strategy: 'PASSTHROUGH',
    why,
    statement: overSource(whole, source),
    settings: format.settings,
    body,
    estimate: estimateAnswer(shape),
    connections: [null],
    cancel: marked.cancel,
    received: [marked.query.text],
    pushed: describeShape(shape, dialect),
    remaining: [],
    ...(warm && { warm }),
  };
}

/**
 * The query that a service is asked for a shape, the columns of its answer, and what ClickHouse
 * makes of them.
 */
interface ServiceAnswer {
  readonly query: Sql;
  readonly columns: readonly AnswerColumn[];
  readonly around: AroundSource;
}

function serviceAnswer(shape: Shape, { queries, budget }: PlanningContext): ServiceAnswer {
  const { passthrough, keyed } = queries.dialect;
  if (passthrough === null) throw new Error('no query language');
  if (shape.kind === 'rows' || shape.kind === 'groups') return wholeAnswer(shape, passthrough);
  if (keyed === undefined) throw new Error('no queries with keys');
  // A LIMIT may stand behind each query: that of keyed rows ends in a WHERE or an ORDER BY, that of
  // groups in a GROUP BY.
  const limit = isOfAllKeys(shape) ? budgetLimit(budget) : EMPTY_SQL;
  switch (shape.kind) {
    case 'keyedRows': {
      const query = sql`${keyed.rows(shape.rows, shape.keys)}${limit}`;
      return isNumbered(shape, queries.dialect)
        ? { query, columns: ['key', 'row', 'position'], around: GROUPED_IN_ORDER }
        : { query, columns: ['key', 'row'], around: GROUPED_BY_KEY };
    }
    case 'keyedGroups': {
      const query = sql`${keyed.groups(shape.groups)}${limit}`;
      return {
        query,
        columns: ['key', 'row'],
        around: { before: KEYS_AND_ROWS, after: EMPTY_SQL },
      };
    }
    case 'keys':
      return { query: keyed.keys(shape.rows, shape.keys), columns: ['key'], around: KEYS_ONLY };
    case 'groupKeys':
      return { query: keyed.groups(shape.groups), columns: ['key'], around: KEYS_ONLY };
  }
}

/**
 * SELECT `row` FROM ... ORDER BY `position`
 *
 * The answer for a whole request.
 */
function wholeAnswer(
  shape: Extract<Shape, { kind: 'rows' | 'groups' }>,
  passthrough: PassthroughDialect,
): ServiceAnswer {
  const [query, { orderBy }] =
    shape.kind === 'rows'
      ? [passthrough.query(shape.rows), shape.rows]
      : [passthrough.groups(shape.groups), shape.groups];
  return passthrough.numbersRows === true && orderBy.length > 0
    ? { query, columns: ['row', 'position'], around: { before: ROWS, after: BY_POSITION } }
    : { query, columns: ['row'], around: { before: ROWS, after: EMPTY_SQL } };
}

const ROWS = sql`SELECT \`row\` FROM `;
const BY_POSITION = sql` ORDER BY \`position\``;
const KEYS_AND_ROWS = sql`SELECT \`key\`, \`row\` FROM `;
const KEYS_ONLY: AroundSource = { before: sql`SELECT \`key\` FROM `, after: EMPTY_SQL };
const PLACED_ROWS = sql`groupArray((\`position\`, \`row\`))`;
const ROWS_IN_ORDER = sql`arrayMap(p -> p.2, arraySort(p -> p.1, ${PLACED_ROWS}))`;
const GROUPED_IN_ORDER: AroundSource = {
  before: sql`SELECT \`key\`, arrayStringConcat(${ROWS_IN_ORDER}, ',') AS \`rows\` FROM `,
  after: GROUPED_BY_KEY.after,
};

/**
 * True where the answer may lose its order on its way, and the service tells the place of each row.
 */
function isNumbered(
  { rows }: Extract<Shape, { kind: 'keyedRows' }>,
  { passthrough }: SourceDialect,
): boolean {
  return (
    passthrough?.numbersRows === true &&
    (rows.orderBy.length > 0 || rows.limit !== null || rows.offset > 0)
  );
}

function ofOneRow(shape: Shape): Shape {
  return shape.kind === 'rows' && shape.result === 'ONE'
    ? { ...shape, rows: { ...shape.rows, limit: 1 } }
    : shape;
}
