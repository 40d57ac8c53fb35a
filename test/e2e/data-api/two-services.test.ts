import { DESK, SHOP } from '../../fixtures/two-services';
import { registerPostgresql } from '../../helpers/gateway/register-postgresql';
import { readPostgresqlReferenceTables } from '../../helpers/reference/read-postgresql-reference-tables';
import { describeTwoServices } from '../../helpers/suites/describe-two-services';
import { startPostgresql } from '../../servers/postgresql-server';

/** Two databases of PostgreSQL that know nothing of each other. */
describeTwoServices(async () => {
  const postgresql = await startPostgresql({ logStatements: true });
  for (const [name, text] of [
    ['shop', SHOP],
    ['desk', DESK],
  ] as const) {
    await postgresql.createDatabase(name);
    await postgresql.execute(text, name);
  }
  return {
    register: async (gateway) => {
      await registerPostgresql(gateway, postgresql, { name: 'shop' });
      await registerPostgresql(gateway, postgresql, { name: 'desk' });
    },
    read: async (gateway) => [
      ...(await readPostgresqlReferenceTables(gateway, postgresql, 'shop', 'shop')),
      ...(await readPostgresqlReferenceTables(gateway, postgresql, 'desk', 'desk')),
    ],
    readTicketStatements: async () =>
      (await postgresql.readLog())
        .split('\n')
        .filter((line) => line.includes('"ticket"') && line.includes('COPY')),
    remove: () => postgresql.remove(),
  };
});
