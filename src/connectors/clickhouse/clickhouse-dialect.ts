import { clickhouseIdentifier, clickhouseTable } from '../../sql/clickhouse-quoting';
import { countAliases } from '../../sql/count-aliases';
import { joinSql, sql } from '../../sql/sql';
import { columnOrder } from '../clickhouse-columns/column-order';
import { columnPredicate } from '../clickhouse-columns/column-predicate';
import { columnValue } from '../clickhouse-columns/column-value';
import type { SourceDialect } from '../contract/source-dialect';
import { READABLE_TERMS } from '../relational/readable-terms';
import { createRelationalSql } from '../relational/relational-sql';
import { REMOTE_SETTINGS } from './remote-settings';

const terms = createRelationalSql({
  ...READABLE_TERMS,
  identifier: clickhouseIdentifier,
  columnPredicate,
  not: (operand) => sql`NOT (${operand})`,
});

/**
 * Settings that decide how values print. In a document, numbers are numbers: all else that has 64
 * bits is printed as text by its expression. What is not joined is null.
 */
const MEANING = {
  output_format_json_quote_64bit_integers: 0,
  output_format_json_quote_decimals: 1,
  output_format_decimal_trailing_zeros: 1,
  join_use_nulls: 1,
} as const;

/**
 * The source speaks ClickHouse's own SQL: what is written for ClickHouse is evaluated there, whole.
 */
export const clickhouseDialect: SourceDialect = {
  describe: (predicate) =>
    terms.renderPredicate(predicate, { alias: null, newAlias: countAliases() }).text,
  scan: {
    settings: { ...REMOTE_SETTINGS, ...MEANING },
    canName: () => true,
    equatesAlike: () => true,
    value: columnValue,
    forwarded: columnPredicate,
    evaluated: columnPredicate,
    orderKeys: columnOrder,
    received: ({ table, columns }) =>
      sql`SELECT ${joinSql(
        columns.map((column) => clickhouseIdentifier(column.name)),
        ', ',
      )} FROM ${terms.tableName(table)}`,
  },
  passthrough: null,
  inSource: {
    tableName: ({ remote }) => clickhouseTable({ database: remote.schema, name: remote.table }),
    settings: MEANING,
  },
};
