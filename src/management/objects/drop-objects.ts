import type { Integration } from '../../model/integration';
import { forEachBounded } from '../../util/for-each-bounded';
import { probeName } from '../context/collection-name';
import type { ManagementContext } from '../context/management-context';
import { DDL_CONCURRENCY } from './drop-and-wait';
import { dropFeeds } from './drop-feeds';
import { dropFeedCollections } from './feed-collections';
import { dropDatabases } from './managed-database';
import { dropNamedCollection, revokeNamedCollection } from './named-collection';
import { dropReaderTable } from './reader-table';

/**
 * Drops what `makeObjects` makes: nothing in ClickHouse touches the service for this integration
 * any more. A managed database would, by itself: its engine asks the service for its tables every
 * minute (seen in PostgreSQL's log, 26.7.2). The service's own database stays, which may keep rows,
 * and so does the named collection. May be repeated.
 */
export async function dropObjects(
  context: ManagementContext,
  integration: Integration,
): Promise<void> {
  await dropAccess(context, integration);
  await dropDatabases(
    context,
    managedDatabases(integration).filter((name) => name !== integration.namedCollection),
  );
  const tables = context.registry
    .current()
    .tablesOfIntegration(integration.id)
    .filter(({ feed }) => feed === undefined);
  await forEachBounded(tables, DDL_CONCURRENCY, (table) => dropReaderTable(context, table.reader));
}

/**
 * Drops all that a service has in ClickHouse, with its last integration: the service's own
 * database, which holds the readers and kept rows, and the named collections too. May be repeated.
 *
 * @throws GatewayError IN_USE without `force`, when a table uses the named collection
 */
export async function dropObjectsOfService(
  context: ManagementContext,
  lastIntegration: Integration,
  { force }: { readonly force: boolean },
): Promise<void> {
  const { namedCollection } = lastIntegration;
  await dropAccess(context, lastIntegration);
  await dropDatabases(context, managedDatabases(lastIntegration));
  await dropDatabases(context, [namedCollection]);
  await dropNamedCollection(context, probeName(namedCollection), true);
  await dropFeedCollections(context, namedCollection, []);
  await dropNamedCollection(context, namedCollection, force);
}

async function dropAccess(context: ManagementContext, integration: Integration): Promise<void> {
  const { namedCollection, grants, unfinished } = integration;
  for (const grantee of [...grants, ...(unfinished?.grants ?? [])])
    await revokeNamedCollection(context, namedCollection, grantee);
  await dropFeeds(context, integration);
}

/**
 * Names of the integration's databases, and of those that an unfinished change made or was to drop.
 */
function managedDatabases({ databases, unfinished }: Integration): readonly string[] {
  return [...databases.map(({ name }) => name), ...(unfinished?.databases ?? [])];
}
