import { sql, Sql } from '../../sql/sql';
import type { PlanningContext } from '../plan/planning-context';

/** A passthrough query as the service is to receive it, and how it is ended there. */
export interface MarkedQuery {
  readonly query: Sql;
  readonly cancel: Sql | null;
}

/**
 * Puts a comment before a query, by which the service knows it again. A query that the service
 * cannot end stays as it is.
 */
export function markQuery(
  query: Sql,
  database: string,
  { queries, collection, service, mark }: PlanningContext,
): MarkedQuery {
  const { passthroughSource, cancelQuery } = queries;
  if (mark === undefined || cancelQuery === undefined || passthroughSource === undefined)
    return { query, cancel: null };
  if (!/^[\w-]+$/.test(mark)) throw new Error('not a mark');
  // /* tributary:k3_9-Z */ SELECT ...
  const marked = sql`${Sql.dangerouslyFromText(`/* tributary:${mark} */`)} ${query}`;
  const end = cancelQuery(`tributary:${mark}`);
  const source = passthroughSource(collection, database, end, service.address);
  return { query: marked, cancel: sql`SELECT * FROM ${source} FORMAT Null` };
}
