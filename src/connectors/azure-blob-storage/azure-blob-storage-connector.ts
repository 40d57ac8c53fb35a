import { createObjectConnector } from '../objects/create-object-connector';
import { parseAzureAddress, renderAzureAddress } from './address';
import { azureStore } from './azure-store';
import { checkConnection } from './check-connection';
import { addressEntries, collectionEntries } from './collection-entries';
import { azureFailures } from './failures';

/** Azure Blob Storage, and Azurite. docs/services/azure-blob-storage.md says what it can do. */
export const azureBlobStorageConnector = createObjectConnector(azureStore, {
  identity: { type: 'AZURE_BLOB_STORAGE', engine: 'AzureBlobStorage' },
  address: { parse: parseAzureAddress, render: renderAzureAddress },
  credentials: { required: ['accountName', 'accountKey'], alternative: ['connectionString'] },
  access: {
    hostsOf: (address) => [new URL(parseAzureAddress(address).storageAccountUrl).hostname],
    check: checkConnection,
  },
  storage: { collectionEntries, addressEntries },
  failures: azureFailures,
  placeOf: (address) => {
    const { container, blobPath } = parseAzureAddress(address);
    return { database: container, schema: blobPath ?? '' };
  },
});
