import { mysqlIdentifier } from '../../../sql/mysql-quoting';
import { sql, Sql } from '../../../sql/sql';
import type { ForwardedScan } from '../../contract/source-dialect';
import { engineQuoted, renderReceivedScan, type EngineTerms } from '../../relational/received-scan';
import { mysqlSql } from '../passthrough/predicate';
import { isInteger } from '../types/encodings';

const TERMS: EngineTerms = {
  identifier: mysqlIdentifier,
  tableName: mysqlSql.tableName,
  literal: (column, value) => {
    if (typeof value === 'boolean') return value ? sql`1` : sql`0`;
    return isInteger(column.encoding)
      ? Sql.dangerouslyFromText(String(value))
      : engineQuoted(String(value));
  },
  forwardsLimit: false,
};

/**
 * SELECT `id`, `name` FROM `shop`.`customer` WHERE `id` = 5
 *
 * The statement is written as in MariaDB's general log.
 */
export function receivedScan(scan: ForwardedScan): Sql {
  return renderReceivedScan(scan, TERMS);
}
