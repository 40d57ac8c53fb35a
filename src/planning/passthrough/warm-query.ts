import { joinSql, sql, type Sql } from '../../sql/sql';
import type {
  AnswerColumn,
  AroundSource,
  PlannedStatement,
  WarmQuery,
} from '../plan/planned-statement';
import type { PlanningContext } from '../plan/planning-context';
import { markQuery } from './mark-query';

/** The types that the table function infers for the columns of an answer (26.7.2). */
const TYPES: Readonly<Record<AnswerColumn, Sql>> = {
  key: sql`\`key\` Nullable(String)`,
  row: sql`\`row\` Nullable(String)`,
  position: sql`\`position\` Int64`,
};

/**
 * The longest query that is kept warm. A longer query, such as one with a list of keys, is seldom
 * asked again as it is, and costs more to recognise.
 */
const MAX_QUERY_CHARACTERS = 64 * 1024;

/** The table of a session that keeps a connection. No table of a database goes by this name. */
const TABLE = sql`tributary_kept`;

/**
 * Describes how a query is run over a warm connection; undefined where no connection can be kept
 * for it.
 */
export function warmQuery(
  { query, table, columns, around }: Pick<WarmQuery, 'query' | 'table' | 'columns' | 'around'>,
  { queries, collection, warmQueries }: PlanningContext,
): WarmQuery | undefined {
  if (queries.keptEngine === undefined || warmQueries === undefined) return undefined;
  if (query.text.length > MAX_QUERY_CHARACTERS) return undefined;
  const { version } = warmQueries;
  const { database } = table.remote;
  const question = [version, collection, database, columns.join(), query.text].join('\n');
  return { version, question, table, query, columns, around };
}

/**
 * The members that a plan has in place of its own when it is run over a table that keeps its
 * connection.
 */
export type OverWarmTable = Required<
  Pick<PlannedStatement, 'statement' | 'received' | 'declaration'>
> &
  Pick<PlannedStatement, 'cancel'>;

/**
 * CREATE TEMPORARY TABLE tributary_kept (`row` Nullable(String)) ENGINE = PostgreSQL(...)
 *
 * Plans a warm query over the table that keeps its connection.
 *
 * @param mark tells the service which statements are those of the table
 */
export function planOverWarmTable(
  { query, table, columns, around }: WarmQuery,
  mark: string,
  context: PlanningContext,
): OverWarmTable {
  const { queries, collection, warmQueries } = context;
  if (queries.keptEngine === undefined || warmQueries === undefined)
    throw new Error(`no connection is kept for ${context.service.name}`);
  const { database } = table.remote;
  const { readTimeoutMs } = warmQueries;
  const marked = markQuery(query, database, { ...context, mark });
  const types = joinSql(
    columns.map((name) => TYPES[name]),
    ', ',
  );
  const engine = queries.keptEngine(collection, database, marked.query, { readTimeoutMs });
  return {
    declaration: sql`CREATE TEMPORARY TABLE ${TABLE} (${types}) ENGINE = ${engine}`,
    statement: overSource(around, TABLE),
    cancel: marked.cancel,
    received: [marked.query.text],
  };
}

/**
 * SELECT `row` FROM ... FORMAT CustomSeparated
 *
 * A statement over a table function or a table.
 */
export function overSource({ before, after }: AroundSource, source: Sql): Sql {
  return sql`${before}${source}${after}`;
}
