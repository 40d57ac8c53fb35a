import type { CatalogEntry } from '../../connectors/contract/catalog';
import type { Connector } from '../../connectors/contract/connector';
import type { RemoteTable } from '../../model/remote-table';
import type { Service } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import { assertHostsAllowed } from '../access/host-allow-list';
import { openCatalog } from '../catalog/open-catalog';
import { assertServiceRunning } from '../context/assert-running';
import { connectorOf } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';

const MAX_PAGE = 1000;

export interface CatalogPage {
  /** Part of the schema's and table's name; null for all. */
  readonly search: string | null;
  readonly limit: number;
  readonly offset: number;
}

/**
 * One table of a service, and the remote tables that expose it: each integration may, and under
 * several names.
 */
export interface CatalogTable extends CatalogEntry {
  /** The oldest of `exposedAsAll`; null when there is none. */
  readonly exposedAs: RemoteTable | null;
  /** Every remote table that exposes it, oldest first. */
  readonly exposedAsAll: readonly RemoteTable[];
}

/**
 * What the service's default database holds now, exposed or not. Asks the service through
 * ClickHouse.
 * @throws GatewayError INVALID_INPUT, CREDENTIALS_REQUIRED, CLICKHOUSE_FEATURE_MISSING,
 * SERVICE_UNREACHABLE, SERVICE_TIMEOUT
 */
export async function listCatalog(
  context: ManagementContext,
  service: Service,
  page: CatalogPage,
): Promise<readonly CatalogTable[]> {
  if (page.limit < 0 || page.limit > MAX_PAGE)
    throw new GatewayError('INVALID_INPUT', `limit must be 0 to ${MAX_PAGE}.`);
  if (page.offset < 0) throw new GatewayError('INVALID_INPUT', 'offset must not be negative.');
  const connector = connectorOf(context, service);
  const entries = await readEntries(context, service, connector, page);
  const exposed = context.registry.current().tablesOfService(service.id);
  return entries.map((entry) => {
    const exposedAsAll = exposed.filter((table) => isSame(table, entry));
    return { ...entry, exposedAs: exposedAsAll[0] ?? null, exposedAsAll };
  });
}

async function readEntries(
  context: ManagementContext,
  service: Service,
  connector: Connector,
  page: CatalogPage,
): Promise<readonly CatalogEntry[]> {
  if (connector.catalog.kind === 'declared') {
    const { list } = connector.catalog;
    assertHostsAllowed(context, service, connector);
    assertServiceRunning(context, service);
    if (list === undefined) throw nothingToList(service);
    return list(service.address, page, context.settings.connectTimeoutMs);
  }
  const database = connector.identity.defaultDatabase(service.address);
  const catalog = await openCatalog(
    context,
    { service, connector, database },
    null,
    context.settings.queryTimeoutMs,
  );
  try {
    const schema = connector.identity.defaultSchema(service.address);
    return await catalog.list({ ...page, within: { database, schema } });
  } finally {
    await catalog.close();
  }
}

function nothingToList({ name, type }: Service): GatewayError {
  return new GatewayError(
    'INVALID_INPUT',
    `The catalog of "${name}" cannot be listed: ${type} services do not tell what they hold. ` +
      '`remoteTables` has the tables that were declared.',
  );
}

function isSame({ remote: a, feed }: RemoteTable, { remote: b }: CatalogEntry): boolean {
  if (feed !== undefined) return feed.topics.includes(b.table);
  return a.database === b.database && a.schema === b.schema && a.table === b.table;
}
