import { GatewayError } from '../../errors/gateway-error';
import type { Integration, IntegrationDatabase, IntegrationType } from '../../model/integration';
import type { Service } from '../../model/service';
import { collectionName } from '../context/collection-name';
import { integrationOf } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { timestamp } from '../context/timestamp';

/**
 * The record of an integration that is about to be set up.
 * @throws GatewayError ALREADY_EXISTS: a service has at most one integration of each type; IN_USE while another is unfinished
 */
export function newIntegration(
  context: ManagementContext,
  service: Service,
  parts: {
    readonly type: IntegrationType;
    readonly databases: readonly IntegrationDatabase[];
    readonly grants: readonly string[];
  },
): Integration {
  const existing = integrationOf(context, service, parts.type);
  if (existing !== undefined) {
    throw new GatewayError(
      'ALREADY_EXISTS',
      `The service "${service.name}" has a ${parts.type} integration in state ${existing.state} already: ${existing.id}. Delete it first, with deleteIntegration.`,
    );
  }
  // Whether the named collection they share exists is known only when the other one is finished.
  const unfinished = context.registry
    .current()
    .integrationsOf(service.id)
    .find(({ state }) => state === 'STARTING' || state === 'REMOVING');
  if (unfinished !== undefined) {
    throw new GatewayError(
      'IN_USE',
      `The integration ${unfinished.id} of the service "${service.name}" is in state ${unfinished.state}. If it stays so, delete it with deleteIntegration.`,
    );
  }
  const now = timestamp(context.now());
  return {
    ...parts,
    id: context.newId(),
    serviceId: service.id,
    state: 'STARTING',
    errors: [],
    namedCollection: collectionName(service),
    createdAt: now,
    updatedAt: now,
  };
}
