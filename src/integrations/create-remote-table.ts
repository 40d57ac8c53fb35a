import { GatewayError } from '../errors/gateway-error';
import type { RemoteTable } from '../model/remote-table';
import { putRemoteTable, remove } from '../registry/registry-change';
import { assertRunning } from './assert-running';
import { credentialsRequired } from './check-access';
import type { RemoteTableRequest } from './describe-requested-table';
import { describeRequestedTables } from './describe-requested-tables';
import { connectorOf, integrationOf, requireService } from './find-records';
import type { ManagementContext } from './management-context';
import { nameTables } from './name-tables';
import { orUndo } from './or-undo';
import { createReaderTable, dropReaderTable } from './reader-table';

/**
 * Exposes one table over stored credentials. It belongs to the service's managed credentials, or else to its managed databases.
 * @throws GatewayError INVALID_INPUT, NOT_FOUND, CREDENTIALS_REQUIRED, ALREADY_EXISTS, CLICKHOUSE_FEATURE_MISSING and others
 */
export async function createRemoteTable(context: ManagementContext, serviceName: string | null, request: RemoteTableRequest): Promise<RemoteTable> {
  if (serviceName === null) throw new GatewayError('INVALID_INPUT', 'service is required here.');
  return context.forService(serviceName)(async () => {
    const service = requireService(context, serviceName);
    const connector = connectorOf(context, service);
    // Both kinds of integration store the credentials, in one named collection.
    const stored = [integrationOf(context, service, 'MANAGED_CREDENTIALS'), integrationOf(context, service, 'MANAGED_DATABASES')];
    const integration = stored.find((candidate) => candidate !== undefined && candidate.state !== 'STARTING' && candidate.state !== 'REMOVING');
    if (integration === undefined) throw credentialsRequired(service);
    assertRunning(integration);
    const placed = await describeRequestedTables(context, { service, connector, credentials: null }, [request]);

    return context.naming(async () => {
      const [table] = nameTables(context, { service, integration, connector }, placed);
      if (table === undefined) throw new GatewayError('INTERNAL', 'A table that was described was not named.');
      await createReaderTable(context, connector, integration.namedCollection, table);
      await keep(context, table);
      return table;
    });
  });
}

/** A record that the data API cannot be built with is taken back, and its reader with it. */
async function keep(context: ManagementContext, table: RemoteTable): Promise<void> {
  await orUndo(() => context.registry.write([putRemoteTable(table)]), async () => {
    await context.registry.write([remove('remoteTable', table.id)]);
    await dropReaderTable(context, table.reader);
  });
}
