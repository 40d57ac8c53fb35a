import type { Integration } from '../../model/integration';
import type { RemoteTable } from '../../model/remote-table';
import { clickhouseIdentifier } from '../../sql/clickhouse-quoting';
import { sql } from '../../sql/sql';
import { forEachBounded } from '../../util/for-each-bounded';
import { makeFeeds } from './make-feeds';
import { connectorOf, serviceOf } from '../context/find-records';
import { listReaders, readerKey } from './list-readers';
import type { ManagementContext } from '../context/management-context';
import { grantNamedCollection } from './named-collection';
import { createReaderTable, DDL_CONCURRENCY, replaceReaderTable } from './reader-table';
import { dropDatabases } from './drop-and-wait';

/**
 * Makes what an integration has in ClickHouse beside the named collection, where it is missing: databases, grants,
 * readers. `rebuild` makes databases and readers anew, with what the named collection holds now. May be repeated;
 * the service need not answer.
 */
export async function makeObjects(
  context: ManagementContext,
  integration: Integration,
  { rebuild }: { readonly rebuild: boolean },
): Promise<void> {
  const { namedCollection } = integration;
  await context.clickhouse.run(
    sql`CREATE DATABASE IF NOT EXISTS ${clickhouseIdentifier(namedCollection)}`,
  );
  await makeDatabases(context, integration, integration.databases, { rebuild });
  for (const grantee of integration.grants)
    await grantNamedCollection(context, namedCollection, grantee);
  await makeReaders(context, integration, { rebuild });
}

/**
 * The databases of MANAGED_DATABASES integrations. A rebuilt one is away for some milliseconds: ClickHouse cannot replace
 * or rename databases of such engines (26.7.2), and the gateway itself reads through the readers.
 */
export async function makeDatabases(
  context: ManagementContext,
  integration: Integration,
  databases: Integration['databases'],
  { rebuild }: { readonly rebuild: boolean },
): Promise<void> {
  const connector = connectorOf(context, serviceOf(context, integration));
  for (const { name, remoteDatabase, remoteSchema } of databases) {
    const engine = connector.storage.databaseEngine?.(integration.namedCollection, {
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

/** Those that are missing, and with `rebuild` all of them; feeds alike. */
export async function makeReaders(
  context: ManagementContext,
  integration: Integration,
  { rebuild }: { readonly rebuild: boolean },
): Promise<void> {
  const connector = connectorOf(context, serviceOf(context, integration));
  const present = new Map(
    (await listReaders(context, [integration.namedCollection])).map((reader) => [
      readerKey(reader),
      reader.uuid,
    ]),
  );
  const make = async (table: RemoteTable): Promise<void> => {
    const former = present.get(readerKey(table.reader));
    if (former === undefined)
      await createReaderTable(context, connector, integration.namedCollection, table);
    else if (rebuild || table.readerStale === true)
      await replaceReaderTable(context, connector, integration.namedCollection, table, former);
  };
  const read = context.registry
    .current()
    .tablesOfIntegration(integration.id)
    .filter(({ feed }) => feed === undefined);
  await forEachBounded(read, DDL_CONCURRENCY, make);
  await makeFeeds(context, integration, { rebuild });
}
