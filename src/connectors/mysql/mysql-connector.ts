import { sql } from '../../sql/sql';
import type { Connector } from '../contract/connector';
import { createCollectionEntries } from '../relational/collection-entries';
import { mysqlAccounts } from './accounts/accounts';
import { mysqlCatalog } from './catalog/catalog';
import { keptEngine, passthroughSource, tableEngine } from './engine-clause';
import { mysqlFailures } from './failures';
import { mysqlDialect } from './mysql-dialect';
import { parseMysqlAddress, renderMysqlAddress } from './native/address';
import { checkConnection } from './native/check-connection';
import { readLogin } from './native/login';
import { encryptionProof, tlsProblem } from './native/tls-problem';

/** MariaDB 10.5 and MySQL 8.0.14, and later. docs/services/mysql.md says what it can do. */
export const mysqlConnector = {
  identity: {
    type: 'MYSQL',
    engine: 'MySQL',
    defaultDatabase: (address) => parseMysqlAddress(address).database,
    defaultSchema: (address) => parseMysqlAddress(address).database,
  },
  address: { parse: parseMysqlAddress, render: renderMysqlAddress },
  credentials: { required: ['username', 'password'], accounts: mysqlAccounts },
  access: {
    hostsOf: (address) => [parseMysqlAddress(address).host],
    tlsProblem,
    encryptionProof,
    check: checkConnection,
    probe: (read) => read(sql`SELECT version() AS version`),
  },
  catalog: mysqlCatalog,
  storage: {
    // ClickHouse tries three times, each for connect_timeout seconds: with its own ten, a server
    // that accepts and never answers took 30 (26.7.2).
    ...createCollectionEntries({
      parse: parseMysqlAddress,
      readLogin,
      options: { connect_timeout: '3' },
    }),
    reader: { kind: 'table', engine: tableEngine },
  },
  queries: { dialect: mysqlDialect, passthroughSource, keptEngine },
  failures: mysqlFailures,
} satisfies Connector;
