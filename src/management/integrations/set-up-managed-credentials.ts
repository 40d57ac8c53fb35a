import type { GivenCredentials } from '../../connectors/contract/credentials';
import type { Integration } from '../../model/integration';
import { GatewayError } from '../../errors/gateway-error';
import type { RemoteTableRequest } from '../catalog/describe-requested-table';
import { describeRequestedTables } from '../catalog/describe-requested-tables';
import type { ManagementContext } from '../context/management-context';
import { supportedConnector } from '../context/supported-connector';
import { changeService } from '../recovery/change-service';
import { planIntegration } from '../setup/plan-integration';
import { startIntegration } from '../setup/start-integration';

export interface SetUpManagedCredentialsRequest {
  readonly service: string;
  /** Null: the credentials that another integration of the service stored. */
  readonly credentials: GivenCredentials | null;
  /** ClickHouse users and roles that may use the named collection. */
  readonly grants: readonly string[];
  /** Tables to expose at once; `service` is null or repeats the service's name. */
  readonly remoteTables: readonly (RemoteTableRequest & { readonly service: string | null })[];
}

/**
 * Stores a service's credentials as a ClickHouse named collection, and exposes the tables asked
 * for. All of it or nothing: a failure takes away what was made.
 *
 * @throws GatewayError INTEGRATION_NOT_SUPPORTED, CREDENTIALS_REFUSED, ALREADY_EXISTS and others of
 * the catalogue
 */
export async function setUpManagedCredentials(
  context: ManagementContext,
  { service: name, credentials, grants, remoteTables }: SetUpManagedCredentialsRequest,
): Promise<Integration> {
  return changeService(context, name, async (service) => {
    const connector = supportedConnector(context, service, 'MANAGED_CREDENTIALS');
    if (remoteTables.some((table) => table.service !== null && table.service !== service.name))
      throw new GatewayError(
        'INVALID_INPUT',
        `remoteTables: service must be left out or be "${service.name}" here.`,
      );
    const integration = await planIntegration(context, service, {
      type: 'MANAGED_CREDENTIALS',
      databases: [],
      grants,
    });
    const { defaultDatabase, defaultSchema } = connector.identity;
    const scope = [null, ...remoteTables.map((table) => table.schema)].map((schema) => ({
      database: defaultDatabase(service.address),
      schema: schema ?? defaultSchema(service.address),
    }));
    return startIntegration(context, {
      service,
      connector,
      integration,
      credentials,
      scope,
      describeTables: (given) =>
        describeRequestedTables(context, { service, connector, credentials: given }, remoteTables),
    });
  });
}
