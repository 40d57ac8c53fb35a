import { sql } from '../../sql/sql';
import type { Connector } from '../connector';
import { createCollectionEntries } from '../relational/collection-entries';
import { parsePostgresqlAddress, renderPostgresqlAddress } from './address';
import { cancelQuery } from './cancel-query';
import { postgresqlCatalog } from './catalog';
import { checkConnection } from './check-connection';
import { postgresqlAccounts } from './accounts';
import { declareColumn } from './declare-column';
import { databaseEngine, keptEngine, passthroughSource, tableEngine } from './engine-clause';
import { readLogin } from './login';
import { openNativeSession } from './native-session';
import { postgresqlDialect, postgresqlUtcDialect } from './postgresql-dialect';
import { encryptionQuery, tlsProblem } from './tls-problem';

/** PostgreSQL 12 and later. docs/services/postgresql.md says what it can do. */
export const postgresqlConnector: Connector &
  Required<Pick<Connector, 'openSession' | 'tableEngine'>> = {
  type: 'POSTGRESQL',
  engine: 'PostgreSQL',
  requiredCredentials: ['username', 'password'],
  parseAddress: parsePostgresqlAddress,
  renderAddress: renderPostgresqlAddress,
  hostsOf: (address) => [parsePostgresqlAddress(address).host],
  defaultDatabase: (address) => parsePostgresqlAddress(address).database,
  defaultSchema: () => 'public',
  tlsProblem,
  encryptionQuery,
  checkConnection,
  openSession: openNativeSession,
  probe: (read) => read(sql`SELECT version() AS version`),
  ...createCollectionEntries({ parse: parsePostgresqlAddress, readLogin }),
  accounts: postgresqlAccounts,
  tableEngine,
  passthroughSource,
  keptEngine,
  cancelQuery,
  databaseEngine,
  catalog: postgresqlCatalog,
  dialect: postgresqlDialect,
  utcDialect: postgresqlUtcDialect,
  declareColumn,
};
