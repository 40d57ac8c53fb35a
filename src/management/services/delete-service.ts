import { remove } from '../../registry/registry-change';
import type { Service } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import { dropProbe } from '../access/credential-probe';
import { requireService } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { removeIntegration } from '../integrations/delete-integration';

/**
 * Forgets a service; with `force`, after deleting its integrations. The data system itself is never
 * touched.
 * @throws GatewayError NOT_FOUND, IN_USE while integrations exist
 */
export async function deleteService(
  context: ManagementContext,
  name: string,
  { force }: { readonly force: boolean },
): Promise<Service> {
  return context.forService(name)(async () => {
    const service = requireService(context, name);
    const integrations = context.registry.current().integrationsOf(service.id);
    if (integrations.length > 0 && !force) {
      const types = integrations.map((integration) => integration.type).join(' and ');
      throw new GatewayError(
        'IN_USE',
        `The service "${name}" has integrations: ${types}. Delete them first, or pass ` +
          '`force: true`.',
      );
    }
    for (const integration of integrations)
      await removeIntegration(context, integration.id, { force });
    if (service.isProbing === true) await dropProbe(context, service);
    await context.registry.write([remove('service', service.id)]);
    return service;
  });
}
