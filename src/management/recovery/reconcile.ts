import { collectionName } from '../context/collection-name';
import { requireService } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { dropOrphanReaders, orphansAmong } from '../objects/drop-orphan-readers';
import { listReaders, readerKey, requiredReaders } from '../objects/list-readers';
import { makeReaders } from '../objects/make-objects';
import { hasUnfinishedChange, recoverService } from './recover-service';
import { removeOrphanRelationships } from './remove-relationships';

/**
 * Brings ClickHouse and the registry together after a gateway was killed: what it had begun is
 * finished or undone, readers that no record knows are dropped and missing ones made. Runs after
 * the registry was loaded. A service that another gateway is changing is left to it. Services need
 * not answer.
 */
export async function reconcile(context: ManagementContext): Promise<void> {
  for (const name of await findAmiss(context)) {
    await context.ifFree(name, async () => {
      const service = context.registry.current().serviceNamed(name);
      if (service === undefined) return;
      await recoverService(context, service);
      await dropOrphanReaders(context, collectionName(service));
      await makeMissingReaders(context, name);
    });
  }
  const orphans = removeOrphanRelationships(context.registry.current());
  if (orphans.length > 0)
    await context.naming(() =>
      context.registry.write(removeOrphanRelationships(context.registry.current())),
    );
}

/** Names of services, found without a lease on any. */
async function findAmiss(context: ManagementContext): Promise<readonly string[]> {
  const snapshot = context.registry.current();
  const readers = await listReaders(context, [
    ...new Set(snapshot.integrations.map(({ namedCollection }) => namedCollection)),
  ]);
  const present = new Set(readers.map(readerKey));
  const orphaned = new Set(orphansAmong(snapshot, readers).map(({ database }) => database));
  const isMissing = (table: (typeof snapshot.exposedTables)[number]): boolean =>
    snapshot.integration(table.integrationId)?.state !== 'PAUSED' &&
    !requiredReaders(table).every((object) => present.has(readerKey(object)));
  const incomplete = new Set(
    snapshot.exposedTables.filter(isMissing).map(({ serviceId }) => serviceId),
  );
  return snapshot.services
    .filter(
      (service) =>
        hasUnfinishedChange(context, service) ||
        orphaned.has(collectionName(service)) ||
        incomplete.has(service.id),
    )
    .map(({ name }) => name);
}

async function makeMissingReaders(context: ManagementContext, serviceName: string): Promise<void> {
  const { id } = requireService(context, serviceName);
  for (const integration of context.registry.current().integrationsOf(id)) {
    if (integration.state !== 'PAUSED') await makeReaders(context, integration, { rebuild: false });
  }
}
