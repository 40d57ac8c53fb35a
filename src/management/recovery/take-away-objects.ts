import type { Integration } from '../../model/integration';
import { forEachBounded } from '../../util/for-each-bounded';
import { takeAwayFeeds } from '../feeds/take-away-feeds';
import type { ManagementContext } from '../context/management-context';
import { revokeNamedCollection } from '../objects/named-collection';
import { DDL_CONCURRENCY, dropReaderTable } from '../objects/reader-table';
import { dropDatabases } from '../objects/run-drop';

/**
 * Takes away what `makeObjects` makes: nothing in ClickHouse touches the service for this integration any more. A managed
 * database would, by itself: its engine asks the service for its tables every minute (seen in PostgreSQL's log, 26.7.2).
 */
export async function takeAwayObjects(
  context: ManagementContext,
  integration: Integration,
): Promise<void> {
  const { namedCollection, databases, grants, unfinished } = integration;
  for (const grantee of [...grants, ...(unfinished?.grants ?? [])])
    await revokeNamedCollection(context, namedCollection, grantee);
  await takeAwayFeeds(context, integration);
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
