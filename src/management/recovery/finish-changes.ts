import { putIntegration, putRemoteTable } from '../../registry/registry-change';
import type { Integration } from '../../model/integration';
import type { Service } from '../../model/service';
import { collectionName, probeName } from '../context/collection-name';
import { connectorOf } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { dropObjects } from '../objects/drop-objects';
import { dropOrphanReaders } from '../objects/drop-orphan-readers';
import { dropSpareFeedCollections } from '../objects/feed-collections';
import { makeObjects } from '../objects/make-objects';
import { dropDatabases } from '../objects/managed-database';
import {
  dropNamedCollection,
  namedCollectionExists,
  revokeNamedCollection,
} from '../objects/named-collection';
import { dropReaderTable } from '../objects/reader-table';
import { endChange } from './begin-change';

/**
 * Makes ClickHouse what the records of changed integrations say, and removes their marks. What the
 * marks name goes: databases, grants, and tables of feeds with their rows. What the records name
 * comes: objects that are missing and, with `rebuild` or `readerStale`, those that hold an older
 * address, secret or list of columns.
 */
export async function finishChanges(
  context: ManagementContext,
  service: Service,
  integrations: readonly Integration[],
): Promise<void> {
  const collection = collectionName(service);
  await dropNamedCollection(context, probeName(collection), true);
  // Without the credentials nothing can be made. The health check says so, and new ones make
  // everything anew.
  const canMake = await namedCollectionExists(context, collection);
  for (const integration of integrations) await matchRecord(context, integration, canMake);
  await dropOrphanReaders(context, collection);
  for (const integration of integrations) {
    // Tables that keep rows go after the consumers that fill them.
    for (const name of integration.unfinished?.tables ?? [])
      await dropReaderTable(context, { database: collection, name });
    await dropSpareFeedCollections(context, integration, connectorOf(context, service));
  }
  const stale = integrations
    .flatMap(({ id }) => context.registry.current().tablesOfIntegration(id))
    .filter((table) => table.readerStale === true);
  await context.registry.write([
    ...integrations.map((integration) => putIntegration(endChange(integration))),
    ...stale.map(({ readerStale: _stale, ...table }) => putRemoteTable(table)),
  ]);
}

async function matchRecord(
  context: ManagementContext,
  integration: Integration,
  canMake: boolean,
): Promise<void> {
  const { unfinished, namedCollection } = integration;
  if (integration.state === 'PAUSED') return dropObjects(context, integration);
  for (const grantee of unfinished?.grants ?? [])
    await revokeNamedCollection(context, namedCollection, grantee);
  await dropDatabases(context, unfinished?.databases ?? []);
  if (canMake) await makeObjects(context, integration, { rebuild: unfinished?.rebuild ?? false });
}
