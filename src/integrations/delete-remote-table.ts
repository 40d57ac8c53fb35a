import type { RemoteTable } from '../model/remote-table';
import { remove } from '../registry/registry-change';
import { requireRemoteTable, serviceOf } from './find-records';
import type { ManagementContext } from './management-context';
import { dropReaderTable } from './reader-table';
import { removeRelationshipsOf } from './remove-relationships';

/**
 * Takes a table out of the data API, with the relationships declared from and to it, then drops its reader. A table of a managed database stays visible to users of
 * ClickHouse. The service is not touched.
 *
 * @throws GatewayError NOT_FOUND
 */
export async function deleteRemoteTable(context: ManagementContext, id: string): Promise<RemoteTable> {
  await context.registry.refresh();
  const service = serviceOf(context, requireRemoteTable(context, id));
  return context.forService(service.name)(async () => {
    const table = requireRemoteTable(context, id);
    await context.registry.write([remove('remoteTable', id), ...removeRelationshipsOf(context.registry.current(), [id])]);
    await dropReaderTable(context, table.reader);
    return table;
  });
}
