import type { Connector } from '../../connectors/contract/connector';
import type { GivenCredentials } from '../../connectors/contract/credentials';
import { GatewayError } from '../../errors/gateway-error';
import type { Integration } from '../../model/integration';
import type { Service } from '../../model/service';
import { assertIntegrationSupported } from '../context/assert-integration-supported';
import { assertClickHouseNamesFree } from '../setup/assert-clickhouse-names-free';
import { changeService } from '../recovery/change-service';
import { checkAccess, givenOrNone } from '../access/check-access';
import { collectionName } from '../context/collection-name';
import { describeManagedTables } from '../catalog/describe-managed-tables';
import { feedTypes, planFeeds, type GivenFeeds } from '../feeds/plan-feeds';
import { connectorOf } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { newIntegration } from '../setup/new-integration';
import { planManagedDatabases, type RemoteDatabase } from '../setup/plan-managed-databases';
import { startIntegration } from '../setup/start-integration';
import { withFirstAccount } from '../access/with-account';

export interface SetUpManagedDatabasesRequest {
  readonly service: string;
  /** Null: those that another integration of the service stored. */
  readonly credentials: GivenCredentials | null;
  /** Null: the service's own database, schema `public`. */
  readonly databases: readonly RemoteDatabase[] | null;
  /** Feeds, which only KAFKA services have; null: left out. */
  readonly topicTables: GivenFeeds | null;
  /** `table` or `schema.table`; null: all tables. */
  readonly expose: readonly string[] | null;
}

/**
 * Makes a ClickHouse database for each remote schema, and exposes its tables in the data API. All of it or nothing:
 * a failure takes away what was made.
 *
 * @throws GatewayError INTEGRATION_NOT_SUPPORTED, CREDENTIALS_REFUSED, ALREADY_EXISTS, NOT_FOUND and others of the catalogue
 */
export async function setUpManagedDatabases(
  context: ManagementContext,
  request: SetUpManagedDatabasesRequest,
): Promise<Integration> {
  return changeService(context, request.service, async (service) => {
    assertIntegrationSupported(context, service, 'MANAGED_DATABASES');
    const connector = connectorOf(context, service);
    const { expose } = request;
    const credentials = givenOrNone(context, service, connector, request.credentials);
    if (connector.storage.feeds !== undefined)
      return setUpFeeds(context, service, connector, { ...request, credentials });
    if (request.topicTables !== null)
      throw new GatewayError(
        'INVALID_INPUT',
        `tables is for ${feedTypes(context)} services; use expose with a ${service.type} service.`,
      );

    const databases = planManagedDatabases(service, connector, request.databases);
    const integration = newIntegration(context, service, {
      type: 'MANAGED_DATABASES',
      databases,
      grants: [],
    });
    await assertClickHouseNamesFree(context, service, databases);
    const scope = databases.map(({ remoteDatabase, remoteSchema }) => ({
      database: remoteDatabase ?? '',
      schema: remoteSchema ?? '',
    }));
    return withFirstAccount(context, { service, connector, scope }, credentials, async (given) => {
      await checkAccess(context, service, connector, given);
      const tables = await describeManagedTables(
        context,
        { service, connector, credentials: given },
        databases,
        expose,
      );
      return startIntegration(context, {
        service,
        connector,
        integration,
        credentials: given,
        tables,
      });
    });
  });
}

/** One database, named as the service, with the tables that its feeds fill. */
async function setUpFeeds(
  context: ManagementContext,
  service: Service,
  connector: Connector,
  request: SetUpManagedDatabasesRequest,
): Promise<Integration> {
  if (request.databases !== null || request.expose !== null)
    throw new GatewayError(
      'INVALID_INPUT',
      `databases and expose are not for ${service.type} services; use tables.`,
    );
  const tables = planFeeds(context, service, connector, request.topicTables);
  const databases = [
    { name: collectionName(service), engine: 'Atomic', remoteDatabase: null, remoteSchema: null },
  ];
  const integration = newIntegration(context, service, {
    type: 'MANAGED_DATABASES',
    databases,
    grants: [],
  });
  await assertClickHouseNamesFree(context, service, databases);
  return withFirstAccount(
    context,
    { service, connector, scope: [] },
    request.credentials,
    async (credentials) => {
      await checkAccess(context, service, connector, credentials);
      return startIntegration(context, { service, connector, integration, credentials, tables });
    },
  );
}
