import type { Connector } from '../../connectors/contract/connector';
import type { GivenCredentials } from '../../connectors/contract/credentials';
import { GatewayError } from '../../errors/gateway-error';
import type { Integration } from '../../model/integration';
import { putIntegration, putRemoteTable, remove } from '../../registry/registry-change';
import { forEachBounded } from '../../util/for-each-bounded';
import { assertClickHouseNamesFree } from '../setup/assert-clickhouse-names-free';
import { assertRunning } from '../context/assert-running';
import { assertUnused } from '../objects/assert-unused';
import { changeIntegration } from '../recovery/change-integration';
import { withRecovery } from '../recovery/change-service';
import { describeManagedTables } from '../catalog/describe-managed-tables';
import { updateFeeds } from './update-feeds';
import { feedTypes, type GivenFeeds } from '../feeds/plan-feeds';
import { connectorOf } from '../context/find-records';
import { makeDatabases } from '../objects/managed-database';
import type { ManagementContext } from '../context/management-context';
import { nameTables, type PlacedTable } from '../catalog/name-tables';
import { planManagedDatabases, type RemoteDatabase } from '../setup/plan-managed-databases';
import { DDL_CONCURRENCY } from '../objects/drop-and-wait';
import { createReaderTable } from '../objects/reader-table';
import { recoverService } from '../recovery/recover-service';
import { timestamp } from '../context/timestamp';
import { beginChange } from '../recovery/begin-change';

export interface UpdateManagedDatabasesRequest {
  /** All databases that the integration is to have; null for a KAFKA service. */
  readonly databases: readonly RemoteDatabase[] | null;
  /** All feeds that the integration of a KAFKA service is to have; null for other types. */
  readonly topicTables: GivenFeeds | null;
  /** Needed only for added feeds that need a named collection of their own; null otherwise. */
  readonly credentials?: GivenCredentials | null;
}

/**
 * Makes the databases of an integration exactly those given: new ones are made and all of their
 * tables exposed, others are dropped with theirs, and those that stay are not touched. All of it or
 * nothing.
 *
 * @throws GatewayError NOT_FOUND, INVALID_INPUT, ALREADY_EXISTS, INTEGRATION_PAUSED, IN_USE with
 * `details.dependents`
 */
export async function updateManagedDatabases(
  context: ManagementContext,
  id: string,
  request: UpdateManagedDatabasesRequest,
): Promise<Integration> {
  return changeIntegration(context, id, async ({ service, integration }) => {
    const connector = connectorOf(context, service);
    const wanted = readRequest(context, integration, request, connector);
    assertRunning(integration);
    if (connector.storage.feeds !== undefined) {
      await updateFeeds(
        context,
        { service, integration },
        request.topicTables,
        request.credentials ?? null,
      );
      return context.registry.current().integration(id) ?? integration;
    }
    const databases = planManagedDatabases(service, connector, wanted);
    const isIn =
      (list: Integration['databases']) =>
      ({ name }: { readonly name: string }): boolean =>
        list.some((other) => other.name === name);
    const added = databases.filter((database) => !isIn(integration.databases)(database));
    const gone = integration.databases.filter((database) => !isIn(databases)(database));
    await assertUnused(
      context,
      gone.map(({ name }) => name),
      'Drop them first.',
    );
    await assertClickHouseNamesFree(context, service, added);
    const placed = await describeManagedTables(
      context,
      { service, connector, credentials: null },
      added,
      null,
    );

    await context.registry.write([
      putIntegration(
        beginChange(context, integration, { databases: added.map(({ name }) => name) }),
      ),
    ]);
    await withRecovery(context, service, async () => {
      await makeDatabases(context, integration, added, { rebuild: false });
      const updated: Integration = {
        ...integration,
        databases,
        updatedAt: timestamp(context.now()),
      };
      await expose(
        context,
        beginChange(context, updated, { databases: gone.map(({ name }) => name) }),
        placed,
        gone,
      );
      await recoverService(context, service);
    });
    return context.registry.current().integration(id) ?? integration;
  });
}

function readRequest(
  context: ManagementContext,
  integration: Integration,
  { databases, topicTables, credentials = null }: UpdateManagedDatabasesRequest,
  { identity: { type }, storage: { feeds } }: Connector,
): readonly RemoteDatabase[] {
  if (integration.type !== 'MANAGED_DATABASES')
    throw new GatewayError('INVALID_INPUT', `A ${integration.type} integration has no databases.`);
  if (feeds !== undefined) {
    if (databases !== null)
      throw new GatewayError('INVALID_INPUT', `databases is not for ${type} services; use tables.`);
    return [];
  }
  if (topicTables !== null)
    throw new GatewayError(
      'INVALID_INPUT',
      `tables is for ${feedTypes(context)} services; use databases with a ${type} service.`,
    );
  if (credentials !== null)
    throw new GatewayError(
      'INVALID_INPUT',
      'credentials: those stored are used. Change them with rotateCredentials.',
    );
  if (databases === null || databases.length === 0)
    throw new GatewayError(
      'INVALID_INPUT',
      'databases must name at least one. To remove them all, delete the integration.',
    );
  return databases;
}

/**
 * Makes the readers of new tables, then shows these and hides the tables of dropped databases in
 * one write.
 */
async function expose(
  context: ManagementContext,
  integration: Integration,
  placed: readonly PlacedTable[],
  gone: Integration['databases'],
): Promise<void> {
  const service = context.registry.current().service(integration.serviceId);
  if (service === undefined)
    throw new GatewayError('NOT_FOUND', 'The service was deleted meanwhile.');
  const connector = connectorOf(context, service);
  const hidden = context.registry
    .current()
    .tablesOfIntegration(integration.id)
    .filter((table) => gone.some(({ name }) => name === table.database));
  await context.naming(async () => {
    const tables = nameTables(context, { service, integration, connector }, placed);
    await forEachBounded(tables, DDL_CONCURRENCY, (table) =>
      createReaderTable(context, connector, integration.namedCollection, table),
    );
    await context.registry.write([
      putIntegration(integration),
      ...tables.map(putRemoteTable),
      ...hidden.map((table) => remove('remoteTable', table.id)),
    ]);
  });
}
