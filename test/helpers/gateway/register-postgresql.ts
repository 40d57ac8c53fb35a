import {
  CreateServiceDocument,
  SetUpManagedDatabasesDocument,
  type RemoteDatabaseInput,
  type SetUpManagedDatabasesMutation,
} from '../../generated/operations';
import type { PostgresqlServer } from '../../servers/postgresql-server';
import { runOperation } from './run-operation';
import type { TestGateway } from './start-test-gateway';

export interface RegisterOptions {
  /** Of the service, and of its database when none is named. */
  readonly name: string;
  readonly database?: string;
  /** Where the gateway finds it: the server itself when left out, else e.g. a proxy before it. */
  readonly port?: number;
  readonly username?: string;
  readonly password?: string;
  readonly databases?: readonly RemoteDatabaseInput[];
  /** Tables to expose; all when left out. */
  readonly expose?: readonly string[];
}

/** Registers a PostgreSQL with a gateway, with all its tables, through the management API. */
export async function registerPostgresql(
  gateway: Pick<TestGateway, 'ask'>,
  server: PostgresqlServer,
  options: RegisterOptions,
): Promise<SetUpManagedDatabasesMutation['setUpManagedDatabases']> {
  const {
    name,
    database = name,
    port = server.port,
    username = server.username,
    password = server.password,
    databases,
    expose,
  } = options;
  await runOperation(gateway, CreateServiceDocument, {
    input: {
      name,
      location: 'MANAGED',
      postgresql: { host: server.host, port, database, sslMode: 'DISABLE' },
    },
  });
  const { setUpManagedDatabases } = await runOperation(gateway, SetUpManagedDatabasesDocument, {
    input: { service: name, credentials: { username, password }, databases, expose },
  });
  return setUpManagedDatabases;
}
