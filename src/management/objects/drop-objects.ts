import type { Integration } from '../../model/integration';
import { forEachBounded } from '../../util/for-each-bounded';
import { dropFeeds } from './drop-feeds';
import type { ManagementContext } from '../context/management-context';
import { revokeNamedCollection } from './named-collection';
import { DDL_CONCURRENCY, dropReaderTable } from './reader-table';
import { dropDatabases } from './drop-and-wait';

/**
 * Takes away what `makeObjects` makes: nothing in ClickHouse touches the service for this integration any more. A managed
 * database would, by itself: its engine asks the service for its tables every minute (seen in PostgreSQL's log, 26.7.2).
 */
export async function dropObjects(
  context: ManagementContext,
  integration: Integration,
): Promise<void> {
  const { namedCollection, databases, grants, unfinished } = integration;
  for (const grantee of [...grants, ...(unfinished?.grants ?? [])])
    await revokeNamedCollection(context, namedCollection, grantee);
  await dropFeeds(context, integration);
  // The service's own database stays: it may keep rows.
  const managed = [
    ...databases.map((database) => database.name),
    ...(unfinished?.databases ?? []),
  ].filter((name) => name !== namedCollection);
  await dropDatabases(context, managed);
  const tables = context.registry
    .current()
    .tablesOfIntegration(integration.id)
    .filter(({ feed }) => feed === undefined);
  await forEachBounded(tables, DDL_CONCURRENCY, (table) => dropReaderTable(context, table.reader));
}
