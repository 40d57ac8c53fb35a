import { remove } from '../../registry/registry-change';
import type { Relationship } from '../../model/remote-table';
import { GatewayError } from '../../errors/gateway-error';
import { requireRelationship } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';

/**
 * Takes a declared relationship out of the data API.
 * @throws GatewayError NOT_FOUND, INVALID_INPUT for one that follows from a foreign key
 */
export async function deleteRelationship(
  context: ManagementContext,
  id: string,
): Promise<Relationship> {
  return context.naming(async () => {
    await context.registry.refresh();
    const relationship = requireRelationship(context, id);
    if (relationship.discovered)
      throw new GatewayError(
        'INVALID_INPUT',
        `The relationship "${relationship.name}" follows from a foreign key of the service. ` +
          'It goes when the key or one of the tables does.',
      );
    await context.registry.write([remove('relationship', id)]);
    return relationship;
  });
}
