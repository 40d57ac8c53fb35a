import { sql, type Sql } from '../sql/sql';
import { markQuery } from './mark-query';
import type { PlannedStatement } from './plan';
import type { PlanningContext } from './planning-context';

/** A passthrough query and what ClickHouse does with its answer. */
export interface KeepableQuery {
  /** Without its mark. */
  readonly query: Sql;
  readonly database: string;
  /** What it answers, with ClickHouse's types. */
  readonly columns: Sql;
  /** The statement over what gives these columns. */
  readonly from: (source: Sql) => Sql;
}

/** Each session has one, and no table of a database goes by this name there. */
const TABLE = sql`tributary_kept`;

/** The plan, and how it is run over a connection that is kept: as it is where the service, or whoever asks, has none. */
export function keepQuery(planned: PlannedStatement, { query, database, columns, from }: KeepableQuery, context: PlanningContext): PlannedStatement {
  const { connector: { keptEngine }, collection, keeping } = context;
  if (keptEngine === undefined || keeping === undefined) return planned;
  const { version, readTimeoutMs } = keeping;
  return {
    ...planned,
    kept: {
      version,
      question: [version, collection, database, columns.text, query.text].join('\n'),
      over: (mark) => {
        const marked = markQuery(query, database, { ...context, mark });
        // CREATE TEMPORARY TABLE tributary_kept (`row` Nullable(String)) ENGINE = PostgreSQL(`service_shop`, database = 'shop', query = 'SELECT ...') SETTINGS ...
        const declaration = sql`CREATE TEMPORARY TABLE ${TABLE} (${columns}) ENGINE = ${keptEngine(collection, database, marked.query, { readTimeoutMs })}`;
        const why = `${planned.why} It is asked often: its connection is kept.`;
        return { ...planned, why, declaration, statement: from(TABLE), cancel: marked.cancel, received: [marked.query.text] };
      },
    },
  };
}
