import type { Integration, IntegrationDatabase, IntegrationType } from '../../model/integration';
import type { Service } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import { assertGrantees } from '../access/assert-grantees';
import { collectionName } from '../context/collection-name';
import { integrationOf } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { timestamp } from '../context/timestamp';
import { assertClickHouseNamesFree } from './assert-clickhouse-names-free';

/** What an integration that is to be set up is made of. */
export interface IntegrationParts {
  readonly type: IntegrationType;
  readonly databases: readonly IntegrationDatabase[];
  /** ClickHouse users and roles that may use the named collection. */
  readonly grants: readonly string[];
}

/**
 * The record of an integration that is to be set up, in state STARTING, once nothing in the
 * registry or in ClickHouse is in its way. Nothing is written.
 *
 * @throws GatewayError ALREADY_EXISTS, IN_USE while another integration of the service is
 * unfinished, INVALID_INPUT
 */
export async function planIntegration(
  context: ManagementContext,
  service: Service,
  parts: IntegrationParts,
): Promise<Integration> {
  assertIsOnlyOne(context, service, parts.type);
  const now = timestamp(context.now());
  const integration: Integration = {
    ...parts,
    id: context.newId(),
    serviceId: service.id,
    state: 'STARTING',
    errors: [],
    namedCollection: collectionName(service),
    createdAt: now,
    updatedAt: now,
  };
  await assertGrantees(context, parts.grants);
  await assertClickHouseNamesFree(context, service, parts.databases);
  return integration;
}

/** A service has at most one integration of each type, and sets up one at a time. */
function assertIsOnlyOne(
  context: ManagementContext,
  service: Service,
  type: IntegrationType,
): void {
  const existing = integrationOf(context, service, type);
  if (existing !== undefined)
    throw new GatewayError(
      'ALREADY_EXISTS',
      `The service "${service.name}" has a ${type} integration in state ${existing.state} ` +
        `already: ${existing.id}. Delete it first, with deleteIntegration.`,
    );
  // Whether the named collection that they share exists is known only when the other one is
  // finished.
  const unfinished = context.registry
    .current()
    .integrationsOf(service.id)
    .find(({ state }) => state === 'STARTING' || state === 'REMOVING');
  if (unfinished !== undefined)
    throw new GatewayError(
      'IN_USE',
      `The integration ${unfinished.id} of the service "${service.name}" is in state ` +
        `${unfinished.state}. If it stays so, delete it with deleteIntegration.`,
    );
}
