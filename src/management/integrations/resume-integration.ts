import { putIntegration, putRemoteTable } from '../../registry/registry-change';
import type { Integration } from '../../model/integration';
import { GatewayError } from '../../errors/gateway-error';
import { assertHostsAllowed } from '../access/host-allow-list';
import { verifyClickHouseAccess } from '../access/verify-clickhouse-access';
import { connectorOf } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { timestamp } from '../context/timestamp';
import { makeObjects } from '../objects/make-objects';
import { namedCollectionExists } from '../objects/named-collection';
import { beginChange, endChange } from '../recovery/begin-change';
import { changeIntegration } from '../recovery/change-integration';
import { withRecovery } from '../recovery/change-service';

/**
 * Lets a paused integration run again, or mends one that failed: tries the stored credentials
 * through ClickHouse, then makes what is missing. May be repeated, also for one that runs.
 *
 * @throws GatewayError NOT_FOUND, CREDENTIALS_REQUIRED when the named collection is gone,
 * SERVICE_UNREACHABLE
 */
export async function resumeIntegration(
  context: ManagementContext,
  id: string,
): Promise<Integration> {
  return changeIntegration(context, id, async ({ service, integration }) => {
    const connector = connectorOf(context, service);
    assertHostsAllowed(context, service, connector);
    if (!(await namedCollectionExists(context, integration.namedCollection))) {
      throw new GatewayError(
        'CREDENTIALS_REQUIRED',
        `The named collection "${integration.namedCollection}" is gone, and with it the ` +
          'credentials. Give them again, with rotateCredentials.',
      );
    }
    await verifyClickHouseAccess(context, service, connector);
    const running: Integration = {
      ...integration,
      state: 'RUNNING',
      errors: [],
      updatedAt: timestamp(context.now()),
    };
    // The state stays what it was until the end: a gateway that is killed here leaves it so.
    await context.registry.write([putIntegration(beginChange(context, integration))]);
    await withRecovery(context, service, async () => {
      await makeObjects(context, integration, { rebuild: false });
      const tables = context.registry
        .current()
        .tablesOfIntegration(id)
        .map(({ readerStale: _stale, ...table }) => table);
      await context.registry.write([
        putIntegration(endChange(running)),
        ...tables.map(putRemoteTable),
      ]);
    });
    return running;
  });
}
