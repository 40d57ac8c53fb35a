import { putIntegration, putRemoteTable } from '../../registry/registry-change';
import type {
  AccountScope,
  Credentials,
  GivenCredentials,
} from '../../connectors/contract/credentials';
import type { Integration } from '../../model/integration';
import { checkAccess } from '../access/check-access';
import { verifyClickHouseAccess } from '../access/verify-clickhouse-access';
import { withFirstAccount } from '../access/with-account';
import { nameTables, type PlacedTable } from '../catalog/name-tables';
import type { ManagementContext, ServiceTarget } from '../context/management-context';
import { timestamp } from '../context/timestamp';
import { withRollback } from '../context/with-rollback';
import { verifyFeeds } from '../feeds/verify-feeds';
import { storeFeedCollections } from '../objects/feed-collections';
import { makeObjects } from '../objects/make-objects';
import { createNamedCollection } from '../objects/named-collection';
import { tearDown } from '../recovery/tear-down';
import { storeCredentials } from './store-credentials';

/** An integration that can be set up. Nothing of it is made yet. */
export interface PlannedIntegration extends ServiceTarget {
  /** The record, in state STARTING. */
  readonly integration: Integration;
  /** As the caller gave them; null: those stored already. */
  readonly credentials: GivenCredentials | null;
  /** What an account that is made for the integration may read. */
  readonly scope: readonly AccountScope[];
  /** Describes the tables to expose, once the credentials are known to be let in. */
  readonly describeTables: (credentials: Credentials | null) => Promise<readonly PlacedTable[]>;
}

/**
 * Makes all of an integration or nothing. First everything is tried that can fail without a trace:
 * credentials, catalog, names. Then the record is kept, from which the next gateway undoes the
 * set-up if this one is killed. Then ClickHouse gets its objects, and the record says RUNNING.
 *
 * @throws GatewayError HOST_NOT_ALLOWED, TLS_NOT_ENFORCEABLE, CREDENTIALS_REQUIRED,
 * CREDENTIALS_REFUSED, INVALID_INPUT, SERVICE_UNREACHABLE and what describing the tables throws
 */
export async function startIntegration(
  context: ManagementContext,
  plan: PlannedIntegration,
): Promise<Integration> {
  return withFirstAccount(context, plan, plan.credentials, async (credentials) => {
    await checkAccess(context, plan.service, plan.connector, credentials);
    const tables = await plan.describeTables(credentials);
    const isFirst = context.registry.current().integrationsOf(plan.service.id).length === 0;
    if (credentials !== null && !isFirst)
      await storeCredentials(context, plan.service, plan.connector, credentials);
    // When this fails too (ClickHouse went away), the STARTING record stays, for whoever recovers
    // the service.
    const undo = (): Promise<void> => tearDown(context, plan.integration, { force: true });
    await context.naming(() => {
      const named = nameTables(context, plan, tables).map(putRemoteTable);
      return withRollback(
        () => context.registry.write([putIntegration(plan.integration), ...named]),
        undo,
      );
    });
    return withRollback(async () => {
      if (credentials !== null && isFirst) await storeFirstCredentials(context, plan, credentials);
      return makeRunning(context, plan);
    }, undo);
  });
}

/** The named collection of a service is shared by its integrations: the first one makes it. */
async function storeFirstCredentials(
  context: ManagementContext,
  { service, connector, integration }: PlannedIntegration,
  credentials: Credentials,
): Promise<void> {
  await createNamedCollection(
    context,
    integration.namedCollection,
    connector.storage.collectionEntries(service.address, credentials),
  );
  await storeFeedCollections(context, { service, connector }, credentials);
  await verifyClickHouseAccess(context, service, connector);
}

async function makeRunning(
  context: ManagementContext,
  { service, connector, integration }: PlannedIntegration,
): Promise<Integration> {
  await makeObjects(context, integration, { rebuild: false });
  await verifyFeeds(context, service, connector);
  const running: Integration = {
    ...integration,
    state: 'RUNNING',
    updatedAt: timestamp(context.now()),
  };
  await context.registry.write([putIntegration(running)]);
  return running;
}
