import { clickhouseIdentifier } from '../../sql/clickhouse-quoting';
import { sql } from '../../sql/sql';
import type { Integration } from '../../model/integration';
import type { RemoteTable } from '../../model/remote-table';
import { forEachBounded } from '../../util/for-each-bounded';
import type { ManagementContext } from '../context/management-context';
import { DDL_CONCURRENCY } from './drop-and-wait';
import { listReaders, readerKey } from './list-readers';
import { makeFeeds } from './make-feeds';
import { makeDatabases } from './managed-database';
import { grantNamedCollection } from './named-collection';
import { createReaderTable, replaceReaderTable } from './reader-table';

/**
 * Makes what an integration has in ClickHouse beside the named collection, where it is missing:
 * databases, grants, readers. `rebuild` makes databases and readers anew, with what the named
 * collection holds now. May be repeated; the service need not answer.
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
 * Makes the readers and feeds of an integration that are missing or stale, and with `rebuild` all
 * of them.
 */
export async function makeReaders(
  context: ManagementContext,
  integration: Integration,
  { rebuild }: { readonly rebuild: boolean },
): Promise<void> {
  const { namedCollection } = integration;
  const present = new Map(
    (await listReaders(context, [namedCollection])).map((reader) => [
      readerKey(reader),
      reader.uuid,
    ]),
  );
  const make = async (table: RemoteTable): Promise<void> => {
    const former = present.get(readerKey(table.reader));
    if (former === undefined) await createReaderTable(context, table);
    else if (rebuild || table.readerStale === true)
      await replaceReaderTable(context, table, former);
  };
  const read = context.registry
    .current()
    .tablesOfIntegration(integration.id)
    .filter(({ feed }) => feed === undefined);
  await forEachBounded(read, DDL_CONCURRENCY, make);
  await makeFeeds(context, integration, { rebuild });
}
