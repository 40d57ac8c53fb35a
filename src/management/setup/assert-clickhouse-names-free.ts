import type { IntegrationDatabase } from '../../model/integration';
import type { Service } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import { collectionName } from '../context/collection-name';
import type { ManagementContext } from '../context/management-context';
import { fileNameLength, MAX_DATABASE_NAME_LENGTH } from '../objects/file-name-length';
import { existingDatabases } from '../objects/managed-database';
import { namedCollectionExists } from '../objects/named-collection';

/**
 * Makes sure that whatever a set-up will make is not there yet: undoing it would remove what
 * somebody else made.
 * @throws GatewayError ALREADY_EXISTS, INVALID_INPUT
 */
export async function assertClickHouseNamesFree(
  context: ManagementContext,
  service: Service,
  databases: readonly IntegrationDatabase[],
): Promise<void> {
  const collection = collectionName(service);
  const isFirst = context.registry.current().integrationsOf(service.id).length === 0;
  const names = [...databases.map((database) => database.name), ...(isFirst ? [collection] : [])];
  const tooLong = names.find((name) => fileNameLength(name) > MAX_DATABASE_NAME_LENGTH);
  if (tooLong !== undefined)
    throw new GatewayError(
      'INVALID_INPUT',
      `The ClickHouse database name "${tooLong}" would be too long.`,
    );

  const [existing] = [...(await existingDatabases(context, names))].toSorted();
  if (existing !== undefined)
    throw new GatewayError(
      'ALREADY_EXISTS',
      `ClickHouse already has a database "${existing}", which this integration would create. ` +
        'Rename or drop it first.',
    );
  if (isFirst && (await namedCollectionExists(context, collection))) {
    throw new GatewayError(
      'ALREADY_EXISTS',
      `ClickHouse already has a named collection "${collection}", which this integration ` +
        'would create. Drop it first.',
    );
  }
}
