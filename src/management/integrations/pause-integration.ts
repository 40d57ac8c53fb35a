import { putIntegration } from '../../registry/registry-change';
import type { Integration } from '../../model/integration';
import type { ManagementContext } from '../context/management-context';
import { timestamp } from '../context/timestamp';
import { dropObjects } from '../objects/drop-objects';
import { beginChange, endChange } from '../recovery/begin-change';
import { changeIntegration } from '../recovery/change-integration';
import { withRecovery } from '../recovery/change-service';

/**
 * Stops everything in ClickHouse that touches the service for this integration: its databases and
 * readers are dropped, its grants revoked. The credentials stay. Its fields stay in the data API,
 * and answer INTEGRATION_PAUSED at once. Pausing a paused one changes nothing.
 *
 * @throws GatewayError NOT_FOUND, IN_USE while it is being set up or removed
 */
export async function pauseIntegration(
  context: ManagementContext,
  id: string,
): Promise<Integration> {
  return changeIntegration(context, id, async ({ service, integration }) => {
    if (integration.state === 'PAUSED') return integration;
    const paused: Integration = {
      ...integration,
      state: 'PAUSED',
      errors: [],
      updatedAt: timestamp(context.now()),
    };
    await context.registry.write([putIntegration(beginChange(context, paused))]);
    await withRecovery(context, service, async () => {
      await dropObjects(context, paused);
      await context.registry.write([putIntegration(endChange(paused))]);
    });
    return paused;
  });
}
