import { clickhouseIdentifier } from '../../sql/clickhouse-quoting';
import { countAliases } from '../../sql/count-aliases';
import { sql } from '../../sql/sql';
import { columnOrder } from '../clickhouse-columns/column-order';
import { columnPredicate } from '../clickhouse-columns/column-predicate';
import { columnValue } from '../clickhouse-columns/column-value';
import type { SourceDialect } from '../contract/source-dialect';
import { READABLE_TERMS } from '../relational/readable-terms';
import { createRelationalSql } from '../relational/relational-sql';

const terms = createRelationalSql({
  ...READABLE_TERMS,
  identifier: clickhouseIdentifier,
  columnPredicate,
  not: (operand) => sql`NOT (${operand})`,
});

/**
 * The rows are in tables of ClickHouse: nothing is forwarded, and no message is read for an answer.
 */
export const kafkaDialect: SourceDialect = {
  describe: (predicate) =>
    terms.renderPredicate(predicate, { alias: null, newAlias: countAliases() }).text,
  scan: {
    isLocal: true,
    // Engines that keep one row of each key are read as if they had merged already; for other
    // engines the setting means nothing.
    settings: { final: 1 },
    canName: () => true,
    equatesAlike: () => true,
    value: columnValue,
    forwarded: () => null,
    evaluated: columnPredicate,
    orderKeys: columnOrder,
    received: () => null,
  },
  passthrough: null,
};
