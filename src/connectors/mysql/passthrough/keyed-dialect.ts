import type { RemoteColumn } from '../../../model/remote-table';
import type { RowSet } from '../../../model/selection/row-set';
import { countAliases, type NewAlias } from '../../../sql/count-aliases';
import { joinSql, sql, Sql } from '../../../sql/sql';
import type { KeyedDialect } from '../../contract/source-dialect';
import { renderGroupQuery } from '../../relational/group-query';
import { jsonValue } from '../types/json-value';
import {
  mysqlGroupTerms,
  position,
  printedArray,
  printedObject,
  whereClause,
} from './passthrough-dialect';
import { mysqlSql } from './predicate';

const { columnRef, orderClause, renderPredicate, tableName } = mysqlSql;

export const mysqlKeyedDialect: KeyedDialect = {
  // SELECT CONCAT('[', t0.`customer_id` + 0, ']') AS `key`, COALESCE(CONCAT('{', ...)) AS `row`
  // FROM `shop`.`orders` t0 WHERE t0.`customer_id` IN (1, 2)
  rows: (rows, keys) => {
    const newAlias = countAliases();
    const alias = newAlias();
    const printed = joinSql(
      [
        sql`${printedKey(keys, alias)} AS \`key\`,`,
        sql`${printedObject(rows.fields, { alias, newAlias })} AS \`row\``,
      ],
      ' ',
    );
    const from = sql`${tableName(rows.table)} ${alias}${where(rows, alias, newAlias)}`;
    const order = orderClause(rows.orderBy, { alias, newAlias });
    if (rows.limit === null && rows.offset === 0)
      return joinSql(
        [
          sql`SELECT ${printed}${rows.orderBy.length === 0 ? sql`` : sql`, ${position(order)}`}`,
          sql`FROM ${from}`,
        ],
        ' ',
      );
    const numbered = position(sql`PARTITION BY ${columnRefs(keys, alias)}${order}`);
    return pageOfEachKey(rows, sql`SELECT ${printed}, ${numbered} FROM ${from}`);
  },
  // SELECT CONCAT('[', t0.`id` + 0, ']') AS `key` FROM (SELECT DISTINCT t0.`id` FROM
  // `shop`.`customer` t0 WHERE ... LIMIT 10001) t0
  keys: (rows, keys) => {
    const newAlias = countAliases();
    const alias = newAlias();
    const limit = Sql.dangerouslyFromText(rows.limit === null ? '' : ` LIMIT ${rows.limit}`);
    const distinct = joinSql(
      [
        sql`SELECT DISTINCT ${columnRefs(keys, alias)}`,
        sql`FROM ${tableName(rows.table)} ${alias}${where(rows, alias, newAlias)}${limit}`,
      ],
      ' ',
    );
    return sql`SELECT ${printedKey(keys, alias)} AS \`key\` FROM (${distinct}) ${alias}`;
  },
  // SELECT CONCAT('[', t1.`k0` + 0, ']') AS `key`, COALESCE(CONCAT('{"_count":', ...)) AS `row`
  // FROM (SELECT ...) t1 GROUP BY t1.`k0`
  groups: (groups) => renderGroupQuery(groups, { ...mysqlGroupTerms, printKeys: printedArray }),
};

function pageOfEachKey({ limit, offset }: RowSet, numbered: Sql): Sql {
  const to = Sql.dangerouslyFromText(
    limit === null ? '' : ` AND \`position\` <= ${offset + limit}`,
  );
  return joinSql(
    [
      sql`SELECT \`key\`, \`row\`, \`position\` FROM (${numbered}) n`,
      sql`WHERE \`position\` > ${Sql.dangerouslyFromText(String(offset))}${to}`,
    ],
    ' ',
  );
}

function columnRefs(keys: readonly RemoteColumn[], alias: Sql): Sql {
  return joinSql(
    keys.map((column) => columnRef(alias, column)),
    ', ',
  );
}

function printedKey(keys: readonly RemoteColumn[], alias: Sql): Sql {
  return printedArray(keys.map((column) => jsonValue(column, columnRef(alias, column))));
}

function where(rows: RowSet, alias: Sql, newAlias: NewAlias): Sql {
  return whereClause(
    rows.where === null ? [] : [sql`(${renderPredicate(rows.where, { alias, newAlias })})`],
  );
}
