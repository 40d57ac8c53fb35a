import { clickhouseIdentifier, clickhouseString } from '../../sql/clickhouse-quoting';
import { sql, type Sql, joinSql } from '../../sql/sql';
import type { ServiceAddress } from '../../model/service';
import type { EngineOptions, ReadTable } from '../contract/storage';
import { parseClickhouseAddress } from './native/address';

/**
 * RemoteSecure(`service_metrics`, database = 'shop', table = 'customer')
 *
 * The engines are there since ClickHouse 26.7 (PR 106189). A schema of the model is a database of
 * ClickHouse.
 */
export function tableEngine(
  collection: string,
  { remote }: Pick<ReadTable, 'remote'>,
  _options: EngineOptions,
  address: ServiceAddress,
): Sql {
  const engine = parseClickhouseAddress(address).secure ? sql`RemoteSecure` : sql`Remote`;
  return joinSql(
    [
      sql`${engine}(${clickhouseIdentifier(collection)},`,
      sql`database = ${clickhouseString(remote.schema)},`,
      sql`table = ${clickhouseString(remote.table)})`,
    ],
    ' ',
  );
}

/**
 * remoteSecure(`service_metrics`, database = view(SELECT ...))
 *
 * The table function that runs a whole `query` in the other server, where it stands as the text of
 * a view.
 */
export function passthroughSource(
  collection: string,
  _database: string,
  query: Sql,
  address: ServiceAddress,
): Sql {
  const remote = parseClickhouseAddress(address).secure ? sql`remoteSecure` : sql`remote`;
  return sql`${remote}(${clickhouseIdentifier(collection)}, database = view(${query}))`;
}
