import type { Connector } from '../../connectors/contract/connector';
import type { Service } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import { collectionName } from '../context/collection-name';
import type { ManagementContext } from '../context/management-context';
import { canReadThroughClickHouse, readerThroughClickHouse } from './reader-through-clickhouse';

/**
 * Proves that ClickHouse itself, which may run elsewhere than the gateway, connects to the service
 * with the stored credentials, and encrypted where the address requires it.
 *
 * @throws GatewayError SERVICE_UNREACHABLE, or TLS_NOT_ENFORCEABLE when the connection is not or
 * cannot be shown to be encrypted
 */
export async function verifyClickHouseAccess(
  context: ManagementContext,
  service: Service,
  connector: Connector,
  collection = collectionName(service),
): Promise<void> {
  const proof = connector.access.encryptionProof?.(service.address) ?? null;
  if (!canReadThroughClickHouse(context, connector)) {
    if (proof !== null)
      throw notEnforceable(
        service,
        `ClickHouse ${context.features.version} cannot show that its connection is encrypted ` +
          '(26.7 can).',
      );
    return;
  }
  const read = readerThroughClickHouse(context, {
    connector,
    address: service.address,
    collection,
  });
  try {
    if (proof === null) {
      await connector.access.probe(read, service.address);
      return;
    }
    const { encrypted } = JSON.parse(await read(proof)) as { readonly encrypted?: boolean };
    if (encrypted !== true)
      throw notEnforceable(service, "ClickHouse's connection to it is not encrypted.");
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code !== 'SERVICE_UNREACHABLE') throw error;
    const address = connector.address.render(service.address);
    throw new GatewayError(
      'SERVICE_UNREACHABLE',
      `ClickHouse cannot connect to ${address}. Check the network between ClickHouse and the ` +
        'service, and that the credentials are let in from there.',
      {
        details: { service: service.name },
        cause: error,
      },
    );
  }
}

function notEnforceable(service: Service, reason: string): GatewayError {
  return new GatewayError(
    'TLS_NOT_ENFORCEABLE',
    `The service "${service.name}" requires TLS. ${reason}`,
    { details: { service: service.name } },
  );
}
