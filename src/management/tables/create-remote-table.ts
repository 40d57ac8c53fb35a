import { putIntegration, putRemoteTable, remove } from '../../registry/registry-change';
import type { Integration } from '../../model/integration';
import type { RemoteTable } from '../../model/remote-table';
import { GatewayError } from '../../errors/gateway-error';
import { credentialsRequired } from '../access/check-access';
import type { RemoteTableRequest } from '../catalog/describe-requested-table';
import { describeRequestedTables } from '../catalog/describe-requested-tables';
import { nameTables } from '../catalog/name-tables';
import { assertRunning } from '../context/assert-running';
import { connectorOf, integrationOf } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { withRollback } from '../context/with-rollback';
import { createReaderTable } from '../objects/reader-table';
import { beginChange, endChange } from '../recovery/begin-change';
import { changeService, withRecovery } from '../recovery/change-service';

/**
 * Exposes one table over stored credentials. The table belongs to the service's managed
 * credentials, or else to its managed databases.
 *
 * @throws GatewayError INVALID_INPUT, NOT_FOUND, CREDENTIALS_REQUIRED, ALREADY_EXISTS,
 * CLICKHOUSE_FEATURE_MISSING and others
 */
export async function createRemoteTable(
  context: ManagementContext,
  serviceName: string | null,
  request: RemoteTableRequest,
): Promise<RemoteTable> {
  if (serviceName === null) throw new GatewayError('INVALID_INPUT', 'service is required here.');
  return changeService(context, serviceName, async (service) => {
    const connector = connectorOf(context, service);
    if (connector.storage.feeds !== undefined)
      throw new GatewayError(
        'INVALID_INPUT',
        `Tables of ${service.type} services are feeds: give them as \`tables\` of ` +
          'setUpManagedDatabases or updateManagedDatabases.',
      );
    // Both kinds of integration store the credentials, in one named collection.
    const integration =
      integrationOf(context, service, 'MANAGED_CREDENTIALS') ??
      integrationOf(context, service, 'MANAGED_DATABASES');
    if (integration === undefined) throw credentialsRequired(service);
    assertRunning(integration);
    const placed = await describeRequestedTables(
      context,
      { service, connector, credentials: null },
      [request],
    );

    return context.naming(async () => {
      const [table] = nameTables(context, { service, integration, connector }, placed);
      if (table === undefined)
        throw new GatewayError('INTERNAL', 'A table that was described was not named.');
      // A reader without a record is dropped by whoever recovers the service.
      await context.registry.write([putIntegration(beginChange(context, integration))]);
      await withRecovery(context, service, async () => {
        await createReaderTable(context, table);
        await keep(context, integration, table);
      });
      return table;
    });
  });
}

/**
 * Keeps the record of a new table. A record that the data API cannot be built with is taken back.
 */
async function keep(
  context: ManagementContext,
  integration: Integration,
  table: RemoteTable,
): Promise<void> {
  await withRollback(
    async () =>
      void (await context.registry.write([
        putRemoteTable(table),
        putIntegration(endChange(integration)),
      ])),
    async () =>
      void (await context.registry.write([
        remove('remoteTable', table.id),
        putIntegration(beginChange(context, integration)),
      ])),
  );
}
