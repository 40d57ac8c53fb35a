import { clickhouseString } from '../../sql/clickhouse-quoting';
import { joinSql, sql } from '../../sql/sql';
import type { RemoteTable } from '../../model/remote-table';
import { requiredNames } from '../../model/topic-feed';
import type { ManagementContext } from '../context/management-context';

type TableName = RemoteTable['reader'];

/**
 * A table in a database of readers. `comment` tells whether the gateway made it, `uuid` whether it
 * was replaced.
 */
export interface ExistingReader extends TableName {
  readonly comment: string;
  readonly uuid: string;
}

/**
 * The tables in the databases of readers, users' own included. These are local, so this connects to
 * no service.
 */
export async function listReaders(
  context: ManagementContext,
  databases: readonly string[],
): Promise<readonly ExistingReader[]> {
  if (databases.length === 0) return [];
  const list = joinSql(databases.map(clickhouseString), ', ');
  return context.clickhouse.rows<ExistingReader>(
    sql`SELECT database, name, comment, uuid FROM system.tables WHERE database IN (${list})`,
  );
}

/**
 * What must be in ClickHouse for a remote table to be read: its reader, or all that its feed is
 * made of.
 */
export function requiredReaders({
  reader,
  feed,
}: Pick<RemoteTable, 'reader' | 'feed'>): readonly TableName[] {
  return feed === undefined
    ? [reader]
    : requiredNames(feed).map((name) => ({ database: reader.database, name }));
}

/** One text for each table, by which tables of several databases are told apart. */
export function readerKey({ database, name }: TableName): string {
  return JSON.stringify([database, name]);
}
