import type { ServiceAddress } from '../../model/service';
import type { Secret } from '../../util/secret';
import type { Credentials } from '../contract/credentials';
import type { CollectionEntry, Storage } from '../contract/storage';
import type { RelationalAddress } from './address-reader';

interface EntryTerms {
  readonly parse: (address: ServiceAddress) => RelationalAddress;
  readonly readLogin: (credentials: Credentials) => {
    readonly username: string;
    readonly password: Secret;
  };
  /** Entries that say how ClickHouse connects. They are not overridable. */
  readonly options?: Readonly<Record<string, string>>;
}

/**
 * The named collection's entries. Who may override `host` can send the password to a server of his
 * own (ClickHouse issue 50277); `database` may be chosen in a query.
 */
export function createCollectionEntries({
  parse,
  readLogin,
  options = {},
}: EntryTerms): Required<Pick<Storage, 'addressEntries' | 'collectionEntries'>> {
  const addressEntries = (address: ServiceAddress): readonly CollectionEntry[] => {
    const { host, port, database } = parse(address);
    return [
      { key: 'host', value: host, overridable: false },
      { key: 'port', value: String(port), overridable: false },
      { key: 'database', value: database, overridable: true },
    ];
  };
  return {
    addressEntries,
    collectionEntries: (address, credentials) => {
      const { username, password } = readLogin(credentials);
      return [
        ...addressEntries(address),
        { key: 'user', value: username, overridable: false },
        { key: 'password', value: password, overridable: false },
        ...Object.entries(options).map(([key, value]) => ({ key, value, overridable: false })),
      ];
    },
  };
}
