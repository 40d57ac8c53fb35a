import type { RegistrySnapshot } from '../../registry/snapshot';
import type { RemoteTable } from '../../model/remote-table';
import type { DataRequest } from '../../model/selection/data-request';
import { walkRequest } from '../../model/selection/walk-request';
import { GatewayError } from '../../errors/gateway-error';

/**
 * @throws GatewayError INTEGRATION_PAUSED when any table that a request reads belongs to a paused
 * integration
 */
export function assertNotPaused(request: DataRequest, snapshot: RegistrySnapshot): void {
  for (const table of tablesOf(request)) {
    if (snapshot.integration(table.integrationId)?.state !== 'PAUSED') continue;
    const service = snapshot.service(table.serviceId)?.name ?? '';
    throw new GatewayError(
      'INTEGRATION_PAUSED',
      `The integration of \`${table.fieldName}\` is paused, so the service "${service}" was ` +
        'not asked. Resume it with resumeIntegration.',
      {
        details: { service, integration: table.integrationId },
      },
    );
  }
}

function tablesOf(request: DataRequest): readonly RemoteTable[] {
  const tables = new Set<RemoteTable>();
  walkRequest(request, { table: (table) => tables.add(table) });
  return [...tables];
}
