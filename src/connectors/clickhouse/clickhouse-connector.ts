import { sql } from '../../sql/sql';
import { TABLE_SETTINGS } from '../clickhouse-columns/table-settings';
import type { Connector } from '../contract/connector';
import { clickhouseCatalog, NO_DATABASE, readThere } from './catalog';
import { clickhouseDialect } from './clickhouse-dialect';
import { addressEntries, collectionEntries } from './collection-entries';
import { passthroughSource, tableEngine } from './engine-clause';
import { clickhouseFailures } from './failures';
import { parseClickhouseAddress, renderClickhouseAddress } from './native/address';
import { checkConnection } from './native/check-connection';

/** Another ClickHouse. docs/services/clickhouse.md says what it can do. */
export const clickhouseConnector = {
  identity: {
    type: 'CLICKHOUSE',
    engine: 'Remote',
    defaultDatabase: () => NO_DATABASE,
    defaultSchema: (address) => parseClickhouseAddress(address).database,
  },
  address: { parse: parseClickhouseAddress, render: renderClickhouseAddress },
  credentials: { required: ['username', 'password'] },
  access: {
    hostsOf: (address) => [parseClickhouseAddress(address).host],
    // RemoteSecure refuses an unknown authority; it does not look at whom a certificate is made out
    // to (both seen on 26.7.2).
    tlsProblem: () => null,
    check: checkConnection,
    probe: (read) => readThere(read, sql`SELECT version() AS version`),
  },
  catalog: clickhouseCatalog,
  storage: {
    collectionEntries,
    addressEntries,
    reader: { kind: 'table', engine: tableEngine, settings: TABLE_SETTINGS },
  },
  queries: { dialect: clickhouseDialect, passthroughSource },
  failures: clickhouseFailures,
} satisfies Connector;
