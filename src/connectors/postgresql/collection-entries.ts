import type { ServiceAddress } from '../../model/service';
import type { CollectionEntry, Credentials } from '../connector';
import { parsePostgresqlAddress } from './address';
import { readLogin } from './login';

/** Where the service is. */
export function addressEntries(address: ServiceAddress): readonly [CollectionEntry, CollectionEntry, CollectionEntry] {
  const { host, port, database } = parsePostgresqlAddress(address);
  return [
    { key: 'host', value: host, overridable: false },
    { key: 'port', value: String(port), overridable: false },
    { key: 'database', value: database, overridable: true },
  ];
}

/**
 * The named collection's entries. Who may override `host` can send the password to a server of his own (ClickHouse
 * issue 50277); `database` may be chosen in a query.
 */
export function collectionEntries(address: ServiceAddress, credentials: Credentials): readonly CollectionEntry[] {
  const { username, password } = readLogin(credentials);
  const [host, port, database] = addressEntries(address);
  return [
    host,
    port,
    { key: 'user', value: username, overridable: false },
    { key: 'password', value: password, overridable: false },
    database,
  ];
}
