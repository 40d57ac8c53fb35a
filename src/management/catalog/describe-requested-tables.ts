import type { Connector } from '../../connectors/contract/connector';
import type { Credentials } from '../../connectors/contract/credentials';
import type { Service } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import { collectionName } from '../context/collection-name';
import type { ManagementContext } from '../context/management-context';
import { describeRequestedTable, type RemoteTableRequest } from './describe-requested-table';
import type { PlacedTable } from './name-tables';
import { openCatalog, type OpenCatalog } from './open-catalog';

/**
 * Describes tables of the service's default database over one catalog connection, which is opened
 * only when a table has to be introspected.
 *
 * @throws GatewayError ALREADY_EXISTS for a name that is taken in ClickHouse, and whatever
 * describing throws
 */
export async function describeRequestedTables(
  context: ManagementContext,
  target: {
    readonly service: Service;
    readonly connector: Connector;
    readonly credentials: Credentials | null;
  },
  requests: readonly RemoteTableRequest[],
): Promise<readonly PlacedTable[]> {
  const { service, connector, credentials } = target;
  const collection = collectionName(service);
  assertRemoteTableNamesFree(context, collection, requests);
  let catalog: OpenCatalog | null = null;
  const open = async (): Promise<OpenCatalog> => {
    catalog ??= await openCatalog(
      context,
      { service, connector, database: connector.identity.defaultDatabase(service.address) },
      credentials,
    );
    return catalog;
  };
  try {
    const tables: PlacedTable[] = [];
    for (const request of requests)
      tables.push(await describeRequestedTable({ service, connector, collection, open }, request));
    return tables;
  } finally {
    await (catalog as OpenCatalog | null)?.close();
  }
}

function assertRemoteTableNamesFree(
  context: ManagementContext,
  collection: string,
  requests: readonly RemoteTableRequest[],
): void {
  const taken = new Set(
    context.registry
      .current()
      .remoteTables.map((table) => table.reader)
      .filter((reader) => reader.database === collection)
      .map((reader) => reader.name),
  );
  for (const { name } of requests) {
    if (taken.has(name))
      throw new GatewayError(
        'ALREADY_EXISTS',
        `There is a remote table "${name}" in "${collection}" already.`,
      );
    taken.add(name);
  }
}
