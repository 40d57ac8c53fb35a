import type { GivenCredentials } from '../../connectors/contract/credentials';
import { GatewayError } from '../../errors/gateway-error';
import type { Integration } from '../../model/integration';
import { assertGrantees } from '../access/assert-grantees';
import { assertIntegrationSupported } from '../context/assert-integration-supported';
import { assertClickHouseNamesFree } from '../setup/assert-clickhouse-names-free';
import { changeService } from '../recovery/change-service';
import { checkAccess } from '../access/check-access';
import type { RemoteTableRequest } from '../catalog/describe-requested-table';
import { describeRequestedTables } from '../catalog/describe-requested-tables';
import { connectorOf } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { newIntegration } from '../setup/new-integration';
import { startIntegration } from '../setup/start-integration';
import { withFirstAccount } from '../access/with-account';

export interface SetUpManagedCredentialsRequest {
  readonly service: string;
  /** Null: those that another integration of the service stored. */
  readonly credentials: GivenCredentials | null;
  /** ClickHouse users and roles that may use the named collection. */
  readonly grants: readonly string[];
  /** `service` may repeat the service's name. */
  readonly remoteTables: readonly (RemoteTableRequest & { readonly service: string | null })[];
}

/**
 * Stores a service's credentials as a ClickHouse named collection, and exposes the tables asked for.
 * All of it or nothing: a failure takes away what was made.
 *
 * @throws GatewayError INTEGRATION_NOT_SUPPORTED, CREDENTIALS_REFUSED, ALREADY_EXISTS and others of the catalogue
 */
export async function setUpManagedCredentials(
  context: ManagementContext,
  request: SetUpManagedCredentialsRequest,
): Promise<Integration> {
  return changeService(context, request.service, async (service) => {
    assertIntegrationSupported(context, service, 'MANAGED_CREDENTIALS');
    const connector = connectorOf(context, service);
    const { credentials, grants, remoteTables } = request;
    if (remoteTables.some((table) => table.service !== null && table.service !== service.name)) {
      throw new GatewayError(
        'INVALID_INPUT',
        `remoteTables: service must be left out or be "${service.name}" here.`,
      );
    }
    const integration = newIntegration(context, service, {
      type: 'MANAGED_CREDENTIALS',
      databases: [],
      grants,
    });
    await assertGrantees(context, grants);
    await assertClickHouseNamesFree(context, service, []);
    const database = connector.identity.defaultDatabase(service.address);
    const scope = [null, ...remoteTables.map((table) => table.schema)].map((schema) => ({
      database,
      schema: schema ?? connector.identity.defaultSchema(service.address),
    }));
    return withFirstAccount(context, { service, connector, scope }, credentials, async (given) => {
      await checkAccess(context, service, connector, given);
      const tables = await describeRequestedTables(
        context,
        { service, connector, credentials: given },
        remoteTables,
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
