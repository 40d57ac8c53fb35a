import type { CatalogReader, Connector, Credentials } from '../../connectors/contract/connector';
import type { Service } from '../../model/service';
import { assertServiceRunning } from '../context/assert-running';
import { CATALOG_TIMEOUT_MS, readerThroughClickHouse } from '../access/reader-through-clickhouse';
import { credentialsRequired } from '../access/check-access';
import { collectionName } from '../context/collection-name';
import { openProbe } from '../access/credential-probe';
import { hasStoredCredentials } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';

export interface OpenCatalog {
  readonly read: CatalogReader;
  close(): Promise<void>;
}

/**
 * The way to the catalog of one remote database: while the caller's credentials are at hand, natively, or where no driver
 * speaks with the service, through ClickHouse over a collection of their own; else through ClickHouse with the stored ones.
 *
 * @throws GatewayError CREDENTIALS_REQUIRED, CREDENTIALS_REFUSED, CLICKHOUSE_FEATURE_MISSING
 */
export async function openCatalog(
  context: ManagementContext,
  target: { readonly service: Service; readonly connector: Connector; readonly database: string },
  credentials: Credentials | null,
  timeoutMs = Math.max(CATALOG_TIMEOUT_MS, context.settings.connectTimeoutMs),
): Promise<OpenCatalog> {
  const { service, connector, database } = target;
  if (credentials !== null) {
    if (connector.openSession !== undefined)
      return connector.openSession(service.address, credentials, database, timeoutMs);
    const probe = await openProbe(
      context,
      service,
      connector.collectionEntries(service.address, credentials),
    );
    return {
      read: readerThroughClickHouse(
        context,
        { connector, address: service.address, collection: probe.collection, database },
        timeoutMs,
      ),
      close: () => probe.close(),
    };
  }
  if (!hasStoredCredentials(context, service)) throw credentialsRequired(service);
  assertServiceRunning(context, service);
  return {
    read: readerThroughClickHouse(
      context,
      { connector, address: service.address, collection: collectionName(service), database },
      timeoutMs,
    ),
    close: () => Promise.resolve(),
  };
}
