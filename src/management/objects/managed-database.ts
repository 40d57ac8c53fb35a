import { clickhouseIdentifier, clickhouseString } from '../../sql/clickhouse-quoting';
import { joinSql, sql } from '../../sql/sql';
import type { Integration } from '../../model/integration';
import { forEachBounded } from '../../util/for-each-bounded';
import { connectorOf, serviceOf } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { DDL_CONCURRENCY, dropAndWait } from './drop-and-wait';

/**
 * CREATE DATABASE IF NOT EXISTS `service_shop_defaultdb_public` ENGINE = PostgreSQL(...)
 *
 * Makes databases of a MANAGED_DATABASES integration where they are missing. `rebuild` makes them
 * anew: each is away for some milliseconds then, because ClickHouse cannot replace or rename
 * databases of such engines (26.7.2). The gateway itself reads through the readers.
 */
export async function makeDatabases(
  context: ManagementContext,
  integration: Integration,
  databases: Integration['databases'],
  { rebuild }: { readonly rebuild: boolean },
): Promise<void> {
  const { storage } = connectorOf(context, serviceOf(context, integration));
  for (const { name, remoteDatabase, remoteSchema } of databases) {
    const engine = storage.databaseEngine?.(integration.namedCollection, {
      database: remoteDatabase ?? '',
      schema: remoteSchema ?? '',
    });
    if (engine === undefined) continue;
    if (rebuild) await dropDatabases(context, [name]);
    await context.clickhouse.run(
      sql`CREATE DATABASE IF NOT EXISTS ${clickhouseIdentifier(name)} ENGINE = ${engine}`,
    );
  }
}

/**
 * Drops databases where they exist. Dropping one whose engine is a service's asks the service for
 * nothing.
 */
export async function dropDatabases(
  context: ManagementContext,
  names: readonly string[],
): Promise<void> {
  await forEachBounded(names, DDL_CONCURRENCY, (name) =>
    dropAndWait(
      context,
      sql`DROP DATABASE IF EXISTS ${clickhouseIdentifier(name)}`,
      async () => (await existingDatabases(context, [name])).size === 0,
    ),
  );
}

/**
 * Those of the names that ClickHouse has a database of. system.databases connects to no service,
 * unlike system.tables.
 */
export async function existingDatabases(
  context: ManagementContext,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  if (names.length === 0) return new Set();
  const list = joinSql(names.map(clickhouseString), ', ');
  const rows = await context.clickhouse.rows<{ readonly name: string }>(
    sql`SELECT name FROM system.databases WHERE name IN (${list})`,
  );
  return new Set(rows.map(({ name }) => name));
}
