import type { Connector } from '../../connectors/contract/connector';
import type { Credentials } from '../../connectors/contract/credentials';
import type { Integration } from '../../model/integration';
import type { Service } from '../../model/service';
import { putIntegration, putRemoteTable } from '../../registry/registry-change';
import { storeFeedCollections } from '../objects/feed-collections';
import { verifyFeeds } from '../feeds/verify-feeds';
import { makeObjects } from '../objects/make-objects';
import type { ManagementContext } from '../context/management-context';
import { nameTables, type PlacedTable } from '../catalog/name-tables';
import { createNamedCollection } from '../objects/named-collection';
import { withRollback } from '../context/with-rollback';
import { storeCredentials } from './store-credentials';
import { tearDown } from '../recovery/tear-down';
import { timestamp } from '../context/timestamp';
import { verifyClickHouseAccess } from '../access/verify-clickhouse-access';

/** An integration that was checked and can be made. */
export interface PlannedIntegration {
  readonly service: Service;
  readonly connector: Connector;
  /** In state STARTING. */
  readonly integration: Integration;
  /** Null: those stored already. */
  readonly credentials: Credentials | null;
  readonly tables: readonly PlacedTable[];
}

/**
 * Makes all of an integration or nothing: a failure takes away what was made. The record is kept first, so that a
 * gateway that is killed in between leaves a STARTING record, from which the next one undoes it.
 */
export async function startIntegration(
  context: ManagementContext,
  plan: PlannedIntegration,
): Promise<Integration> {
  const isFirst = context.registry.current().integrationsOf(plan.service.id).length === 0;
  if (plan.credentials !== null && !isFirst)
    await storeCredentials(context, plan.service, plan.connector, plan.credentials);
  // When this fails too (ClickHouse went away), the STARTING record stays, for `reconcile` or `deleteIntegration`.
  const takeAway = (): Promise<void> => tearDown(context, plan.integration, { force: true });
  await context.naming(async () => {
    const named = nameTables(context, plan, plan.tables);
    await withRollback(
      () =>
        context.registry.write([putIntegration(plan.integration), ...named.map(putRemoteTable)]),
      takeAway,
    );
  });
  return withRollback(async () => {
    if (isFirst) await makeCollection(context, plan);
    await makeObjects(context, plan.integration, { rebuild: false });
    await verifyFeeds(context, plan.service, plan.connector);
    const running: Integration = {
      ...plan.integration,
      state: 'RUNNING',
      updatedAt: timestamp(context.now()),
    };
    await context.registry.write([putIntegration(running)]);
    return running;
  }, takeAway);
}

/** The named collection of a service is shared by its integrations: the first one makes it. */
async function makeCollection(
  context: ManagementContext,
  { service, connector, integration, credentials }: PlannedIntegration,
): Promise<void> {
  if (credentials === null) return;
  await createNamedCollection(
    context,
    integration.namedCollection,
    connector.storage.collectionEntries(service.address, credentials),
  );
  await storeFeedCollections(context, service, connector, credentials);
  await verifyClickHouseAccess(context, service, connector);
}
