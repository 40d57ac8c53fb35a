import { putIntegration } from '../../registry/registry-change';
import type { Integration } from '../../model/integration';
import { assertGrantees } from '../access/assert-grantees';
import type { ManagementContext } from '../context/management-context';
import { timestamp } from '../context/timestamp';
import { grantNamedCollection, revokeNamedCollection } from '../objects/named-collection';
import { beginChange, endChange } from '../recovery/begin-change';
import { changeIntegration } from '../recovery/change-integration';
import { withRecovery } from '../recovery/change-service';

/**
 * Makes the users and roles that may use the named collection exactly those given: new ones are
 * granted it, others lose it. While the integration is paused nothing is granted; resuming it does.
 *
 * @throws GatewayError NOT_FOUND, INVALID_INPUT for users and roles that ClickHouse does not have
 */
export async function updateGrants(
  context: ManagementContext,
  id: string,
  grants: readonly string[],
): Promise<Integration> {
  return changeIntegration(context, id, async ({ service, integration }) => {
    await assertGrantees(context, grants);
    const { namedCollection } = integration;
    const gone = integration.grants.filter((grantee) => !grants.includes(grantee));
    const added = grants.filter((grantee) => !integration.grants.includes(grantee));
    const updated: Integration = { ...integration, grants, updatedAt: timestamp(context.now()) };
    await context.registry.write([
      putIntegration(beginChange(context, integration, { grants: added })),
    ]);
    await withRecovery(context, service, async () => {
      if (integration.state !== 'PAUSED')
        for (const grantee of added) await grantNamedCollection(context, namedCollection, grantee);
      await context.registry.write([
        putIntegration(beginChange(context, updated, { grants: gone })),
      ]);
      for (const grantee of gone) await revokeNamedCollection(context, namedCollection, grantee);
      await context.registry.write([putIntegration(endChange(updated))]);
    });
    return updated;
  });
}
