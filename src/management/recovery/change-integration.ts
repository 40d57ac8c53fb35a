import type { Integration } from '../../model/integration';
import type { Service } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import { requireIntegration, serviceOf } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { changeService } from './change-service';

/**
 * Runs a change of an integration as `changeService` does.
 * @throws GatewayError NOT_FOUND, IN_USE while it is being set up or removed
 */
export async function changeIntegration<T>(
  context: ManagementContext,
  id: string,
  task: (found: { readonly service: Service; readonly integration: Integration }) => Promise<T>,
): Promise<T> {
  await context.registry.refresh();
  const { name } = serviceOf(context, requireIntegration(context, id));
  return changeService(context, name, async (service) => {
    const integration = requireIntegration(context, id);
    if (integration.state === 'STARTING' || integration.state === 'REMOVING')
      throw new GatewayError(
        'IN_USE',
        `The integration is in state ${integration.state}. If it stays so, delete it with ` +
          'deleteIntegration.',
      );
    return task({ service, integration });
  });
}
