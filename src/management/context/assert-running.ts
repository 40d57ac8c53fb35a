import type { Integration } from '../../model/integration';
import type { Service } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import type { ManagementContext } from './management-context';

/** @throws GatewayError INTEGRATION_PAUSED */
export function assertRunning(integration: Integration): void {
  if (integration.state === 'PAUSED') throw paused(integration);
}

/**
 * Makes sure that a service may be asked: one whose integrations are all paused is not touched.
 * @throws GatewayError INTEGRATION_PAUSED
 */
export function assertServiceRunning(context: ManagementContext, service: Service): void {
  const integrations = context.registry.current().integrationsOf(service.id);
  const [first] = integrations;
  if (first !== undefined && integrations.every(({ state }) => state === 'PAUSED'))
    throw paused(first);
}

function paused(integration: Integration): GatewayError {
  return new GatewayError(
    'INTEGRATION_PAUSED',
    'The integration is paused, so its service is not asked. Resume it with ' +
      'resumeIntegration first.',
    {
      details: { integration: integration.id },
    },
  );
}
