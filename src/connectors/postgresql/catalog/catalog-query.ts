import { postgresqlString } from '../../../sql/postgresql-quoting';
import { joinSql, sql, type Sql } from '../../../sql/sql';

/*
 * Each statement answers one row with one text column, `doc`, and runs as it stands both through
 * the native driver and as a ClickHouse passthrough, which wraps it: SELECT "doc" FROM (...) AS
 * __subquery. PostgreSQL 12 and later: a catalog column that is younger is read through to_jsonb,
 * which answers null where it does not exist.
 */

/** The values of relkind that are offered. */
const READABLE_KINDS = sql`('r', 'p', 'v', 'm', 'f')`;

/** Whether the account can read it: what it cannot read does not exist for it. */
const IS_READABLE = joinSql(
  [
    sql`c.relkind IN ${READABLE_KINDS} AND has_schema_privilege(n.oid, 'USAGE')`,
    sql`AND has_any_column_privilege(c.oid, 'SELECT')`,
  ],
  ' ',
);

/**
 * Whether the table was ever analysed. Before PostgreSQL 14, reltuples of a table that never was is
 * 0, like that of an empty one; since 14 it is -1.
 */
const isAnalysed = (table: Sql) =>
  joinSql(
    [
      sql`${table}.reltuples >= 0`,
      sql`AND (${table}.relpages > 0 OR current_setting('server_version_num')::int >= 140000)`,
    ],
    ' ',
  );

/**
 * The estimated number of rows. A partitioned table is seldom analysed itself: its leaves are added
 * up.
 */
const ROW_ESTIMATE = sql`CASE c.relkind
  WHEN 'v' THEN NULL
  WHEN 'p' THEN (SELECT sum(leaf.reltuples::float8) FROM pg_partition_tree(c.oid) AS part
  JOIN pg_class AS leaf ON leaf.oid = part.relid
    WHERE part.isleaf AND ${isAnalysed(sql`leaf`)})
  ELSE CASE WHEN ${isAnalysed(sql`c`)} THEN c.reltuples::float8 END END`;

export interface ListPage {
  readonly search: string | null;
  readonly limit: number;
  readonly offset: number;
}

/**
 * SELECT coalesce(json_agg(...), '[]')::text AS doc FROM (SELECT ... FROM pg_class AS c ...) AS t
 *
 * The document [{"database", "schema", "table", "kind", "rowEstimate"}], without system schemas and
 * partitions.
 */
export function listQuery({ search, limit, offset }: ListPage): Sql {
  return sql`SELECT coalesce(json_agg(json_build_object('database', current_database(), 'schema',
  t.schema_name, 'table', t.table_name, 'kind', t.kind, 'rowEstimate', t.row_estimate)
  ORDER BY t.schema_name, t.table_name), '[]')::text AS doc FROM (
SELECT n.nspname AS schema_name, c.relname AS table_name, c.relkind::text AS kind,
  ${ROW_ESTIMATE} AS row_estimate
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND NOT c.relispartition
  AND ${IS_READABLE} AND ${matches(search)}
ORDER BY n.nspname, c.relname LIMIT ${postgresqlString(String(limit))}::bigint
  OFFSET ${postgresqlString(String(offset))}::bigint) AS t`;
}

/**
 * Whether a name holds the searched text. The type `name` has the collation C, under which ILIKE
 * only folds ASCII.
 */
function matches(search: string | null): Sql {
  if (search === null || search === '') return sql`true`;
  const pattern = postgresqlString(`%${search.replace(/[\\%_]/g, '\\$&')}%`);
  return sql`(n.nspname || '.' || c.relname) COLLATE "default" ILIKE ${pattern}`;
}

/** Every domain with the type under it. A type modifier can only stand on the innermost one. */
const DOMAINS = sql`WITH RECURSIVE step AS (
  SELECT d.oid AS domain, d.typbasetype AS base, d.typtypmod AS typmod, d.typnotnull AS not_null
  FROM pg_type AS d WHERE d.typtype = 'd'
  UNION ALL
  SELECT s.domain, b.typbasetype, b.typtypmod, s.not_null OR b.typnotnull FROM step AS s
  JOIN pg_type AS b ON b.oid = s.base WHERE b.typtype = 'd'),
domains AS (SELECT s.* FROM step AS s JOIN pg_type AS b ON b.oid = s.base WHERE b.typtype <> 'd')`;

const COLLATION = sql`CASE WHEN co.oid IS NULL THEN NULL ELSE json_build_object(
  'provider', CASE co.collprovider WHEN 'd' THEN coalesce(to_jsonb(db) ->> 'datlocprovider', 'c')
  ELSE co.collprovider::text END,
  'locale', CASE co.collprovider WHEN 'd' THEN db.datcollate::text ELSE co.collcollate::text END,
  'deterministic', co.collisdeterministic, 'serverEncoding', pg_encoding_to_char(db.encoding)) END`;

const typeFacts = (type: Sql, namespace: Sql, typmod: Sql) =>
  joinSql(
    [
      sql`json_build_object('schema', ${namespace}.nspname, 'name', ${type}.typname, 'kind',`,
      sql`${type}.typtype::text, 'typmod', ${typmod})`,
    ],
    ' ',
  );

/**
 * Columns of a table. A true array type is the typarray of its element; oidvector and the like only
 * look like one.
 */
const COLUMNS = sql`SELECT json_agg(json_build_object(
  'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'comment',
  col_description(c.oid, a.attnum),
  'notNull', a.attnotnull OR (coalesce(d.not_null, false) AND c.relkind IN ('r', 'p')),
  'dimensions', a.attndims, 'collation', ${COLLATION},
  'base', ${typeFacts(sql`b`, sql`bn`, sql`coalesce(d.typmod, a.atttypmod)`)},
  'element', CASE WHEN e.oid IS NULL THEN NULL
  ELSE ${typeFacts(sql`e`, sql`en`, sql`coalesce(ed.typmod, d.typmod, a.atttypmod)`)} END)
  ORDER BY a.attnum)
FROM pg_attribute AS a
LEFT JOIN domains AS d ON d.domain = a.atttypid
JOIN pg_type AS b ON b.oid = coalesce(d.base, a.atttypid)
JOIN pg_namespace AS bn ON bn.oid = b.typnamespace
LEFT JOIN pg_type AS item ON item.oid = b.typelem AND item.typarray = b.oid
LEFT JOIN domains AS ed ON ed.domain = item.oid
LEFT JOIN pg_type AS e ON e.oid = coalesce(ed.base, item.oid)
LEFT JOIN pg_namespace AS en ON en.oid = e.typnamespace
LEFT JOIN pg_collation AS co ON co.oid = a.attcollation
WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND has_column_privilege(c.oid,
  a.attnum, 'SELECT')`;

/**
 * Keys of a table, without partial and expression indexes, invalid ones, and the temporal keys of
 * PostgreSQL 18 (indisexclusion), which are no keys of rows.
 */
const KEYS = sql`SELECT json_agg(json_build_object('primary', i.indisprimary, 'columns', (
    SELECT json_agg(a.attname ORDER BY k.place)
    FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
    JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
    WHERE k.place <= i.indnkeyatts))
  ORDER BY i.indexrelid)
FROM pg_index AS i
WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND NOT i.indisexclusion
  AND i.indpred IS NULL AND i.indexprs IS NULL`;

const columnNames = (table: Sql, numbers: Sql) =>
  sql`(SELECT json_agg(a.attname ORDER BY k.place)
  FROM unnest(${numbers}) WITH ORDINALITY AS k (attnum, place)
    JOIN pg_attribute AS a ON a.attrelid = ${table} AND a.attnum = k.attnum)`;

/**
 * Foreign keys of a table. One to a partitioned table has a copy for each of its partitions, with
 * the same conrelid as the original.
 */
const FOREIGN_KEYS = sql`SELECT json_agg(json_build_object('name', f.conname, 'columns',
  ${columnNames(sql`f.conrelid`, sql`f.conkey`)},
    'toSchema', tn.nspname, 'toTable', tc.relname, 'toColumns',
    ${columnNames(sql`f.confrelid`, sql`f.confkey`)}) ORDER BY f.conname)
FROM pg_constraint AS f JOIN pg_class AS tc ON tc.oid = f.confrelid
  JOIN pg_namespace AS tn ON tn.oid = tc.relnamespace
WHERE f.conrelid = c.oid AND f.contype = 'f'
  AND NOT EXISTS (SELECT 1 FROM pg_constraint AS original WHERE original.oid = f.conparentid
  AND original.conrelid = f.conrelid)`;

/**
 * The document [{"table", "kind", "comment", "rowEstimate", "columns", "keys", "foreignKeys"}] of
 * one schema; partitions only when they are named.
 */
export function describeQuery(schema: string, tables: readonly string[] | null): Sql {
  return sql`${DOMAINS}
SELECT coalesce(json_agg(t.doc ORDER BY t.table_name), '[]')::text AS doc FROM (
SELECT c.relname AS table_name, json_build_object('table', c.relname, 'kind', c.relkind::text,
  'comment', obj_description(c.oid, 'pg_class'),
  'rowEstimate', ${ROW_ESTIMATE},
  'columns', coalesce((${COLUMNS}), '[]'), 'keys', coalesce((${KEYS}), '[]'), 'foreignKeys',
  coalesce((${FOREIGN_KEYS}), '[]')) AS doc
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  JOIN pg_database AS db ON db.datname = current_database()
WHERE n.nspname::text = ${postgresqlString(schema)} AND ${isWanted(tables)}
  AND ${IS_READABLE}) AS t`;
}

/**
 * Whether a table is wanted. Names are compared as text: a literal that becomes a `name` is cut to
 * 63 bytes, and would find another table.
 */
function isWanted(tables: readonly string[] | null): Sql {
  if (tables === null) return sql`NOT c.relispartition`;
  return sql`c.relname::text = ANY (ARRAY[${joinSql(tables.map(postgresqlString), ', ')}]::text[])`;
}
