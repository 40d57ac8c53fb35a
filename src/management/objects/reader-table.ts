import { createHash } from 'node:crypto';
import {
  clickhouseIdentifier,
  clickhouseString,
  clickhouseTable,
} from '../../sql/clickhouse-quoting';
import { joinSql, Sql, sql } from '../../sql/sql';
import type { RemoteObject, RemoteTable } from '../../model/remote-table';
import { GatewayError } from '../../errors/gateway-error';
import { connectorOf, serviceOf } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { dropAndWait } from './drop-and-wait';
import { fileNameLength, maxTableNameLength } from './file-name-length';

/**
 * Marks the tables that the gateway made, so that one left behind by a gateway that was killed is
 * told from a user's.
 */
export const READER_COMMENT = 'Made by Tributary';

/**
 * CREATE TABLE `service_shop`.`shop.public.customer` (`id` Int32) ENGINE = PostgreSQL(...)
 * COMMENT 'Made by Tributary'
 *
 * Makes the table that the data API reads. The service is not asked for anything.
 */
export async function createReaderTable(
  context: ManagementContext,
  table: RemoteTable,
): Promise<void> {
  await context.clickhouse.run(sql`CREATE ${renderReader(context, table)}`, {
    settings: readerSettings(context, table),
  });
}

/**
 * CREATE OR REPLACE TABLE `service_shop`.`shop.public.customer` ...
 *
 * Makes a reader anew. A table keeps the address and the secret that the named collection held when
 * it was made, whatever ALTER NAMED COLLECTION says since. Replacing a table fails no query, not
 * even running ones; DETACH and ATTACH would (both seen on 26.7.2).
 */
export async function replaceReaderTable(
  context: ManagementContext,
  table: RemoteTable,
  formerUuid?: string,
): Promise<void> {
  const former = formerUuid ?? (await readUuid(context, table.reader));
  await dropAndWait(
    context,
    sql`CREATE OR REPLACE ${renderReader(context, table)}`,
    async () => (await readUuid(context, table.reader)) !== former,
    readerSettings(context, table),
  );
}

/**
 * A table of the engine or, where the connector says so, a view, which reads the named collection
 * anew in every query.
 */
function renderReader(context: ManagementContext, table: RemoteTable): Sql {
  const service = serviceOf(context, table);
  const connector = connectorOf(context, service);
  // The database of readers has the name of the named collection.
  const collection = table.reader.database;
  const columns = joinSql(
    table.columns.map(
      (column) =>
        sql`${clickhouseIdentifier(column.name)} ${Sql.dangerouslyFromText(column.clickhouseType)}`,
    ),
    ', ',
  );
  const comment = sql`COMMENT ${clickhouseString(READER_COMMENT)}`;
  const { reader } = connector.storage;
  if (reader === undefined)
    throw new GatewayError(
      'INTERNAL',
      `${connector.identity.type} services have neither engine tables nor views.`,
    );
  if (reader.kind === 'view') {
    const query = reader.query(collection, table);
    return sql`VIEW ${clickhouseTable(table.reader)} (${columns}) AS ${query} ${comment}`;
  }
  const engine = reader.engine(
    collection,
    table,
    {
      poolSize: context.settings.sourcePoolSize,
      readTimeoutMs: context.settings.queryTimeoutMs,
    },
    service.address,
  );
  return sql`TABLE ${clickhouseTable(table.reader)} (${columns}) ENGINE = ${engine} ${comment}`;
}

/** What ClickHouse must be told to make a reader with every type that a column may have. */
function readerSettings(
  context: ManagementContext,
  table: RemoteTable,
): Readonly<Record<string, number>> {
  const { reader } = connectorOf(context, serviceOf(context, table)).storage;
  return reader?.kind === 'table' ? (reader.settings ?? {}) : {};
}

export async function dropReaderTable(
  context: ManagementContext,
  reader: RemoteTable['reader'],
): Promise<void> {
  await dropAndWait(
    context,
    sql`DROP TABLE IF EXISTS ${clickhouseTable(reader)}`,
    async () => (await readUuid(context, reader)) === null,
  );
}

/** The id that a table has until it is replaced; null when there is no such table. */
async function readUuid(
  context: ManagementContext,
  { database, name }: RemoteTable['reader'],
): Promise<string | null> {
  const [row] = await context.clickhouse.rows<{ readonly uuid: string }>(
    sql`SELECT uuid FROM system.tables
      WHERE database = ${clickhouseString(database)} AND name = ${clickhouseString(name)}`,
  );
  return row?.uuid ?? null;
}

/**
 * The name of a reader: `shop.public.customer`, shortened with a hash where ClickHouse's file names
 * would become too long.
 */
export function readerName(database: string, remote: RemoteObject): string {
  const full = `${remote.database}.${remote.schema}.${remote.table}`;
  const max = maxTableNameLength(database);
  if (fileNameLength(full) <= max) return full;
  const hash = createHash('sha256')
    .update(JSON.stringify([remote.database, remote.schema, remote.table]))
    .digest('hex')
    .slice(0, 16);
  let start = full;
  while (fileNameLength(start) > max - hash.length - 3) start = [...start].slice(0, -1).join('');
  return start === '' ? hash : `${start}.${hash}`;
}
