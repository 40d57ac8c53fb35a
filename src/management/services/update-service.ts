import { putIntegration, putRemoteTable, putService } from '../../registry/registry-change';
import type { Connector } from '../../connectors/contract/connector';
import type { CollectionEntry } from '../../connectors/contract/storage';
import type { Integration } from '../../model/integration';
import type { Service } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import { assertHostsAllowed } from '../access/host-allow-list';
import { verifyClickHouseAccess } from '../access/verify-clickhouse-access';
import { collectionName } from '../context/collection-name';
import { connectorOf } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { timestamp } from '../context/timestamp';
import { verifyFeeds } from '../feeds/verify-feeds';
import { alterCollections } from '../objects/feed-collections';
import { makeFeeds } from '../objects/make-feeds';
import { beginChange } from '../recovery/begin-change';
import { changeService, withRecovery } from '../recovery/change-service';
import { recoverService } from '../recovery/recover-service';
import { planService, type CreateServiceRequest } from './create-service';

/**
 * Changes a registration. While integrations exist, only the address can change: the stored
 * credentials must work there, through ClickHouse, and then everything reads there. A service whose
 * integrations are all paused is not asked until they are resumed.
 *
 * @throws GatewayError NOT_FOUND, INVALID_INPUT, HOST_NOT_ALLOWED, TLS_NOT_ENFORCEABLE, IN_USE,
 * ALREADY_EXISTS, SERVICE_UNREACHABLE
 */
export async function updateService(
  context: ManagementContext,
  name: string,
  request: CreateServiceRequest,
): Promise<Service> {
  return changeBothNames(context, name, request.name, async (service) => {
    const { id, createdAt, accounts } = service;
    const updated: Service = { ...planService(context, request), id, createdAt, accounts };
    if (
      updated.name !== name &&
      context.registry.current().serviceNamed(updated.name) !== undefined
    ) {
      throw new GatewayError('ALREADY_EXISTS', `There is a service "${updated.name}" already.`);
    }
    if (context.registry.current().integrationsOf(id).length > 0)
      await moveIntegrations(context, service, updated);
    else await context.registry.write([putService(updated)]);
    return updated;
  });
}

/**
 * Changes a service while nobody else takes its new name. The two names are locked in one order, so
 * that two changes that swap names do not wait for each other.
 */
function changeBothNames<T>(
  context: ManagementContext,
  name: string,
  newName: string,
  task: (service: Service) => Promise<T>,
): Promise<T> {
  if (newName === name) return changeService(context, name, task);
  if (newName < name) return context.forService(newName)(() => changeService(context, name, task));
  return changeService(context, name, (service) =>
    context.forService(newName)(() => task(service)),
  );
}

async function moveIntegrations(
  context: ManagementContext,
  service: Service,
  updated: Service,
): Promise<void> {
  assertSameNames(service, updated);
  const connector = connectorOf(context, updated);
  assertHostsAllowed(context, updated, connector);
  const tlsProblem = connector.access.tlsProblem(updated.address);
  if (tlsProblem !== null) throw new GatewayError('TLS_NOT_ENFORCEABLE', tlsProblem);
  const entries = connector.storage.addressEntries?.(updated.address);
  if (
    entries === undefined ||
    !isReplacedWhole(connector.storage.addressEntries?.(service.address) ?? [], entries)
  ) {
    throw new GatewayError(
      'IN_USE',
      `The address of a ${service.type} service cannot change ` +
        `${entries === undefined ? '' : 'in this way '}while it has integrations. Delete them ` +
        'first.',
    );
  }

  const begun = context.registry
    .current()
    .integrationsOf(service.id)
    .map((integration) => beginChange(context, integration, { rebuild: true }));
  const trying: Service = {
    ...service,
    nextAddress: updated.address,
    updatedAt: timestamp(context.now()),
  };
  await context.registry.write([putService(trying), ...begun.map(putIntegration)]);
  await withRecovery(context, service, async () => {
    // The secrets cannot be copied into a collection of their own, so the new address is tried in
    // their place.
    await alterCollections(context, collectionName(service), entries);
    const isAtWork = begun.some(({ state }) => state !== 'PAUSED');
    // The consumers of a feed try the address: nothing else of ClickHouse reads such a service.
    if (isAtWork && connector.storage.feeds !== undefined)
      await moveFeeds(context, updated, connector, begun);
    else if (isAtWork) await verifyClickHouseAccess(context, updated, connector);
    await context.registry.write([
      putService(updated),
      ...movedTables(context, service, updated, connector).map(putRemoteTable),
    ]);
    await recoverService(context, updated);
  });
}

/**
 * Whether both addresses have the same entries: they are changed one by one, so none of the former
 * one may be left.
 */
function isReplacedWhole(
  former: readonly CollectionEntry[],
  entries: readonly CollectionEntry[],
): boolean {
  const keys = (list: readonly CollectionEntry[]): string =>
    JSON.stringify(list.map(({ key }) => key).toSorted());
  return keys(former) === keys(entries);
}

async function moveFeeds(
  context: ManagementContext,
  updated: Service,
  connector: Connector,
  integrations: readonly Integration[],
): Promise<void> {
  for (const integration of integrations)
    if (integration.state !== 'PAUSED') await makeFeeds(context, integration, { rebuild: true });
  await verifyFeeds(context, updated, connector);
}

/** Databases, the named collection and the data API's fields are named after the service. */
function assertSameNames(service: Service, updated: Service): void {
  const changed = (['type', 'name', 'location'] as const).find(
    (field) => service[field] !== updated[field],
  );
  if (changed === undefined) return;
  throw new GatewayError(
    'IN_USE',
    `The ${changed} of the service "${service.name}" cannot change while it has ` +
      'integrations. Delete them first.',
  );
}

/**
 * Tables over stored credentials are in the service's own database and schema; managed databases
 * name theirs.
 */
function movedTables(
  context: ManagementContext,
  service: Service,
  updated: Service,
  connector: Connector,
) {
  const placeOf = ({ address }: Service) => ({
    database: connector.identity.defaultDatabase(address),
    schema: connector.identity.defaultSchema(address),
  });
  const [from, to] = [placeOf(service), placeOf(updated)];
  const isMoved = from.database !== to.database || from.schema !== to.schema;
  const snapshot = context.registry.current();
  return snapshot
    .tablesOfService(service.id)
    .filter(
      ({ remote, integrationId }) =>
        isMoved &&
        remote.database === from.database &&
        snapshot.integration(integrationId)?.type === 'MANAGED_CREDENTIALS',
    )
    .map((table) => ({
      ...table,
      remote: {
        ...table.remote,
        database: to.database,
        schema: table.remote.schema === from.schema ? to.schema : table.remote.schema,
      },
    }));
}
