import { sql } from '../../sql/sql';
import type { Connector } from '../contract/connector';
import { createCollectionEntries } from '../relational/collection-entries';
import { postgresqlAccounts } from './accounts/accounts';
import { postgresqlCatalog } from './catalog/catalog';
import { databaseEngine, keptEngine, passthroughSource, tableEngine } from './engine-clause';
import { postgresqlFailures } from './failures';
import { parsePostgresqlAddress, renderPostgresqlAddress } from './native/address';
import { checkConnection } from './native/check-connection';
import { readLogin } from './native/login';
import { encryptionProof, tlsProblem } from './native/tls-problem';
import { cancelQuery } from './passthrough/cancel-query';
import { postgresqlDialect, postgresqlUtcDialect } from './postgresql-dialect';

/** PostgreSQL 12 and later. docs/services/postgresql.md says what it can do. */
export const postgresqlConnector = {
  identity: {
    type: 'POSTGRESQL',
    engine: 'PostgreSQL',
    defaultDatabase: (address) => parsePostgresqlAddress(address).database,
    defaultSchema: () => 'public',
  },
  address: { parse: parsePostgresqlAddress, render: renderPostgresqlAddress },
  credentials: { required: ['username', 'password'], accounts: postgresqlAccounts },
  access: {
    hostsOf: (address) => [parsePostgresqlAddress(address).host],
    tlsProblem,
    encryptionProof,
    check: checkConnection,
    probe: (read) => read(sql`SELECT version() AS version`),
  },
  catalog: postgresqlCatalog,
  storage: {
    ...createCollectionEntries({ parse: parsePostgresqlAddress, readLogin }),
    reader: { kind: 'table', engine: tableEngine },
    databaseEngine,
  },
  queries: {
    dialect: postgresqlDialect,
    utcDialect: postgresqlUtcDialect,
    passthroughSource,
    keptEngine,
    cancelQuery,
  },
  failures: postgresqlFailures,
} satisfies Connector;
