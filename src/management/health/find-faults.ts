import type { Integration, IntegrationError } from '../../model/integration';
import type { Service } from '../../model/service';
import { collectionName } from '../context/collection-name';
import type { ManagementContext } from '../context/management-context';
import { namedCollectionExists } from '../objects/named-collection';
import { findAccessFault } from './find-access-fault';
import { findFeedFaults } from './find-feed-faults';
import { findMissingObjects, objectsMissing } from './find-missing-objects';

/** Something that is wrong with an integration. When it was seen first is for the record to say. */
export type Fault = Omit<IntegrationError, 'at'>;

/**
 * What is wrong with integrations of one service, by their id: objects that are gone from
 * ClickHouse, a service that ClickHouse cannot read, and, where it can, feeds that stand still.
 *
 * @throws GatewayError CLICKHOUSE_UNAVAILABLE and the like: then nothing is known of them
 */
export async function findFaults(
  context: ManagementContext,
  service: Service,
  integrations: readonly Integration[],
  timeoutMs: number,
): Promise<ReadonlyMap<string, readonly Fault[]>> {
  const collection = collectionName(service);
  if (!(await namedCollectionExists(context, collection))) {
    const fault = objectsMissing(
      `The named collection "${collection}", and with it the credentials, is gone from ` +
        'ClickHouse. ' +
        'Give them again, with rotateCredentials.',
    );
    return new Map(integrations.map(({ id }) => [id, [fault]]));
  }
  // An integration that was paused meanwhile must not be asked for: its service hears nothing more.
  if (!integrations.some((integration) => isUnchanged(context, integration))) return new Map();
  const access = await findAccessFault(context, service, timeoutMs);
  const missing = await findMissingObjects(context, integrations, collection);
  const isReached = access.length === 0;
  const found = await Promise.all(
    integrations.map(async (integration) => {
      const feeds = isReached ? await findFeedFaults(context, integration, timeoutMs) : [];
      return [
        integration.id,
        [...(missing.get(integration.id) ?? []), ...access, ...feeds],
      ] as const;
    }),
  );
  return new Map(found);
}

function isUnchanged(context: ManagementContext, { id, updatedAt }: Integration): boolean {
  return context.registry.current().integration(id)?.updatedAt === updatedAt;
}
