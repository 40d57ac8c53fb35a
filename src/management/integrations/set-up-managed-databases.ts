import type { GivenCredentials } from '../../connectors/contract/credentials';
import type { Integration } from '../../model/integration';
import { GatewayError } from '../../errors/gateway-error';
import { givenOrNone } from '../access/check-access';
import { describeManagedTables } from '../catalog/describe-managed-tables';
import { collectionName } from '../context/collection-name';
import type { ManagementContext, ServiceTarget } from '../context/management-context';
import { supportedConnector } from '../context/supported-connector';
import { feedTypes, planFeeds, type GivenFeeds } from '../feeds/plan-feeds';
import { changeService } from '../recovery/change-service';
import { planIntegration } from '../setup/plan-integration';
import { planManagedDatabases, type RemoteDatabase } from '../setup/plan-managed-databases';
import { startIntegration, type PlannedIntegration } from '../setup/start-integration';

export interface SetUpManagedDatabasesRequest {
  readonly service: string;
  /** Null: the credentials that another integration of the service stored. */
  readonly credentials: GivenCredentials | null;
  /** Null: the default database and schema of the service's address. */
  readonly databases: readonly RemoteDatabase[] | null;
  /** The feeds of a KAFKA service; null for other types. */
  readonly topicTables: GivenFeeds | null;
  /** Tables to expose, as `table` or `schema.table`; null: all tables. */
  readonly expose: readonly string[] | null;
}

/**
 * Makes a ClickHouse database for each remote schema, and exposes its tables in the data API. All
 * of it or nothing: a failure takes away what was made.
 *
 * @throws GatewayError INTEGRATION_NOT_SUPPORTED, CREDENTIALS_REFUSED, ALREADY_EXISTS, NOT_FOUND
 * and others of the catalogue
 */
export async function setUpManagedDatabases(
  context: ManagementContext,
  request: SetUpManagedDatabasesRequest,
): Promise<Integration> {
  return changeService(context, request.service, async (service) => {
    const connector = supportedConnector(context, service, 'MANAGED_DATABASES');
    const credentials = givenOrNone(context, service, connector, request.credentials);
    const { databases, ...planned } =
      connector.storage.feeds === undefined
        ? planDatabases(context, { service, connector }, request)
        : planFeedDatabase(context, { service, connector }, request);
    const integration = await planIntegration(context, service, {
      type: 'MANAGED_DATABASES',
      databases,
      grants: [],
    });
    return startIntegration(context, { service, connector, integration, credentials, ...planned });
  });
}

type PlannedDatabases = Pick<Integration, 'databases'> &
  Pick<PlannedIntegration, 'scope' | 'describeTables'>;

/** One database for each remote schema, whose tables the catalog tells. */
function planDatabases(
  context: ManagementContext,
  { service, connector }: ServiceTarget,
  { databases: wanted, topicTables, expose }: SetUpManagedDatabasesRequest,
): PlannedDatabases {
  if (topicTables !== null)
    throw new GatewayError(
      'INVALID_INPUT',
      `tables is for ${feedTypes(context)} services; use expose with a ${service.type} service.`,
    );
  const databases = planManagedDatabases(service, connector, wanted);
  return {
    databases,
    scope: databases.map(({ remoteDatabase, remoteSchema }) => ({
      database: remoteDatabase ?? '',
      schema: remoteSchema ?? '',
    })),
    describeTables: (credentials) =>
      describeManagedTables(context, { service, connector, credentials }, databases, expose),
  };
}

/** One database, named as the service, with the tables that its feeds fill. */
function planFeedDatabase(
  context: ManagementContext,
  { service, connector }: ServiceTarget,
  { databases, topicTables, expose }: SetUpManagedDatabasesRequest,
): PlannedDatabases {
  if (databases !== null || expose !== null)
    throw new GatewayError(
      'INVALID_INPUT',
      `databases and expose are not for ${service.type} services; use tables.`,
    );
  const tables = planFeeds(context, service, connector, topicTables);
  const name = collectionName(service);
  return {
    databases: [{ name, engine: 'Atomic', remoteDatabase: null, remoteSchema: null }],
    scope: [],
    describeTables: () => Promise.resolve(tables),
  };
}
