import { postgresqlIdentifier } from '../../../sql/postgresql-quoting';
import { Sql } from '../../../sql/sql';
import type { ForwardedScan } from '../../contract/source-dialect';
import { engineQuoted, renderReceivedScan, type EngineTerms } from '../../relational/received-scan';
import { postgresqlSql } from '../passthrough/predicate';
import { isInteger } from '../types/literal';

const TERMS: EngineTerms = {
  identifier: postgresqlIdentifier,
  tableName: postgresqlSql.tableName,
  literal: (column, value) =>
    isInteger(column.encoding) || typeof value === 'boolean'
      ? Sql.dangerouslyFromText(String(value))
      : engineQuoted(String(value)),
  forwardsLimit: true,
};

/**
 * SELECT "id", "name" FROM "public"."customer" WHERE "id" = 5
 *
 * The statement is written as between `COPY (` and `) TO STDOUT` in PostgreSQL's log.
 */
export function receivedScan(scan: ForwardedScan): Sql {
  return renderReceivedScan(scan, TERMS);
}
