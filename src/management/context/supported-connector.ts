import type { Connector } from '../../connectors/contract/connector';
import { SUPPORT_MATRIX } from '../../connectors/support-matrix';
import type { IntegrationType } from '../../model/integration';
import type { Service, ServiceType } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import type { ManagementContext } from './management-context';

/**
 * The connector of a service that is to get an integration of a type.
 * @throws GatewayError INTEGRATION_NOT_SUPPORTED naming the integrations that the service's type
 * has
 */
export function supportedConnector(
  context: ManagementContext,
  service: Service,
  type: IntegrationType,
): Connector {
  const supported = supportedIntegrations(service.type);
  if (!supported.includes(type)) {
    const has = supported.length === 0 ? 'none' : supported.join(', ');
    throw new GatewayError(
      'INTEGRATION_NOT_SUPPORTED',
      `${service.type} services have no ${type} integration. They have: ${has}.`,
      { details: { supported } },
    );
  }
  return builtConnector(context, service.type);
}

/**
 * The connector of a service type.
 * @throws GatewayError INTEGRATION_NOT_SUPPORTED naming the types that are built
 */
export function builtConnector(context: ManagementContext, type: ServiceType): Connector {
  const connector = context.connectors.get(type);
  if (connector !== undefined) return connector;
  const built = [...context.connectors.keys()];
  throw new GatewayError(
    'INTEGRATION_NOT_SUPPORTED',
    `${type} services are not available in this version. Available: ${built.join(', ')}.`,
    { details: { supported: built } },
  );
}

function supportedIntegrations(serviceType: ServiceType): readonly IntegrationType[] {
  const row = SUPPORT_MATRIX.find((support) => support.serviceType === serviceType);
  const types: IntegrationType[] = [];
  if (row?.managedCredentials === true) types.push('MANAGED_CREDENTIALS');
  if (row?.managedDatabases === true) types.push('MANAGED_DATABASES');
  return types;
}
