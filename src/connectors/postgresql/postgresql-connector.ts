import { sql } from '../../sql/sql';
import type { Connector } from '../contract/connector';
import { createCollectionEntries } from '../relational/collection-entries';
import { parsePostgresqlAddress, renderPostgresqlAddress } from './native/address';
import { cancelQuery } from './passthrough/cancel-query';
import { postgresqlCatalog } from './catalog/catalog';
import { checkConnection } from './native/check-connection';
import { postgresqlAccounts } from './accounts/accounts';
import { declareColumn } from './types/declare-column';
import { databaseEngine, keptEngine, passthroughSource, tableEngine } from './engine-clause';
import { readLogin } from './native/login';
import { openNativeSession } from './native/native-session';
import { postgresqlDialect, postgresqlUtcDialect } from './postgresql-dialect';
import { encryptionQuery, tlsProblem } from './native/tls-problem';

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
