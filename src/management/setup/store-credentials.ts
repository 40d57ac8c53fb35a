import { putIntegration } from '../../registry/registry-change';
import type { Connector } from '../../connectors/contract/connector';
import type { Credentials } from '../../connectors/contract/credentials';
import type { CollectionEntry } from '../../connectors/contract/storage';
import type { Service } from '../../model/service';
import { verifyClickHouseAccess } from '../access/verify-clickhouse-access';
import { collectionName, probeName } from '../context/collection-name';
import type { ManagementContext } from '../context/management-context';
import { withRollback } from '../context/with-rollback';
import { storeFeedCollections } from '../objects/feed-collections';
import {
  alterNamedCollection,
  createNamedCollection,
  dropNamedCollection,
  namedCollectionExists,
} from '../objects/named-collection';
import { beginChange, endChange } from '../recovery/begin-change';
import { withRecovery } from '../recovery/change-service';
import { recoverService } from '../recovery/recover-service';

/**
 * Puts new credentials, which the service accepts, in the place of the stored ones; then everything
 * reads with them. They are tried through ClickHouse first, in a named collection of their own:
 * refused there, they change nothing.
 *
 * @throws GatewayError SERVICE_UNREACHABLE, TLS_NOT_ENFORCEABLE
 */
export async function storeCredentials(
  context: ManagementContext,
  service: Service,
  connector: Connector,
  credentials: Credentials,
): Promise<void> {
  const entries = connector.storage.collectionEntries(service.address, credentials);
  const collection = collectionName(service);
  const begun = finished(context, service).map((integration) =>
    beginChange(context, integration, { rebuild: true }),
  );
  await context.registry.write(begun.map(putIntegration));
  await withRecovery(context, service, async () => {
    if (begun.some((integration) => integration.state !== 'PAUSED')) {
      await withRollback(
        () => tryOut(context, service, connector, entries),
        async () => {
          await dropNamedCollection(context, probeName(collection), true);
          await context.registry.write(
            begun.map((integration) => putIntegration(endChange(integration))),
          );
        },
      );
    }
    if (await namedCollectionExists(context, collection))
      await alterNamedCollection(context, collection, entries);
    else await createNamedCollection(context, collection, entries);
    await storeFeedCollections(context, { service, connector }, credentials);
    await recoverService(context, service);
  });
}

async function tryOut(
  context: ManagementContext,
  service: Service,
  connector: Connector,
  entries: readonly CollectionEntry[],
): Promise<void> {
  const probe = probeName(collectionName(service));
  await dropNamedCollection(context, probe, true);
  await createNamedCollection(context, probe, entries);
  await verifyClickHouseAccess(context, service, connector, probe);
  await dropNamedCollection(context, probe, true);
}

/** The integrations of a service that are neither being set up nor removed. */
function finished(context: ManagementContext, service: Service) {
  return context.registry
    .current()
    .integrationsOf(service.id)
    .filter(({ state }) => state !== 'STARTING' && state !== 'REMOVING');
}
