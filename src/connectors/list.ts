import type { ServiceType } from '../model/service';
import { GatewayError } from '../errors/gateway-error';
import { azureBlobStorageConnector } from './azure-blob-storage/azure-blob-storage-connector';
import { clickhouseConnector } from './clickhouse/clickhouse-connector';
import type { Connector } from './contract/connector';
import { kafkaConnector } from './kafka/kafka-connector';
import { mysqlConnector } from './mysql/mysql-connector';
import { postgresqlConnector } from './postgresql/postgresql-connector';
import { s3Connector } from './s3/s3-connector';

/** Every service type that is built. A new one is one line here. */
const BUILT: readonly Connector[] = [
  postgresqlConnector,
  mysqlConnector,
  clickhouseConnector,
  kafkaConnector,
  s3Connector,
  azureBlobStorageConnector,
];

export const CONNECTORS: ReadonlyMap<ServiceType, Connector> = new Map(
  BUILT.map((connector) => [connector.identity.type, connector]),
);

/** @throws GatewayError INTEGRATION_NOT_SUPPORTED for a type that is not built */
export function connectorFor(type: ServiceType): Connector {
  const connector = CONNECTORS.get(type);
  if (connector !== undefined) return connector;
  const built = [...CONNECTORS.keys()];
  throw new GatewayError(
    'INTEGRATION_NOT_SUPPORTED',
    `Services of type ${type} are not supported by this version. Supported: ${built.join(', ')}.`,
    {
      details: { supported: built },
    },
  );
}
