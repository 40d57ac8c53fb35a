import { mysqlString } from '../../../sql/mysql-quoting';
import { joinSql, sql, Sql } from '../../../sql/sql';

/*
 * Each statement answers one row with one text column, `doc`, and runs as it stands both through
 * the native driver and as a ClickHouse passthrough, which wraps it: SELECT `doc` FROM (...) AS
 * __subquery. What only MySQL or only MariaDB understands stands in comments that the other
 * ignores. https://mariadb.com/kb/en/comment-syntax/
 */

/** Kinds that are offered: sequences and the server's own tables are no tables of a service. */
const IS_TABLE = sql`t.TABLE_TYPE IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')`;

const SYSTEM_SCHEMAS = sql`('information_schema', 'performance_schema', 'mysql', 'sys')`;

/**
 * Columns that the account may read: information_schema also shows those that it may only write.
 */
const CAN_READ = sql`c.PRIVILEGES LIKE '%select%'`;

/**
 * The number of rows, which is InnoDB's estimate or the count of other engines; views have none.
 */
const ROW_ESTIMATE = sql`IF(t.TABLE_TYPE = 'VIEW', NULL, t.TABLE_ROWS)`;

/**
 * COALESCE((SELECT JSON_ARRAYAGG(JSON_ARRAY(...)) AS agg FROM ...), '[]')
 *
 * Answers [row, row, ...]. MariaDB cuts its aggregates off at group_concat_max_len: there the
 * statement fails instead, by an overflow. MariaDB's JSON_ARRAYAGG prints the brackets twice under
 * a HAVING (seen on 10.11); MySQL's has no limit. `row` and `order` stand in comments, so that they
 * must hold no comment and no name of a caller.
 */
function rowsOf(row: Sql, order: Sql, from: Sql): Sql {
  const mariadb = joinSql(
    [
      sql`/*M! CONCAT('[',`,
      sql`COALESCE(GROUP_CONCAT(JSON_ARRAY(${row}) ORDER BY ${order} SEPARATOR ','),`,
      sql`''), ']') */`,
    ],
    ' ',
  );
  const mysql = sql`/*!80000 JSON_ARRAYAGG(JSON_ARRAY(${row})) */`;
  const isWhole = joinSql(
    [
      sql`/*M! HAVING OCTET_LENGTH(agg) < @@group_concat_max_len - 4`,
      sql`OR 18446744073709551615 + COUNT(*) */`,
    ],
    ' ',
  );
  return sql`COALESCE((SELECT ${mariadb} ${mysql} AS agg FROM ${from} ${isWhole}), '[]')`;
}

export interface ListPage {
  readonly search: string | null;
  readonly limit: number;
  readonly offset: number;
}

/**
 * SELECT COALESCE((SELECT ... FROM (SELECT t.TABLE_SCHEMA AS s, ... LIMIT 100 OFFSET 0) AS l),
 * '[]') AS doc
 *
 * The document [[database, schema, table, type, rowEstimate]] of all databases but the system's.
 */
export function listQuery({ search, limit, offset }: ListPage): Sql {
  const page = Sql.dangerouslyFromText(`LIMIT ${Math.trunc(limit)} OFFSET ${Math.trunc(offset)}`);
  const listed = sql`(SELECT t.TABLE_SCHEMA AS s, t.TABLE_NAME AS n, t.TABLE_TYPE AS k,
  ${ROW_ESTIMATE} AS e FROM information_schema.TABLES AS t
WHERE ${IS_TABLE} AND t.TABLE_SCHEMA NOT IN ${SYSTEM_SCHEMAS} AND ${matches(search)}
  AND EXISTS (SELECT 1 FROM information_schema.COLUMNS AS c WHERE c.TABLE_SCHEMA = t.TABLE_SCHEMA
  AND c.TABLE_NAME = t.TABLE_NAME AND ${CAN_READ})
ORDER BY CAST(t.TABLE_SCHEMA AS BINARY), CAST(t.TABLE_NAME AS BINARY) ${page}) AS l`;
  const rows = rowsOf(
    sql`DATABASE(), l.s, l.n, l.k, l.e`,
    sql`CAST(l.s AS BINARY), CAST(l.n AS BINARY)`,
    listed,
  );
  return sql`SELECT ${rows} AS doc`;
}

function matches(search: string | null): Sql {
  if (search === null || search === '') return sql`1 = 1`;
  return joinSql(
    [
      sql`LOCATE(LOWER(${mysqlString(search)}),`,
      sql`LOWER(CONCAT(t.TABLE_SCHEMA, '.', t.TABLE_NAME))) > 0`,
    ],
    ' ',
  );
}

/**
 * SELECT CONCAT('{"tables":', ..., ',"columns":', ..., '}') AS doc
 *
 * The document {"tables", "columns", "keys", "foreignKeys"} of what the account may read of one
 * schema.
 */
export function describeQuery(schema: string, tables: readonly string[] | null): Sql {
  const where = (alias: Sql) => wanted(alias, schema, tables);
  const parts = [
    sql`'{"tables":'`,
    tableRows(where(sql`t`)),
    sql`',"columns":'`,
    columnRows(where(sql`c`)),
    sql`',"keys":'`,
    keyRows(where(sql`s`)),
    sql`',"foreignKeys":'`,
    foreignKeyRows(where(sql`k`)),
    sql`'}'`,
  ];
  return sql`SELECT CONCAT(${joinSql(parts, ', ')}) AS doc`;
}

function tableRows(where: Sql): Sql {
  return rowsOf(
    sql`t.TABLE_NAME, t.TABLE_TYPE, NULLIF(t.TABLE_COMMENT, ''), ${ROW_ESTIMATE}`,
    sql`t.TABLE_NAME`,
    sql`information_schema.TABLES AS t WHERE ${where} AND ${IS_TABLE}`,
  );
}

function columnRows(where: Sql): Sql {
  const from = joinSql(
    [
      sql`(SELECT c.*, ${IS_JSON} AS IS_JSON FROM information_schema.COLUMNS AS c`,
      sql`WHERE ${where} AND ${CAN_READ} ORDER BY c.TABLE_NAME,`,
      sql`c.ORDINAL_POSITION LIMIT 1000000) AS c`,
    ],
    ' ',
  );
  return rowsOf(COLUMN, sql`c.TABLE_NAME, c.ORDINAL_POSITION`, from);
}

function keyRows(where: Sql): Sql {
  const from = joinSql(
    [
      sql`(SELECT * FROM information_schema.STATISTICS AS s WHERE ${where}`,
      sql`AND s.NON_UNIQUE = 0 ORDER BY s.TABLE_NAME, s.INDEX_NAME, s.SEQ_IN_INDEX`,
      sql`LIMIT 1000000) AS i`,
    ],
    ' ',
  );
  return rowsOf(
    sql`i.TABLE_NAME, i.INDEX_NAME, i.COLUMN_NAME, i.SUB_PART IS NOT NULL`,
    sql`i.TABLE_NAME, i.INDEX_NAME, i.SEQ_IN_INDEX`,
    from,
  );
}

function foreignKeyRows(where: Sql): Sql {
  const from = joinSql(
    [
      sql`(SELECT * FROM information_schema.KEY_COLUMN_USAGE AS k WHERE ${where}`,
      sql`AND k.REFERENCED_TABLE_NAME IS NOT NULL ORDER BY k.TABLE_NAME,`,
      sql`k.CONSTRAINT_NAME, k.ORDINAL_POSITION LIMIT 1000000) AS f`,
    ],
    ' ',
  );
  return rowsOf(FOREIGN_KEY, sql`f.TABLE_NAME, f.CONSTRAINT_NAME, f.ORDINAL_POSITION`, from);
}

/**
 * Whether a column is JSON. In MariaDB it is a LONGTEXT with a check, of which only its text tells,
 * with other quotes under ANSI_QUOTES.
 */
const IS_JSON = sql`(c.DATA_TYPE = 'json' /*M! OR (c.DATA_TYPE = 'longtext' AND EXISTS (SELECT 1
  FROM information_schema.CHECK_CONSTRAINTS AS j
  WHERE j.CONSTRAINT_SCHEMA = c.TABLE_SCHEMA AND j.TABLE_NAME = c.TABLE_NAME
  AND j.CHECK_CLAUSE IN (CONCAT('json_valid(\`', REPLACE(c.COLUMN_NAME, '\`', '\`\`'), '\`)'),
  CONCAT('json_valid("', REPLACE(c.COLUMN_NAME, '"', '""'), '")')))) */)`;

const COLUMN = sql`c.TABLE_NAME, c.COLUMN_NAME, c.DATA_TYPE, c.COLUMN_TYPE,
  NULLIF(c.COLUMN_COMMENT, ''), c.IS_NULLABLE = 'YES', c.CHARACTER_SET_NAME,
  c.COLLATION_NAME, c.NUMERIC_PRECISION, c.NUMERIC_SCALE, c.IS_JSON`;

const FOREIGN_KEY = joinSql(
  [
    sql`f.TABLE_NAME, f.CONSTRAINT_NAME, f.COLUMN_NAME, f.REFERENCED_TABLE_SCHEMA,`,
    sql`f.REFERENCED_TABLE_NAME, f.REFERENCED_COLUMN_NAME`,
  ],
  ' ',
);

function wanted(alias: Sql, schema: string, tables: readonly string[] | null): Sql {
  const inSchema = sql`${alias}.TABLE_SCHEMA = ${mysqlString(schema)}`;
  return tables === null
    ? inSchema
    : sql`${inSchema} AND ${alias}.TABLE_NAME IN (${joinSql(tables.map(mysqlString), ', ')})`;
}
