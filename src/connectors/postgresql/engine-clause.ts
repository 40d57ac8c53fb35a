import { clickhouseIdentifier, clickhouseString } from '../../sql/clickhouse-quoting';
import { postgresqlIdentifier } from '../../sql/postgresql-quoting';
import { sql, Sql, joinSql } from '../../sql/sql';
import type { RemoteObject } from '../../model/remote-table';
import type { EngineOptions, ReadTable } from '../contract/storage';
import { isScannableObject } from './scan/scannable-name';

/**
 * PostgreSQL(`service_shop`, database = 'shop', schema = 'public', table = 'customer') SETTINGS
 * postgresql_connection_pool_size = 4
 *
 * A table of this engine keeps at most `poolSize` connections to PostgreSQL.
 */
export function tableEngine(
  collection: string,
  { remote }: Pick<ReadTable, 'remote'>,
  options: EngineOptions,
): Sql {
  const from = joinSql(
    [
      sql`${clickhouseIdentifier(collection)},`,
      sql`database = ${clickhouseString(remote.database)}, ${source(remote)}`,
    ],
    ' ',
  );
  const poolSize = Sql.dangerouslyFromText(String(Math.max(1, Math.trunc(options.poolSize))));
  return sql`PostgreSQL(${from}) SETTINGS postgresql_connection_pool_size = ${poolSize}`;
}

/**
 * schema = 'public', table = 'customer' | query = 'SELECT * FROM "public"."odd\\name"'
 *
 * A table that the engine cannot name is named by us, in a query; the engine forwards no predicate
 * into it.
 */
function source(remote: RemoteObject): Sql {
  if (isScannableObject(remote))
    return joinSql(
      [
        sql`schema = ${clickhouseString(remote.schema)},`,
        sql`table = ${clickhouseString(remote.table)}`,
      ],
      ' ',
    );
  const all = joinSql(
    [
      sql`SELECT * FROM`,
      sql`${postgresqlIdentifier(remote.schema)}.${postgresqlIdentifier(remote.table)}`,
    ],
    ' ',
  );
  return sql`query = ${clickhouseString(all.text)}`;
}

/**
 * PostgreSQL(`service_shop`, database = 'shop', schema = 'public')
 *
 * The database engine lists ordinary tables only, no views (ClickHouse issue 49249).
 */
export function databaseEngine(
  collection: string,
  remote: { readonly database: string; readonly schema: string },
): Sql {
  return joinSql(
    [
      sql`PostgreSQL(${clickhouseIdentifier(collection)},`,
      sql`database = ${clickhouseString(remote.database)},`,
      sql`schema = ${clickhouseString(remote.schema)})`,
    ],
    ' ',
  );
}

/**
 * PostgreSQL(`service_shop`, database = 'shop', query = 'SELECT ...') SETTINGS
 * postgresql_connection_pool_size = 1
 *
 * A table of this engine runs `query` over one connection, which it keeps.
 */
export function keptEngine(collection: string, database: string, query: Sql): Sql {
  return joinSql(
    [
      sql`PostgreSQL(${clickhouseIdentifier(collection)},`,
      sql`database = ${clickhouseString(database)}, query = ${clickhouseString(query.text)})`,
      sql`SETTINGS postgresql_connection_pool_size = 1`,
    ],
    ' ',
  );
}

/**
 * postgresql(`service_shop`, database = 'shop', query = 'SELECT ...')
 *
 * The table function that runs `query` in PostgreSQL: ClickHouse 26.7 and later, PR 107740.
 */
export function passthroughSource(collection: string, database: string, query: Sql): Sql {
  return joinSql(
    [
      sql`postgresql(${clickhouseIdentifier(collection)},`,
      sql`database = ${clickhouseString(database)}, query = ${clickhouseString(query.text)})`,
    ],
    ' ',
  );
}
