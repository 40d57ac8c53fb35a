import type { Connector } from '../../connectors/contract/connector';
import type { IntegrationDatabase } from '../../model/integration';
import type { Service } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import { managedDatabaseName } from '../context/collection-name';

/** Aiven's limit of a PostgreSQL integration. */
const MAX_DATABASES = 10;

/** A database of the service, and a schema in it. */
export interface RemoteDatabase {
  readonly database: string;
  readonly schema: string;
}

/**
 * The ClickHouse databases of an integration, one for each remote database and schema that is
 * wanted. Null: the default of the service's address.
 *
 * @throws GatewayError INVALID_INPUT, or ALREADY_EXISTS when two of them have one name in
 * ClickHouse
 */
export function planManagedDatabases(
  service: Service,
  connector: Connector,
  wanted: readonly RemoteDatabase[] | null,
): readonly IntegrationDatabase[] {
  const remotes = wanted ?? [
    {
      database: connector.identity.defaultDatabase(service.address),
      schema: connector.identity.defaultSchema(service.address),
    },
  ];
  if (remotes.length > MAX_DATABASES)
    throw new GatewayError('INVALID_INPUT', `databases may have ${MAX_DATABASES} entries at most.`);
  const byName = new Map<string, RemoteDatabase>();
  for (const remote of remotes) {
    assertRemoteName('database', remote.database);
    assertRemoteName('schema', remote.schema);
    const name = managedDatabaseName(service, remote);
    const other = byName.get(name);
    if (other !== undefined) {
      throw new GatewayError(
        'ALREADY_EXISTS',
        `${render(other)} and ${render(remote)} would both be the ClickHouse database ` +
          `"${name}". Set up one of them.`,
      );
    }
    byName.set(name, remote);
  }
  return [...byName].map(([name, { database, schema }]) => ({
    name,
    engine: connector.identity.engine,
    remoteDatabase: database,
    remoteSchema: schema,
  }));
}

/** Makes sure that a name fits PostgreSQL, whose limit is 63 bytes. */
function assertRemoteName(field: 'database' | 'schema', name: string): void {
  if (name === '' || Buffer.byteLength(name) > 63 || /\p{Cc}/u.test(name)) {
    throw new GatewayError(
      'INVALID_INPUT',
      `databases: ${field} must have 1 to 63 bytes and no control characters.`,
    );
  }
}

function render({ database, schema }: RemoteDatabase): string {
  return `database "${database}" with schema "${schema}"`;
}
