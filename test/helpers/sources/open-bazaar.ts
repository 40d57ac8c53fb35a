import type { Sql } from '../../../src/sql/sql';
import { BAZAAR } from '../../fixtures/bazaar';
import { MYSQL_BAZAAR, MYSQL_BAZAAR_TABLES } from '../../fixtures/mysql-bazaar';
import { startMariadb } from '../../servers/mariadb-server';
import { startPostgresql } from '../../servers/postgresql-server';
import type { TestGateway } from '../gateway/start-test-gateway';
import { readMysqlReferenceTables } from '../reference/read-mysql-reference-tables';
import { readPostgresqlReferenceTables } from '../reference/read-postgresql-reference-tables';
import type { ReferenceTable } from '../reference/reference-executor';

/** The bazaar on a server of its own, registered with a gateway as the service `bazaar`. */
export interface Bazaar {
  readonly tables: readonly ReferenceTable[];
  execute(statement: Sql): Promise<void>;
  readLog(): Promise<string>;
  remove(): Promise<void>;
}

const SQL_MODE =
  'NO_BACKSLASH_ESCAPES,ANSI_QUOTES,PIPES_AS_CONCAT,HIGH_NOT_PRECEDENCE,ONLY_FULL_GROUP_BY,STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE';
const SET_UP =
  'mutation ($input: SetUpManagedCredentialsInput!) { ' +
  'setUpManagedCredentials(input: $input) { state } }';
const CREATE = 'mutation ($input: CreateServiceInput!) { createService(input: $input) { id } }';

/** Its time zone is not UTC, and its style of dates is none that a program would choose. */
export async function openPostgresqlBazaar(gateway: TestGateway): Promise<Bazaar> {
  const server = await startPostgresql({
    logStatements: true,
    settings: { timezone: 'Asia/Kathmandu', datestyle: 'SQL, DMY' },
  });
  await server.createDatabase('bazaar');
  await server.execute(BAZAAR, 'bazaar');
  const { host, port, username, password } = server;
  await gateway.data(CREATE, {
    input: { name: 'bazaar', postgresql: { host, port, database: 'bazaar', sslMode: 'DISABLE' } },
  });
  await gateway.data(
    'mutation ($credentials: CredentialsInput) { ' +
      'setUpManagedDatabases(input: { service: "bazaar", ' +
      'credentials: $credentials }) { state } }',
    { credentials: { username, password } },
  );
  return {
    tables: await readPostgresqlReferenceTables(gateway, server, 'bazaar'),
    execute: (statement) => server.execute(statement, 'bazaar'),
    readLog: () => server.readLog(),
    remove: () => server.remove(),
  };
}

/** With a hostile sql_mode. */
export async function openMariadbBazaar(gateway: TestGateway): Promise<Bazaar> {
  const server = await startMariadb({
    logStatements: true,
    settings: { 'default-time-zone': '+05:45', 'sql-mode': SQL_MODE },
  });
  await server.createDatabase('bazaar');
  await server.execute(MYSQL_BAZAAR, 'bazaar');
  const { host, port, username, password } = server;
  await gateway.data(CREATE, {
    input: { name: 'bazaar', mysql: { host, port, database: 'bazaar', sslMode: 'DISABLE' } },
  });
  await gateway.data(SET_UP, {
    input: {
      service: 'bazaar',
      credentials: { username, password },
      remoteTables: MYSQL_BAZAAR_TABLES.map((name) => ({ name })),
    },
  });
  return {
    tables: await readMysqlReferenceTables(gateway, server, 'bazaar'),
    execute: (statement) => server.execute(statement, 'bazaar'),
    readLog: () => server.readLog(),
    remove: () => server.remove(),
  };
}
