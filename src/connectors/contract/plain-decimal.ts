import { sql, type Sql, joinSql } from '../../sql/sql';

/**
 * The text of a decimal without needless zeros, in ClickHouse's SQL: `1.50` and `1.5` are one
 * number, and so are `0` and `-0.0`.
 */
export function plainDecimal(text: Sql): Sql {
  const plain = joinSql(
    [
      sql`arrayMap(key -> if(position(key, '.') > 0, trimRight(trimRight(key, '0'), '.'),`,
      sql`key), [${text}])[1]`,
    ],
    ' ',
  );
  return sql`replaceRegexpOne(${plain}, '^-0$', '0')`;
}
