import type { ServiceAddress } from '../../model/service';
import type { Credentials } from '../contract/credentials';
import type { CollectionEntry } from '../contract/storage';
import { parseClickhouseAddress } from './native/address';
import { readLogin } from './native/login';

/**
 * The entries that say where the service is. Who may override `host` can send the password to a
 * server of his own (ClickHouse issue 50277); `database` may be chosen in a query.
 */
export function addressEntries(address: ServiceAddress): readonly CollectionEntry[] {
  const { host, port, database } = parseClickhouseAddress(address);
  return [
    { key: 'host', value: host, overridable: false },
    { key: 'port', value: String(port), overridable: false },
    { key: 'database', value: database, overridable: true },
  ];
}

/**
 * The named collection's entries. Whether TLS is used is said by the engine: there is no key for it
 * (26.7.2 refuses `secure`).
 */
export function collectionEntries(
  address: ServiceAddress,
  credentials: Credentials,
): readonly CollectionEntry[] {
  const { username, password } = readLogin(credentials);
  return [
    ...addressEntries(address),
    { key: 'user', value: username, overridable: false },
    { key: 'password', value: password, overridable: false },
  ];
}
