import { sql } from '../../sql/sql';
import type { Connector } from '../contract/connector';
import { createCollectionEntries } from '../relational/collection-entries';
import { mysqlAccounts } from './accounts/accounts';
import { parseMysqlAddress, renderMysqlAddress } from './native/address';
import { mysqlCatalog } from './catalog/catalog';
import { checkConnection } from './native/check-connection';
import { declareColumn } from './types/declare-column';
import { keptEngine, passthroughSource, tableEngine } from './engine-clause';
import { readLogin } from './native/login';
import { mysqlDialect } from './mysql-dialect';
import { openNativeSession } from './native/native-session';
import { encryptionQuery, tlsProblem } from './native/tls-problem';

/** MariaDB 10.5 and MySQL 8.0.14, and later. docs/services/mysql.md says what it can do. */
export const mysqlConnector: Connector & Required<Pick<Connector, 'openSession' | 'tableEngine'>> =
  {
    type: 'MYSQL',
    engine: 'MySQL',
    requiredCredentials: ['username', 'password'],
    parseAddress: parseMysqlAddress,
    renderAddress: renderMysqlAddress,
    hostsOf: (address) => [parseMysqlAddress(address).host],
    defaultDatabase: (address) => parseMysqlAddress(address).database,
    defaultSchema: (address) => parseMysqlAddress(address).database,
    tlsProblem,
    encryptionQuery,
    checkConnection,
    openSession: openNativeSession,
    probe: (read) => read(sql`SELECT version() AS version`),
    // In seconds, for each of three tries; 10 by default, of which a server that accepts and never answers took 30 (26.7.2).
    ...createCollectionEntries({
      parse: parseMysqlAddress,
      readLogin,
      options: { connect_timeout: '3' },
    }),
    accounts: mysqlAccounts,
    tableEngine,
    passthroughSource,
    keptEngine,
    catalog: mysqlCatalog,
    dialect: mysqlDialect,
    declareColumn,
  };
