import type { Connector, Credentials } from '../connectors/connector';
import type { Integration } from '../model/integration';
import type { RemoteTable } from '../model/remote-table';
import type { Service } from '../model/service';
import { putIntegration, putRemoteTable } from '../registry/registry-change';
import { clickhouseIdentifier } from '../sql/clickhouse-quoting';
import { sql } from '../sql/sql';
import { forEachBounded } from '../util/for-each-bounded';
import type { ManagementContext } from './management-context';
import { nameTables, type PlacedTable } from './name-tables';
import { alterNamedCollection, createNamedCollection, grantNamedCollection } from './named-collection';
import { orUndo } from './or-undo';
import { createReaderTable, DDL_CONCURRENCY } from './reader-table';
import { tearDown } from './tear-down';
import { timestamp } from './timestamp';
import { verifyClickHouseAccess } from './verify-clickhouse-access';

/** An integration that was checked and can be made. */
export interface PlannedIntegration {
  readonly service: Service;
  readonly connector: Connector;
  /** In state STARTING. */
  readonly integration: Integration;
  /** Null: those stored already. */
  readonly credentials: Credentials | null;
  readonly tables: readonly PlacedTable[];
}

/**
 * Makes all of an integration or nothing: a failure takes away what was made. The record is kept first, so that a
 * gateway that is killed in between leaves a STARTING record, from which the next one undoes it.
 */
export async function startIntegration(context: ManagementContext, plan: PlannedIntegration): Promise<Integration> {
  const isFirst = context.registry.current().integrationsOf(plan.service.id).length === 0;
  // When this fails too (ClickHouse went away), the STARTING record stays, for `reconcile` or `deleteIntegration`.
  const takeAway = (): Promise<void> => tearDown(context, plan.integration, { force: true });
  const tables = await context.naming(async () => {
    const named = nameTables(context, plan, plan.tables);
    await orUndo(() => context.registry.write([putIntegration(plan.integration), ...named.map(putRemoteTable)]), takeAway);
    return named;
  });
  return orUndo(async () => {
    await makeCollection(context, plan, isFirst);
    await makeTables(context, plan, tables);
    const running: Integration = { ...plan.integration, state: 'RUNNING', updatedAt: timestamp(context.now()) };
    await context.registry.write([putIntegration(running)]);
    return running;
  }, takeAway);
}

async function makeCollection(context: ManagementContext, plan: PlannedIntegration, isFirst: boolean): Promise<void> {
  const { service, connector, integration, credentials } = plan;
  if (credentials !== null) {
    const entries = connector.collectionEntries(service.address, credentials);
    if (isFirst) await createNamedCollection(context, integration.namedCollection, entries);
    else await alterNamedCollection(context, integration.namedCollection, entries);
    await verifyClickHouseAccess(context, service, connector);
  }
  for (const grantee of integration.grants) await grantNamedCollection(context, integration.namedCollection, grantee);
}

async function makeTables(context: ManagementContext, plan: PlannedIntegration, tables: readonly RemoteTable[]): Promise<void> {
  const { connector, integration } = plan;
  // The ordinary database of the reader tables: CREATE DATABASE IF NOT EXISTS `service_shop`
  await context.clickhouse.run(sql`CREATE DATABASE IF NOT EXISTS ${clickhouseIdentifier(integration.namedCollection)}`);
  for (const { name, remoteDatabase, remoteSchema } of integration.databases) {
    const engine = connector.databaseEngine?.(integration.namedCollection, { database: remoteDatabase ?? '', schema: remoteSchema ?? '' });
    if (engine !== undefined) await context.clickhouse.run(sql`CREATE DATABASE ${clickhouseIdentifier(name)} ENGINE = ${engine}`);
  }
  await forEachBounded(tables, DDL_CONCURRENCY, (table) => createReaderTable(context, connector, integration.namedCollection, table));
}
