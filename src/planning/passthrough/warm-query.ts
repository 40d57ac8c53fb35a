import { joinSql, sql, type Sql } from '../../sql/sql';
import { markQuery } from './mark-query';
import type { PlannedStatement } from '../plan/planned-statement';
import type { PlanningContext } from '../plan/planning-context';

/** As the table function infers them (26.7.2). */
const TYPES = {
  key: sql`\`key\` Nullable(String)`,
  row: sql`\`row\` Nullable(String)`,
  position: sql`\`position\` Int64`,
};

/** Columns of what a service answers to a query, printed values and the place of a row. */
export type AnswerColumns = readonly (keyof typeof TYPES)[];

/** A longer one, with a list of keys as a rule, is seldom asked again as it is, and costs more to know again. */
const MAX_QUERY_CHARACTERS = 64 * 1024;

/** A passthrough query and what ClickHouse does with its answer. */
export interface WarmableQuery {
  /** Without its mark. */
  readonly query: Sql;
  readonly database: string;
  readonly columns: AnswerColumns;
  /** The statement over what gives these columns. */
  readonly from: (source: Sql) => Sql;
}

/** Each session has one, and no table of a database goes by this name there. */
const TABLE = sql`tributary_kept`;

/** The plan, and how it is run over a connection that is kept: as it is where the service, or whoever asks, has none. */
export function warmQuery(
  planned: PlannedStatement,
  { query, database, columns, from }: WarmableQuery,
  context: PlanningContext,
): PlannedStatement {
  const {
    connector: { keptEngine },
    collection,
    keeping,
  } = context;
  if (keptEngine === undefined || keeping === undefined || query.text.length > MAX_QUERY_CHARACTERS)
    return planned;
  const { version, readTimeoutMs } = keeping;
  return {
    ...planned,
    warm: {
      version,
      question: [version, collection, database, columns.join(), query.text].join('\n'),
      over: (mark) => {
        const marked = markQuery(query, database, { ...context, mark });
        // CREATE TEMPORARY TABLE tributary_kept (`row` Nullable(String)) ENGINE = PostgreSQL(`service_shop`, database = 'shop', query = 'SELECT ...') SETTINGS ...
        const declaration = sql`CREATE TEMPORARY TABLE ${TABLE} (${joinSql(
          columns.map((name) => TYPES[name]),
          ', ',
        )}) ENGINE = ${keptEngine(collection, database, marked.query, { readTimeoutMs })}`;
        return {
          declaration,
          statement: from(TABLE),
          cancel: marked.cancel,
          received: [marked.query.text],
        };
      },
    },
  };
}
