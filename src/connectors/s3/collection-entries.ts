import type { ServiceAddress } from '../../model/service';
import type { Credentials } from '../contract/credentials';
import type { CollectionEntry } from '../contract/storage';
import { parseS3Address } from './address';
import { readS3Login } from './login';

/**
 * The named collection's entries. Who may override `url` can send what the keys sign to a server of
 * his own (ClickHouse issue 106855); what is read below it is for a query to choose. Neither the
 * machine's own credentials nor none stand in for the keys.
 */
export function collectionEntries(
  address: ServiceAddress,
  credentials: Credentials,
): readonly CollectionEntry[] {
  const { accessKeyId, secretAccessKey } = readS3Login(credentials);
  return [
    ...addressEntries(address),
    { key: 'access_key_id', value: accessKeyId, overridable: false },
    { key: 'secret_access_key', value: secretAccessKey, overridable: false },
    { key: 'use_environment_credentials', value: '0', overridable: false },
    { key: 'no_sign_request', value: '0', overridable: false },
  ];
}

export function addressEntries(address: ServiceAddress): readonly CollectionEntry[] {
  return [{ key: 'url', value: parseS3Address(address).url, overridable: false }];
}
