import { remove } from '../../registry/registry-change';
import type { Integration } from '../../model/integration';
import { isLastIntegration } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { dropObjects, dropObjectsOfService } from '../objects/drop-objects';
import { removeRelationshipsOf } from './remove-relationships';

/**
 * Drops all that an integration made in ClickHouse, then removes its records. Whatever is gone
 * already does not matter, so it may be repeated. The service is not touched, and need not answer.
 *
 * @throws GatewayError IN_USE without `force`, when a table uses the named collection
 */
export async function tearDown(
  context: ManagementContext,
  integration: Integration,
  { force }: { readonly force: boolean },
): Promise<void> {
  const snapshot = context.registry.current();
  const tableIds = snapshot.tablesOfIntegration(integration.id).map(({ id }) => id);
  if (isLastIntegration(snapshot, integration))
    await dropObjectsOfService(context, integration, { force });
  else await dropObjects(context, integration);
  await context.registry.write([
    ...tableIds.map((id) => remove('remoteTable', id)),
    ...removeRelationshipsOf(context.registry.current(), tableIds),
    remove('integration', integration.id),
  ]);
}
