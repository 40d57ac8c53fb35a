import { MYSQL_DESK, SHOP } from '../../fixtures/two-services';
import { registerPostgresql } from '../../helpers/gateway/register-postgresql';
import { readMysqlReferenceTables } from '../../helpers/reference/read-mysql-reference-tables';
import { readPostgresqlReferenceTables } from '../../helpers/reference/read-postgresql-reference-tables';
import { describeTwoServices } from '../../helpers/suites/describe-two-services';
import { startMariadb } from '../../servers/mariadb-server';
import { startPostgresql } from '../../servers/postgresql-server';

/** A shop in PostgreSQL and a desk in MariaDB. */
describeTwoServices(async () => {
  const [postgresql, mariadb] = await Promise.all([
    startPostgresql(),
    startMariadb({ logStatements: true, settings: { 'sql-mode': 'NO_BACKSLASH_ESCAPES' } }),
  ]);
  await postgresql.createDatabase('shop');
  await postgresql.execute(SHOP, 'shop');
  await mariadb.createDatabase('desk');
  await mariadb.execute(MYSQL_DESK, 'desk');
  return {
    register: async (gateway) => {
      await registerPostgresql(gateway, postgresql, { name: 'shop' });
      const { host, port, username, password } = mariadb;
      await gateway.data(
        'mutation ($input: CreateServiceInput!) { createService(input: $input) { id } }',
        {
          input: {
            name: 'desk',
            location: 'MANAGED',
            mysql: { host, port, database: 'desk', sslMode: 'DISABLE' },
          },
        },
      );
      await gateway.data(
        'mutation ($input: SetUpManagedCredentialsInput!) { ' +
          'setUpManagedCredentials(input: $input) { state } }',
        {
          input: {
            service: 'desk',
            credentials: { username, password },
            remoteTables: ['account', 'ticket', 'stock'].map((name) => ({ name })),
          },
        },
      );
    },
    read: async (gateway) => [
      ...(await readPostgresqlReferenceTables(gateway, postgresql, 'shop', 'shop')),
      ...(await readMysqlReferenceTables(gateway, mariadb, 'desk', 'desk')),
    ],
    readTicketStatements: async () =>
      (await mariadb.readLog())
        .split('\n')
        .filter((line) => /`ticket`/.test(line) && !/LIMIT 0/.test(line)),
    remove: async () => {
      await Promise.all([postgresql.remove(), mariadb.remove()]);
    },
  };
});
