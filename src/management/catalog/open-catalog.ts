import type {
  CatalogEntry,
  CatalogQuery,
  NativeSession,
  ReadableCatalog,
  WantedTables,
} from '../../connectors/contract/catalog';
import type { Connector } from '../../connectors/contract/connector';
import type { Credentials } from '../../connectors/contract/credentials';
import type { DescribedTable } from '../../model/remote-table';
import type { Service } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import { credentialsRequired } from '../access/check-access';
import { openProbe } from '../access/credential-probe';
import { CATALOG_TIMEOUT_MS, readerThroughClickHouse } from '../access/reader-through-clickhouse';
import { assertServiceRunning } from '../context/assert-running';
import { collectionName } from '../context/collection-name';
import { hasStoredCredentials } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';

interface CatalogTarget {
  readonly service: Service;
  readonly connector: Connector;
  readonly database: string;
}

/** The catalog of one remote database, until it is closed. */
export interface OpenCatalog {
  list(page: CatalogQuery): Promise<readonly CatalogEntry[]>;
  describe(wanted: WantedTables): Promise<readonly DescribedTable[]>;
  close(): Promise<void>;
}

/**
 * The way to the catalog of one remote database: while the caller's credentials are at hand,
 * natively, or where no driver speaks with the service, through ClickHouse over a collection of
 * their own; else through ClickHouse with the stored ones. Whoever opens it closes it.
 *
 * @throws GatewayError INVALID_INPUT where columns are declared, CREDENTIALS_REQUIRED,
 * CREDENTIALS_REFUSED, CLICKHOUSE_FEATURE_MISSING
 */
export async function openCatalog(
  context: ManagementContext,
  target: CatalogTarget,
  credentials: Credentials | null,
  timeoutMs = Math.max(CATALOG_TIMEOUT_MS, context.settings.connectTimeoutMs),
): Promise<OpenCatalog> {
  const { catalog } = target.connector;
  if (catalog.kind === 'declared') throw columnsRequired(target.service);
  const { read, close } = await openReader(context, { ...target, catalog }, credentials, timeoutMs);
  return {
    list: (page) => catalog.list(read, page),
    describe: (wanted) => catalog.describe(read, wanted),
    close,
  };
}

async function openReader(
  context: ManagementContext,
  { service, connector, catalog, database }: CatalogTarget & { readonly catalog: ReadableCatalog },
  credentials: Credentials | null,
  timeoutMs: number,
): Promise<NativeSession> {
  if (credentials !== null) {
    if (catalog.kind === 'native')
      return catalog.openSession(service.address, credentials, database, timeoutMs);
    const probe = await openProbe(
      context,
      service,
      connector.storage.collectionEntries(service.address, credentials),
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

function columnsRequired({ name, type }: Service): GatewayError {
  return new GatewayError(
    'INVALID_INPUT',
    `columns must be given for a table of "${name}": ${type} services do not tell what their ` +
      'tables hold.',
  );
}
