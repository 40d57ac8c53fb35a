import { postgresqlString } from '../../../sql/postgresql-quoting';
import { sql, type Sql, joinSql } from '../../../sql/sql';

/**
 * SELECT count(pg_cancel_backend(pid)) AS n FROM pg_stat_activity WHERE strpos(query, '...') > 0
 * AND pid <> pg_backend_pid()
 *
 * Ends the statements whose text holds `mark`, over another connection of the same role, which
 * needs no further right. pg_stat_activity keeps the beginning of a text
 * (track_activity_query_size, 1024 bytes): the mark stands there.
 */
export function cancelQuery(mark: string): Sql {
  return joinSql(
    [
      sql`SELECT count(pg_cancel_backend(pid)) AS n FROM pg_stat_activity`,
      sql`WHERE strpos(query, ${postgresqlString(mark)}) > 0 AND pid <> pg_backend_pid()`,
    ],
    ' ',
  );
}
