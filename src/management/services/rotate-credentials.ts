import { putService } from '../../registry/registry-change';
import type { GivenCredentials } from '../../connectors/contract/credentials';
import type { Service } from '../../model/service';
import { accountScope } from '../access/account-scope';
import { checkAccess, credentialsRequired } from '../access/check-access';
import { withAccount } from '../access/with-account';
import { connectorOf, hasStoredCredentials, requireService } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { timestamp } from '../context/timestamp';
import { changeService } from '../recovery/change-service';
import { storeCredentials } from '../setup/store-credentials';

/**
 * Stores new secrets after trying them; every dependent table reads with them from then on. With
 * `provision`, they are those of a new account, and the account that was made before is dropped at
 * the end.
 *
 * @throws GatewayError NOT_FOUND, CREDENTIALS_REQUIRED when none are stored, CREDENTIALS_REFUSED
 * and what `checkAccess` throws
 */
export async function rotateCredentials(
  context: ManagementContext,
  name: string,
  credentials: GivenCredentials,
): Promise<Service> {
  return changeService(context, name, async (service) => {
    const connector = connectorOf(context, service);
    if (!hasStoredCredentials(context, service)) throw credentialsRequired(service);
    const scope = accountScope(context, service, connector);
    await withAccount(
      context,
      { service, connector, scope },
      credentials,
      async (given, commit) => {
        await checkAccess(context, service, connector, given);
        if (given === null) return;
        // From the first statement on ClickHouse may hold the new account.
        commit();
        await storeCredentials(context, service, connector, given);
      },
    );
    const rotated: Service = {
      ...requireService(context, name),
      updatedAt: timestamp(context.now()),
    };
    await context.registry.write([putService(rotated)]);
    return rotated;
  });
}
