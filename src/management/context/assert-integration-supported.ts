import { SUPPORT_MATRIX } from '../../connectors/support-matrix';
import { GatewayError } from '../../errors/gateway-error';
import type { IntegrationType } from '../../model/integration';
import type { Service, ServiceType } from '../../model/service';
import type { ManagementContext } from './management-context';

/** @throws GatewayError INTEGRATION_NOT_SUPPORTED naming the types that are built */
export function assertServiceTypeBuilt(context: ManagementContext, type: ServiceType): void {
  if (context.connectors.has(type)) return;
  const built = [...context.connectors.keys()];
  throw new GatewayError(
    'INTEGRATION_NOT_SUPPORTED',
    `${type} services are not available in this version. Available: ${built.join(', ')}.`,
    {
      details: { supported: built },
    },
  );
}

/** @throws GatewayError INTEGRATION_NOT_SUPPORTED naming the integrations that the type has */
export function assertIntegrationSupported(
  context: ManagementContext,
  service: Service,
  type: IntegrationType,
): void {
  const supported = supportedIntegrations(service.type);
  if (!supported.includes(type)) {
    const has = supported.length === 0 ? 'none' : supported.join(', ');
    throw new GatewayError(
      'INTEGRATION_NOT_SUPPORTED',
      `${service.type} services have no ${type} integration. They have: ${has}.`,
      {
        details: { supported },
      },
    );
  }
  assertServiceTypeBuilt(context, service.type);
}

function supportedIntegrations(serviceType: ServiceType): readonly IntegrationType[] {
  const row = SUPPORT_MATRIX.find((support) => support.serviceType === serviceType);
  const types: IntegrationType[] = [];
  if (row?.managedCredentials === true) types.push('MANAGED_CREDENTIALS');
  if (row?.managedDatabases === true) types.push('MANAGED_DATABASES');
  return types;
}
