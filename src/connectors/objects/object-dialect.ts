import { clickhouseIdentifier } from '../../sql/clickhouse-quoting';
import { countAliases } from '../../sql/count-aliases';
import { joinSql, sql, Sql } from '../../sql/sql';
import { columnOrder } from '../clickhouse-columns/column-order';
import { columnPredicate } from '../clickhouse-columns/column-predicate';
import { columnValue } from '../clickhouse-columns/column-value';
import type { ForwardedScan, SourceDialect } from '../contract/source-dialect';
import { READABLE_TERMS } from '../relational/readable-terms';
import { createRelationalSql } from '../relational/relational-sql';
import { isGlob } from './is-glob';
import { joinPath } from './join-path';

const terms = createRelationalSql({
  ...READABLE_TERMS,
  identifier: clickhouseIdentifier,
  columnPredicate,
  not: (operand) => sql`NOT (${operand})`,
});

/**
 * ClickHouse evaluates everything itself. What can be told from an object's path it evaluates
 * before it fetches the object.
 */
export const objectDialect: SourceDialect = {
  describe: (predicate) =>
    terms.renderPredicate(predicate, { alias: null, newAlias: countAliases() }).text,
  scan: {
    settings: {},
    canName: () => true,
    equatesAlike: () => true,
    value: columnValue,
    forwarded: (predicate, ref) =>
      predicate.column.isOfPath === true ? columnPredicate(predicate, ref) : null,
    evaluated: columnPredicate,
    orderKeys: columnOrder,
    received: receivedObjects,
  },
  passthrough: null,
};

/**
 * LIST lake/data/; GET lake/data/**\/*.csv WHERE `year` = 2024
 *
 * What a store receives, for people to read: stores have no such language. Objects that the WHERE
 * leaves out are not fetched.
 */
function receivedObjects({ table, predicates }: ForwardedScan): Sql {
  const path = joinPath([table.remote.database, table.remote.schema, table.remote.table]);
  const listed = isGlob(path)
    ? sql`LIST ${Sql.dangerouslyFromText(path.replace(/[^/]*[*?{].*$/s, ''))}; `
    : sql``;
  const chosen = predicates
    .filter((predicate) => predicate.kind !== 'constant')
    .map(
      (predicate) =>
        sql`(${terms.renderPredicate(predicate, { alias: null, newAlias: countAliases() })})`,
    );
  const where = chosen.length === 0 ? sql`` : sql` WHERE ${joinSql(chosen, ' AND ')}`;
  return sql`${listed}GET ${Sql.dangerouslyFromText(path)}${where}`;
}
