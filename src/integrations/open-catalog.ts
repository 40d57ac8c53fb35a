import type { CatalogReader, Connector, Credentials } from '../connectors/connector';
import { GatewayError } from '../errors/gateway-error';
import type { Service } from '../model/service';
import { sql } from '../sql/sql';
import { assertServiceRunning } from './assert-running';
import { credentialsRequired } from './check-access';
import { collectionName } from './collection-name';
import { hasStoredCredentials } from './find-records';
import type { ManagementContext } from './management-context';

/** Describing thousands of tables takes seconds; a server that does not answer at all was found out before. */
const CATALOG_TIMEOUT_MS = 60_000;

export interface OpenCatalog {
  readonly read: CatalogReader;
  close(): Promise<void>;
}

/**
 * The way to the catalog of one remote database: natively while the caller's credentials are at hand, else through
 * ClickHouse with the stored ones.
 *
 * @throws GatewayError CREDENTIALS_REQUIRED, CREDENTIALS_REFUSED, CLICKHOUSE_FEATURE_MISSING
 */
export async function openCatalog(
  context: ManagementContext, target: { readonly service: Service; readonly connector: Connector; readonly database: string }, credentials: Credentials | null,
): Promise<OpenCatalog> {
  const { service, connector, database } = target;
  if (credentials !== null) {
    return connector.openSession(service.address, credentials, database, Math.max(CATALOG_TIMEOUT_MS, context.settings.connectTimeoutMs));
  }
  if (!hasStoredCredentials(context, service)) throw credentialsRequired(service);
  assertServiceRunning(context, service);
  return { read: passthroughReader(context, connector, collectionName(service), database), close: () => Promise.resolve() };
}

/** @throws GatewayError CLICKHOUSE_FEATURE_MISSING */
export function passthroughReader(
  context: ManagementContext, connector: Connector, collection: string, database: string, timeoutMs = CATALOG_TIMEOUT_MS,
): CatalogReader {
  const source = connector.passthroughSource?.bind(connector);
  if (source === undefined || !context.features.passthroughQuery) {
    throw new GatewayError(
      'CLICKHOUSE_FEATURE_MISSING',
      `ClickHouse ${context.features.version} cannot run a query in the service (26.7 can). Give \`credentials\`, so that the gateway asks the service itself, or declare \`columns\`.`,
      { details: { needs: '26.7' } },
    );
  }
  return async (query) => {
    // SELECT * FROM postgresql(`service_shop`, database = 'shop', query = 'SELECT ...')
    const [row] = await context.clickhouse.rows<Record<string, string>>(
      sql`SELECT * FROM ${source(collection, database, query)}`, { timeoutMs },
    );
    const [value] = Object.values(row ?? {});
    if (value === undefined) throw new GatewayError('INTERNAL', 'The service answered a catalog query without a row.');
    return value;
  };
}
