import { clickhouseIdentifier, clickhouseString } from '../../sql/clickhouse-quoting';
import { mysqlIdentifier } from '../../sql/mysql-quoting';
import { EMPTY_SQL, sql, Sql, joinSql } from '../../sql/sql';
import type { RemoteObject } from '../../model/remote-table';
import type { EngineOptions, ReadTable } from '../contract/storage';
import { isScannableObject } from './scan/scannable-name';

/**
 * MySQL(`service_shop`, database = 'shop', table = 'customer') SETTINGS connection_pool_size = 4,
 * read_write_timeout = 31
 *
 * A table of this engine keeps at most `poolSize` connections to MySQL. A schema of the model is a
 * database of MySQL.
 */
export function tableEngine(
  collection: string,
  { remote }: Pick<ReadTable, 'remote'>,
  options: EngineOptions,
): Sql {
  return joinSql(
    [
      sql`MySQL(${clickhouseIdentifier(collection)},`,
      sql`database = ${clickhouseString(remote.schema)},`,
      sql`${source(remote)}) ${poolSettings(options)}`,
    ],
    ' ',
  );
}

/**
 * MySQL(`service_shop`, database = 'shop', query = 'SELECT ...') SETTINGS connection_pool_size = 1,
 * read_write_timeout = 31
 *
 * A table of this engine runs `query` over one connection, which it keeps.
 */
export function keptEngine(
  collection: string,
  database: string,
  query: Sql,
  options: Pick<EngineOptions, 'readTimeoutMs'>,
): Sql {
  return joinSql(
    [
      sql`MySQL(${clickhouseIdentifier(collection)}, database = ${clickhouseString(database)},`,
      sql`query = ${clickhouseString(query.text)})`,
      sql`${poolSettings({ ...options, poolSize: 1 })}`,
    ],
    ' ',
  );
}

function poolSettings({ poolSize: connections, readTimeoutMs }: EngineOptions): Sql {
  const poolSize = Sql.dangerouslyFromText(String(Math.max(1, Math.trunc(connections))));
  const timeout =
    readTimeoutMs === undefined
      ? EMPTY_SQL
      : Sql.dangerouslyFromText(`, read_write_timeout = ${Math.ceil(readTimeoutMs / 1000) + 1}`);
  return sql`SETTINGS connection_pool_size = ${poolSize}${timeout}`;
}

/**
 * table = 'customer' | query = 'SELECT * FROM `shop`.`odd\\name`'
 *
 * A table that the engine cannot name is named by us, in a query; the engine forwards no predicate
 * into it.
 */
function source(remote: RemoteObject): Sql {
  if (isScannableObject(remote)) return sql`table = ${clickhouseString(remote.table)}`;
  const all = sql`SELECT * FROM ${mysqlIdentifier(remote.schema)}.${mysqlIdentifier(remote.table)}`;
  return sql`query = ${clickhouseString(all.text)}`;
}

/**
 * mysql(`service_shop`, database = 'shop', query = 'SELECT ...')
 *
 * The table function that runs `query` in MySQL: ClickHouse 26.7 and later, PR 107740.
 */
export function passthroughSource(collection: string, database: string, query: Sql): Sql {
  return joinSql(
    [
      sql`mysql(${clickhouseIdentifier(collection)}, database = ${clickhouseString(database)},`,
      sql`query = ${clickhouseString(query.text)})`,
    ],
    ' ',
  );
}
