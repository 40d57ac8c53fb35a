import { putIntegration, putRemoteTable, remove } from '../../registry/registry-change';
import type { Connector } from '../../connectors/contract/connector';
import type { GivenCredentials } from '../../connectors/contract/credentials';
import type { Integration } from '../../model/integration';
import { GatewayError } from '../../errors/gateway-error';
import { forEachBounded } from '../../util/for-each-bounded';
import { describeManagedTables } from '../catalog/describe-managed-tables';
import { nameTables, type PlacedTable, type TableOwner } from '../catalog/name-tables';
import { assertRunning } from '../context/assert-running';
import { connectorOf } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { timestamp } from '../context/timestamp';
import { feedTypes, type GivenFeeds } from '../feeds/plan-feeds';
import { assertUnused } from '../objects/assert-unused';
import { DDL_CONCURRENCY } from '../objects/drop-and-wait';
import { makeDatabases } from '../objects/managed-database';
import { createReaderTable } from '../objects/reader-table';
import { beginChange } from '../recovery/begin-change';
import { changeIntegration } from '../recovery/change-integration';
import { withRecovery } from '../recovery/change-service';
import { recoverService } from '../recovery/recover-service';
import { assertClickHouseNamesFree } from '../setup/assert-clickhouse-names-free';
import { planManagedDatabases, type RemoteDatabase } from '../setup/plan-managed-databases';
import { updateFeeds } from './update-feeds';

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
    const owner = { service, integration, connector };
    const { topicTables, credentials = null } = request;
    if (connector.storage.feeds !== undefined)
      await updateFeeds(context, owner, topicTables, credentials);
    else await updateDatabases(context, owner, wanted);
    return context.registry.current().integration(id) ?? integration;
  });
}

async function updateDatabases(
  context: ManagementContext,
  owner: TableOwner,
  wanted: readonly RemoteDatabase[],
): Promise<void> {
  const { service, integration, connector } = owner;
  const databases = planManagedDatabases(service, connector, wanted);
  const added = without(databases, integration.databases);
  const gone = without(integration.databases, databases);
  await assertUnused(context, namesOf(gone), 'Drop them first.');
  await assertClickHouseNamesFree(context, service, added);
  const target = { service, connector, credentials: null };
  const placed = await describeManagedTables(context, target, added, null);

  const begun = beginChange(context, integration, { databases: namesOf(added) });
  await context.registry.write([putIntegration(begun)]);
  await withRecovery(context, service, async () => {
    await makeDatabases(context, integration, added, { rebuild: false });
    const updated = { ...integration, databases, updatedAt: timestamp(context.now()) };
    const hiding = beginChange(context, updated, { databases: namesOf(gone) });
    await expose(context, { ...owner, integration: hiding }, placed, gone);
    await recoverService(context, service);
  });
}

/** The databases of the first list that the second one does not name. */
function without(
  databases: Integration['databases'],
  others: Integration['databases'],
): Integration['databases'] {
  return databases.filter(({ name }) => others.every((other) => other.name !== name));
}

function namesOf(databases: Integration['databases']): readonly string[] {
  return databases.map(({ name }) => name);
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
  owner: TableOwner,
  placed: readonly PlacedTable[],
  gone: Integration['databases'],
): Promise<void> {
  const hidden = context.registry
    .current()
    .tablesOfIntegration(owner.integration.id)
    .filter((table) => gone.some(({ name }) => name === table.database));
  await context.naming(async () => {
    const tables = nameTables(context, owner, placed);
    await forEachBounded(tables, DDL_CONCURRENCY, (table) => createReaderTable(context, table));
    await context.registry.write([
      putIntegration(owner.integration),
      ...tables.map(putRemoteTable),
      ...hidden.map((table) => remove('remoteTable', table.id)),
    ]);
  });
}
