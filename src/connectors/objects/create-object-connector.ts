import type { RemoteObject } from '../../model/remote-table';
import type { ServiceAddress } from '../../model/service';
import type { Access } from '../contract/access';
import type { Connector } from '../contract/connector';
import type { Identity } from '../contract/identity';
import type { Storage } from '../contract/storage';
import { chooseFormat } from './choose-format';
import { createObjectCatalog } from './object-catalog';
import { OBJECT_COLUMNS } from './object-columns';
import { objectDialect } from './object-dialect';
import { parseObjectPath } from './object-path';
import { readerQuery } from './object-source';
import type { ObjectStore } from './object-store';
import { probeStore } from './probe-store';

/** What the connector of one kind of store has of its own. */
interface OwnParts extends Pick<Connector, 'address' | 'credentials' | 'failures'> {
  readonly identity: Pick<Identity, 'type' | 'engine'>;
  readonly access: Pick<Access, 'hostsOf' | 'check'>;
  readonly storage: Pick<Storage, 'collectionEntries' | 'addressEntries'>;
  /** The bucket or container of an address, and the path in it. */
  readonly placeOf: (address: ServiceAddress) => Pick<RemoteObject, 'database' | 'schema'>;
}

/**
 * Makes the connector of a kind of object store, from its own parts and what all kinds have in
 * common.
 */
export function createObjectConnector(store: ObjectStore, own: OwnParts) {
  const { placeOf } = own;
  return {
    address: own.address,
    credentials: own.credentials,
    identity: {
      ...own.identity,
      defaultDatabase: (address) => placeOf(address).database,
      defaultSchema: (address) => placeOf(address).schema,
    },
    access: {
      ...own.access,
      // ClickHouse verifies https:// against the certificate authorities of its machine; http:// is
      // asked for by its name.
      tlsProblem: () => null,
      probe: (read, address) => probeStore(store, read, placeOf(address)),
    },
    catalog: createObjectCatalog(store),
    storage: {
      ...own.storage,
      reader: { kind: 'view', query: (collection, table) => readerQuery(store, collection, table) },
      objects: {
        locate: (address, path, format) => ({
          ...placeOf(address),
          table: parseObjectPath(path),
          format: chooseFormat(path, format),
        }),
        columns: OBJECT_COLUMNS,
      },
    },
    queries: { dialect: objectDialect },
    failures: own.failures,
  } satisfies Connector;
}
