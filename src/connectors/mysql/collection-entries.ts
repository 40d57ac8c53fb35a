import type { ServiceAddress } from '../../model/service';
import type { CollectionEntry, Credentials } from '../connector';
import { parseMysqlAddress } from './address';
import { readLogin } from './login';

/**
 * The named collection's entries. Who may override `host` can send the password to a server of his own (ClickHouse
 * issue 50277); `database` may be chosen in a query.
 */
export function collectionEntries(address: ServiceAddress, credentials: Credentials): readonly CollectionEntry[] {
  const { host, port, database } = parseMysqlAddress(address);
  const { username, password } = readLogin(credentials);
  return [
    { key: 'host', value: host, overridable: false },
    { key: 'port', value: String(port), overridable: false },
    { key: 'user', value: username, overridable: false },
    { key: 'password', value: password, overridable: false },
    { key: 'database', value: database, overridable: true },
  ];
}
