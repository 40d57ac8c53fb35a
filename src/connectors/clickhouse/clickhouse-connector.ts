import { sql } from '../../sql/sql';
import { declareColumn } from '../clickhouse-columns/declare-column';
import { TABLE_SETTINGS } from '../clickhouse-columns/table-settings';
import type { Connector } from '../contract/connector';
import { parseClickhouseAddress, renderClickhouseAddress } from './address';
import { clickhouseCatalog, NO_DATABASE, readThere } from './catalog';
import { checkConnection } from './check-connection';
import { clickhouseDialect } from './clickhouse-dialect';
import { addressEntries, collectionEntries } from './collection-entries';
import { passthroughSource, tableEngine } from './engine-clause';

/** Another ClickHouse. docs/services/clickhouse.md says what it can do. */
export const clickhouseConnector: Connector &
  Required<Pick<Connector, 'passthroughSource' | 'tableEngine'>> = {
  type: 'CLICKHOUSE',
  engine: 'Remote',
  requiredCredentials: ['username', 'password'],
  parseAddress: parseClickhouseAddress,
  renderAddress: renderClickhouseAddress,
  hostsOf: (address) => [parseClickhouseAddress(address).host],
  defaultDatabase: () => NO_DATABASE,
  defaultSchema: (address) => parseClickhouseAddress(address).database,
  // RemoteSecure refuses an unknown authority; it does not look at whom a certificate is made out to (both seen on 26.7.2).
  tlsProblem: () => null,
  checkConnection,
  probe: (read) => readThere(read, sql`SELECT version() AS version`),
  collectionEntries,
  addressEntries,
  tableEngine,
  tableSettings: TABLE_SETTINGS,
  passthroughSource,
  catalog: clickhouseCatalog,
  dialect: clickhouseDialect,
  declareColumn,
};
