import type { ServiceAddress } from '../../model/service';
import type { Credentials } from '../contract/credentials';
import type { CollectionEntry } from '../contract/storage';
import { parseAzureAddress } from './address';
import { readAzureLogin } from './login';

/**
 * The named collection's entries. A connection string is taken apart: whoever may use the
 * collection chooses the blobs, and nothing else.
 */
export function collectionEntries(
  address: ServiceAddress,
  credentials: Credentials,
): readonly CollectionEntry[] {
  const { accountName, accountKey } = readAzureLogin(credentials, parseAzureAddress(address));
  return [
    ...addressEntries(address),
    { key: 'account_name', value: accountName, overridable: false },
    { key: 'account_key', value: accountKey, overridable: false },
  ];
}

export function addressEntries(address: ServiceAddress): readonly CollectionEntry[] {
  const { storageAccountUrl, container } = parseAzureAddress(address);
  return [
    { key: 'storage_account_url', value: storageAccountUrl, overridable: false },
    { key: 'container', value: container, overridable: false },
  ];
}
