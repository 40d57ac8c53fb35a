import type { Integration } from '../../model/integration';
import type { Service } from '../../model/service';
import { putIntegration, putRemoteTable, putService } from '../../registry/registry-change';
import { collectionName, probeName } from '../context/collection-name';
import { dropProbe } from '../access/credential-probe';
import { dropOrphanReaders } from '../objects/drop-orphan-readers';
import { alterCollections, dropSpareFeedCollections } from '../objects/feed-collections';
import { connectorOf } from '../context/find-records';
import { makeObjects } from '../objects/make-objects';
import type { ManagementContext } from '../context/management-context';
import {
  dropNamedCollection,
  NAMED_COLLECTION_DOESNT_EXIST,
  namedCollectionExists,
  revokeNamedCollection,
} from '../objects/named-collection';
import { dropReaderTable } from '../objects/reader-table';
import { dropDatabases } from '../objects/drop-and-wait';
import { dropObjects } from '../objects/drop-objects';
import { tearDown } from './tear-down';
import { endChange } from './unfinished-change';
import { ignoreClickHouseCodes } from '../context/ignore-clickhouse-codes';

/**
 * Finishes or undoes every change of a service that was begun: a set-up that was not completed is taken away, a removal
 * finished, an address that was being tried given up, and what hangs on the named collection made anew. Runs in the
 * service's turn. May be repeated.
 */
export async function recoverService(context: ManagementContext, service: Service): Promise<void> {
  if (service.nextAddress !== undefined) await giveUpAddress(context, service);
  if (service.isProbing === true) await dropProbe(context, service);
  for (const integration of context.registry.current().integrationsOf(service.id)) {
    if (integration.state === 'STARTING' || integration.state === 'REMOVING')
      await tearDown(context, integration, { force: true });
  }
  const unfinished = context.registry
    .current()
    .integrationsOf(service.id)
    .filter((integration) => integration.unfinished !== undefined);
  if (unfinished.length > 0) await finishChanges(context, service, unfinished);
}

/** No change of the service was begun and not finished. */
export function isRecovered(context: ManagementContext, service: Service): boolean {
  const integrations = context.registry.current().integrationsOf(service.id);
  return (
    service.nextAddress === undefined &&
    service.isProbing !== true &&
    integrations.every(
      ({ state, unfinished }) =>
        unfinished === undefined && state !== 'STARTING' && state !== 'REMOVING',
    )
  );
}

async function giveUpAddress(context: ManagementContext, service: Service): Promise<void> {
  const { nextAddress: _nextAddress, ...former } = service;
  const entries = connectorOf(context, service).storage.addressEntries?.(service.address) ?? [];
  await ignoreClickHouseCodes([NAMED_COLLECTION_DOESNT_EXIST], () =>
    alterCollections(context, collectionName(service), entries),
  );
  await context.registry.write([putService(former)]);
}

async function finishChanges(
  context: ManagementContext,
  service: Service,
  integrations: readonly Integration[],
): Promise<void> {
  const collection = collectionName(service);
  await dropNamedCollection(context, probeName(collection), true);
  // Without it nothing can be made. The health check says so, and new credentials make everything anew.
  const isPossible = await namedCollectionExists(context, collection);
  for (const integration of integrations) await bringObjects(context, integration, isPossible);
  await dropOrphanReaders(context, collection);
  for (const integration of integrations) {
    // After what fills them.
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

/** What a change made and did not complete, or was to take away, goes; what the record says comes. */
async function bringObjects(
  context: ManagementContext,
  integration: Integration,
  isPossible: boolean,
): Promise<void> {
  const { unfinished, namedCollection } = integration;
  if (integration.state === 'PAUSED') return dropObjects(context, integration);
  for (const grantee of unfinished?.grants ?? [])
    await revokeNamedCollection(context, namedCollection, grantee);
  await dropDatabases(context, unfinished?.databases ?? []);
  if (isPossible)
    await makeObjects(context, integration, { rebuild: unfinished?.rebuild ?? false });
}
