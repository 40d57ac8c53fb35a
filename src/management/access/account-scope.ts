import type { Connector } from '../../connectors/contract/connector';
import type { AccountScope } from '../../connectors/contract/credentials';
import type { Service } from '../../model/service';
import type { ManagementContext } from '../context/management-context';

/**
 * Databases and schemas that the integrations of a service read, and so what an account for them
 * may read.
 */
export function accountScope(
  context: ManagementContext,
  service: Service,
  connector: Connector,
): readonly AccountScope[] {
  const snapshot = context.registry.current();
  const databases = snapshot
    .integrationsOf(service.id)
    .flatMap((integration) => integration.databases)
    .map(({ remoteDatabase, remoteSchema }) => ({
      database: remoteDatabase ?? '',
      schema: remoteSchema ?? '',
    }));
  const tables = snapshot
    .tablesOfService(service.id)
    .map(({ remote: { database, schema } }) => ({ database, schema }));
  const found = [...databases, ...tables];
  return found.length > 0
    ? found
    : [
        {
          database: connector.identity.defaultDatabase(service.address),
          schema: connector.identity.defaultSchema(service.address),
        },
      ];
}
