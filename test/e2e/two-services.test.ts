import { DESK, SHOP } from '../fixtures/two-services';
import { describeTwoServices } from '../helpers/describe-two-services';
import { readReferenceTables } from '../helpers/read-reference-tables';
import { registerPostgresql } from '../helpers/register-postgresql';
import { startTestPostgresql } from '../helpers/start-test-postgresql';

/** Two databases of PostgreSQL that know nothing of each other. */
describeTwoServices(async () => {
  const postgresql = await startTestPostgresql({ logStatements: true });
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
      ...(await readReferenceTables(gateway, postgresql, 'shop', 'shop')),
      ...(await readReferenceTables(gateway, postgresql, 'desk', 'desk')),
    ],
    readTicketStatements: async () =>
      (await postgresql.readLog())
        .split('\n')
        .filter((line) => line.includes('"ticket"') && line.includes('COPY')),
    remove: () => postgresql.remove(),
  };
});
