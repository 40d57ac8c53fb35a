import type { Service } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import { refusedHosts } from '../access/host-allow-list';
import {
  canReadThroughClickHouse,
  readerThroughClickHouse,
} from '../access/reader-through-clickhouse';
import { collectionName } from '../context/collection-name';
import { connectorOf } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import type { Fault } from './find-faults';

/**
 * Whether ClickHouse reads the service with its stored credentials: no fault, or one. Without
 * passthrough queries nothing cheap is known that asks the service, so it is not asked.
 */
export async function findAccessFault(
  context: ManagementContext,
  service: Service,
  timeoutMs: number,
): Promise<readonly Fault[]> {
  const connector = connectorOf(context, service);
  if (
    !canReadThroughClickHouse(context, connector) ||
    refusedHosts(context, service, connector).length > 0
  )
    return [];
  const { address } = service;
  const target = { connector, address, collection: collectionName(service) };
  try {
    await connector.access.probe(readerThroughClickHouse(context, target, timeoutMs), address);
    return [];
  } catch (error) {
    if (!(error instanceof GatewayError) || !error.code.startsWith('SERVICE_')) throw error;
    return [{ code: error.code, message: describe(error, service), likelyCause: 'SERVICE' }];
  }
}

function describe(error: GatewayError, { name }: Service): string {
  if (error.code === 'SERVICE_TIMEOUT') return `The service "${name}" does not answer in time.`;
  if (error.code === 'SERVICE_UNREACHABLE')
    return (
      `ClickHouse cannot connect to the service "${name}": it is down or out of reach, or ` +
      'refuses ' +
      'its stored credentials. testConnection with credentials tells which.'
    );
  return `The service "${name}" fails the simplest statement.`;
}
