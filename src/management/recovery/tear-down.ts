import type { Integration } from '../../model/integration';
import { remove } from '../../registry/registry-change';
import { forEachBounded } from '../../util/for-each-bounded';
import { probeName } from '../context/collection-name';
import { dropFeedCollections } from '../objects/feed-collections';
import { dropFeeds } from '../objects/drop-feeds';
import { isLastIntegration } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { dropNamedCollection, revokeNamedCollection } from '../objects/named-collection';
import { DDL_CONCURRENCY, dropReaderTable } from '../objects/reader-table';
import { dropDatabases } from '../objects/drop-and-wait';
import { removeRelationshipsOf } from './remove-relationships';

/**
 * Takes away all that an integration made in ClickHouse, then its records. Whatever is gone already does not matter,
 * so it may be repeated. The service is not touched, and need not answer.
 *
 * @throws GatewayError IN_USE without `force`, when a table uses the named collection
 */
export async function tearDown(
  context: ManagementContext,
  integration: Integration,
  { force }: { readonly force: boolean },
): Promise<void> {
  const { namedCollection, unfinished } = integration;
  const grants = [...integration.grants, ...(unfinished?.grants ?? [])];
  const databases = [
    ...integration.databases.map(({ name }) => name),
    ...(unfinished?.databases ?? []),
  ];
  const tables = context.registry.current().tablesOfIntegration(integration.id);
  const isLast = isLastIntegration(context.registry.current(), integration);

  for (const grantee of grants) await revokeNamedCollection(context, namedCollection, grantee);
  await dropFeeds(context, integration);
  if (!isLast)
    await forEachBounded(tables, DDL_CONCURRENCY, (table) =>
      dropReaderTable(context, table.reader),
    );
  await dropDatabases(context, databases);
  if (isLast) {
    await dropDatabases(context, [namedCollection]);
    await dropNamedCollection(context, probeName(namedCollection), true);
    await dropFeedCollections(context, namedCollection, []);
    await dropNamedCollection(context, namedCollection, force);
  }
  await context.registry.write([
    ...tables.map((table) => remove('remoteTable', table.id)),
    ...removeRelationshipsOf(
      context.registry.current(),
      tables.map((table) => table.id),
    ),
    remove('integration', integration.id),
  ]);
}
