import { clickhouseString } from '../../sql/clickhouse-quoting';
import { joinSql, sql } from '../../sql/sql';
import type { ManagementContext } from '../context/management-context';

export interface ExistingReader {
  readonly database: string;
  readonly name: string;
  readonly comment: string;
  readonly uuid: string;
}

/** The tables in the databases of readers, users' own included. These are ordinary databases, so this connects to no service. */
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

export function readerKey({
  database,
  name,
}: {
  readonly database: string;
  readonly name: string;
}): string {
  return JSON.stringify([database, name]);
}
