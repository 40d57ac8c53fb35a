import type { ServiceAddress } from '../../model/service';
import type { RemoteObject } from '../../model/remote-table';
import { declareColumn } from '../clickhouse-columns/declare-column';
import type { Connector } from '../contract/connector';
import { createObjectCatalog } from './object-catalog';
import { OBJECT_COLUMNS } from './object-columns';
import { objectDialect } from './object-dialect';
import { chooseFormat } from './object-formats';
import { parseObjectPath } from './object-path';
import { readerQuery } from './object-source';
import type { ObjectStore } from './object-store';
import { probeStore } from './probe-store';

type Own =
  | 'type'
  | 'engine'
  | 'requiredCredentials'
  | 'alternativeCredentials'
  | 'parseAddress'
  | 'renderAddress'
  | 'hostsOf'
  | 'checkConnection'
  | 'collectionEntries'
  | 'addressEntries';

/** What connectors of object stores have in common; `placeOf` is the bucket or container of an address, and the path in it. */
export function createObjectConnector(
  store: ObjectStore,
  own: Pick<Connector, Own> & {
    readonly placeOf: (address: ServiceAddress) => Pick<RemoteObject, 'database' | 'schema'>;
  },
): Connector {
  const { placeOf, ...rest } = own;
  return {
    ...rest,
    defaultDatabase: (address) => placeOf(address).database,
    defaultSchema: (address) => placeOf(address).schema,
    // https:// is verified by ClickHouse against the certificate authorities of its machine; http:// is asked for by its name.
    tlsProblem: () => null,
    probe: (read, address) => probeStore(store, read, placeOf(address)),
    objects: {
      locate: (address, path, format) => ({
        ...placeOf(address),
        table: parseObjectPath(path),
        format: chooseFormat(path, format),
      }),
      columns: OBJECT_COLUMNS,
    },
    readerQuery: (collection, table) => readerQuery(store, collection, table),
    catalog: createObjectCatalog(store),
    dialect: objectDialect,
    declareColumn,
  };
}
