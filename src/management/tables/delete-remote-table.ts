import { putIntegration, remove } from '../../registry/registry-change';
import type { RemoteTable } from '../../model/remote-table';
import { GatewayError } from '../../errors/gateway-error';
import { requireIntegration, requireRemoteTable, serviceOf } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { dropReaderTable } from '../objects/reader-table';
import { beginChange, endChange } from '../recovery/begin-change';
import { changeService, withRecovery } from '../recovery/change-service';
import { removeRelationshipsOf } from '../recovery/remove-relationships';

/**
 * Takes a table out of the data API, with the relationships declared from and to it, then drops its
 * reader. A table of a managed database stays visible to users of ClickHouse. The service is not
 * touched.
 *
 * @throws GatewayError NOT_FOUND, INVALID_INPUT for a table that a feed fills
 */
export async function deleteRemoteTable(
  context: ManagementContext,
  id: string,
): Promise<RemoteTable> {
  await context.registry.refresh();
  const service = serviceOf(context, requireRemoteTable(context, id));
  return changeService(context, service.name, async () => {
    const table = requireRemoteTable(context, id);
    if (table.feed !== undefined)
      throw new GatewayError(
        'INVALID_INPUT',
        'This table keeps the rows of a feed. Remove the feed with updateManagedDatabases, ' +
          'which drops them.',
      );
    const integration = requireIntegration(context, table.integrationId);
    await context.registry.write([
      remove('remoteTable', id),
      ...removeRelationshipsOf(context.registry.current(), [id]),
      putIntegration(beginChange(context, integration)),
    ]);
    await withRecovery(context, service, async () => {
      await dropReaderTable(context, table.reader);
      await context.registry.write([putIntegration(endChange(integration))]);
    });
    return table;
  });
}
