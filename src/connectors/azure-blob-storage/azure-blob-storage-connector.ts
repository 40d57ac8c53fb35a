import { createObjectConnector } from '../objects/create-object-connector';
import { parseAzureAddress, renderAzureAddress } from './address';
import { azureStore } from './azure-store';
import { checkConnection } from './check-connection';
import { addressEntries, collectionEntries } from './collection-entries';

/** Azure Blob Storage, and Azurite. docs/services/azure-blob-storage.md says what it can do. */
export const azureBlobStorageConnector = createObjectConnector(azureStore, {
  type: 'AZURE_BLOB_STORAGE',
  engine: 'AzureBlobStorage',
  requiredCredentials: ['accountName', 'accountKey'],
  alternativeCredentials: ['connectionString'],
  parseAddress: parseAzureAddress,
  renderAddress: renderAzureAddress,
  hostsOf: (address) => [new URL(parseAzureAddress(address).storageAccountUrl).hostname],
  placeOf: (address) => {
    const { container, blobPath } = parseAzureAddress(address);
    return { database: container, schema: blobPath ?? '' };
  },
  checkConnection,
  collectionEntries,
  addressEntries,
});
