import type { RegistrySnapshot } from '../../registry/snapshot';
import type { Connector } from '../../connectors/contract/connector';
import type { Integration, IntegrationType } from '../../model/integration';
import type { Relationship, RemoteTable } from '../../model/remote-table';
import type { Service } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import type { ManagementContext } from './management-context';

/** @throws GatewayError NOT_FOUND */
export function requireService(context: ManagementContext, name: string): Service {
  return context.registry.current().serviceNamed(name) ?? missing(`There is no service "${name}".`);
}

/** @throws GatewayError NOT_FOUND */
export function requireIntegration(context: ManagementContext, id: string): Integration {
  return (
    context.registry.current().integration(id) ??
    missing(`There is no integration with the id "${id}".`)
  );
}

/** @throws GatewayError NOT_FOUND */
export function requireRemoteTable(context: ManagementContext, id: string): RemoteTable {
  return (
    context.registry.current().remoteTable(id) ??
    missing(`There is no remote table with the id "${id}".`)
  );
}

/** @throws GatewayError NOT_FOUND */
export function requireRelationship(context: ManagementContext, id: string): Relationship {
  const snapshot = context.registry.current();
  const found = snapshot.relationships.find((relationship) => relationship.id === id);
  if (found !== undefined) return found;
  const hidden = snapshot.declaredRelationships.find((relationship) => relationship.id === id);
  return hidden === undefined
    ? missing(`There is no relationship with the id "${id}".`)
    : { ...hidden, discovered: false };
}

/** The service that a record of the registry belongs to. */
export function serviceOf(
  context: ManagementContext,
  record: { readonly serviceId: string },
): Service {
  return (
    context.registry.current().service(record.serviceId) ??
    missing('The service was deleted meanwhile.')
  );
}

/**
 * The connector of a service that is registered.
 * @throws GatewayError INTEGRATION_NOT_SUPPORTED: a registry may be older or younger than the
 * gateway
 */
export function connectorOf(context: ManagementContext, service: Service): Connector {
  const connector = context.connectors.get(service.type);
  if (connector === undefined)
    throw new GatewayError(
      'INTEGRATION_NOT_SUPPORTED',
      `${service.type} services are not available in this version.`,
    );
  return connector;
}

/** The integration of a type that a service has: at most one. */
export function integrationOf(
  context: ManagementContext,
  service: Service,
  type: IntegrationType,
): Integration | undefined {
  return context.registry
    .current()
    .integrationsOf(service.id)
    .find((integration) => integration.type === type);
}

/**
 * True when the service's named collection exists: an integration made it, and the last one takes
 * it along.
 */
export function hasStoredCredentials(context: ManagementContext, service: Service): boolean {
  return context.registry
    .current()
    .integrationsOf(service.id)
    .some((integration) => ['RUNNING', 'PAUSED', 'FAILED'].includes(integration.state));
}

/**
 * True when no other integration of the service is left: it takes along what they share, as the
 * named collection.
 */
export function isLastIntegration(snapshot: RegistrySnapshot, integration: Integration): boolean {
  return snapshot
    .integrationsOf(integration.serviceId)
    .every((other) => other.id === integration.id);
}

function missing(message: string): never {
  throw new GatewayError('NOT_FOUND', message);
}
