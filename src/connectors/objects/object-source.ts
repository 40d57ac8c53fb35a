import { clickhouseIdentifier, clickhouseString } from '../../sql/clickhouse-quoting';
import { joinSql, sql, Sql } from '../../sql/sql';
import type { DescribedColumn, RemoteObject } from '../../model/remote-table';
import { isObjectColumn } from './object-columns';
import type { ObjectStore } from './object-store';

/**
 * s3(`endpoint_lake`, filename = 'data/*.csv', format = 'CSV')
 *
 * ClickHouse infers the columns.
 */
export function inferringSource(store: ObjectStore, collection: string, remote: RemoteObject): Sql {
  return sql`${store.open(collection, remote)}, format = ${clickhouseString(remote.format ?? '')})`;
}

/**
 * s3(`endpoint_lake`, filename = '**', format = 'One', structure = 'x UInt8')
 *
 * Answers one row for each object, of which nothing is fetched.
 */
export function listingSource(
  store: ObjectStore,
  collection: string,
  remote: Pick<RemoteObject, 'schema' | 'table'>,
): Sql {
  return sql`${store.open(collection, remote)}, format = 'One', structure = 'x UInt8')`;
}

/**
 * SELECT `id`, `_path`, ... FROM s3(`endpoint_lake`, filename = 'data/*.csv', format = 'CSV',
 * structure = '`id` Int64') SETTINGS ...
 */
export function readerQuery(
  store: ObjectStore,
  collection: string,
  {
    remote,
    columns,
  }: { readonly remote: RemoteObject; readonly columns: readonly DescribedColumn[] },
): Sql {
  const own = columns.filter((column) => !isObjectColumn(column));
  const structure = joinSql(
    own.map(
      (column) =>
        sql`${clickhouseIdentifier(column.name)} ${Sql.dangerouslyFromText(column.clickhouseType)}`,
    ),
    ', ',
  );
  const source = joinSql(
    [
      sql`${store.open(collection, remote)},`,
      sql`format = ${clickhouseString(remote.format ?? '')},`,
      sql`structure = ${clickhouseString(structure.text)})`,
    ],
    ' ',
  );
  return joinSql(
    [
      sql`SELECT ${joinSql(columns.map(selected), ', ')} FROM ${source}`,
      sql`SETTINGS ${store.settings}, input_format_null_as_default = 0,`,
      sql`use_hive_partitioning = ${own.some(mayBeOfPath) ? sql`1` : sql`0`}`,
    ],
    ' ',
  );
}

/**
 * True where a column may be one of the path. Looking for partitions costs each read a listing
 * more, and of a declared column it is not known.
 */
function mayBeOfPath({ isOfPath, remoteType }: DescribedColumn): boolean {
  return isOfPath === true || remoteType === null;
}

/** Selects a column. ClickHouse gives `_time` in the zone of its session. */
function selected({ name }: DescribedColumn): Sql {
  const column = clickhouseIdentifier(name);
  return name === '_time' ? sql`toTimeZone(${column}, 'UTC') AS ${column}` : column;
}
