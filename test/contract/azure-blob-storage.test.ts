import { azureBlobStorageConnector } from '../../src/connectors/azure-blob-storage/azure-blob-storage-connector';
import { startAzurite } from '../servers/azurite-server';
import { connectorContract } from './connector-contract';
import type { ContractService } from './suite/contract-terms';

const ROWS = [
  { id: '1', name: 'Nina' },
  { id: '2', name: "D'Angelo" },
  { id: '3', name: 'Björk' },
];
const url = 'https://lake.blob.core.windows.net';

connectorContract({
  connector: azureBlobStorageConnector,
  member: 'azureBlobStorage',
  address: {
    completed: {
      input: { storageAccountUrl: `${url}/`, container: 'events' },
      parsed: { storageAccountUrl: url, container: 'events', blobPath: null },
      rendered: `${url}/events`,
      hosts: ['lake.blob.core.windows.net'],
    },
    refused: [
      ['storageAccountUrl', { container: 'events' }],
      ['storageAccountUrl', { storageAccountUrl: `${url}/?sv=2022&sig=x`, container: 'events' }],
      ['storageAccountUrl', { storageAccountUrl: 'https://a:b@h', container: 'events' }],
      ['container', { storageAccountUrl: url }],
      ['container', { storageAccountUrl: url, container: '../x' }],
      ['container', { storageAccountUrl: url, container: 'Events' }],
      ['container', { storageAccountUrl: url, container: 'a--b' }],
      ['blobPath', { storageAccountUrl: url, container: 'events', blobPath: 'a/../b' }],
      ['blobPath', { storageAccountUrl: url, container: 'events', blobPath: '/a' }],
      ['blobPath', { storageAccountUrl: url, container: 'events', blobPath: 'a*' }],
    ],
  },
  overridable: [],
  catalog: 'statements',
  capabilities: ['addressEntries'],
  start: startService,
});

async function startService(): Promise<ContractService> {
  const server = await startAzurite();
  await server.createContainer('shop');
  await server.put('shop', 'tables/artist.csv', "id,name\n1,Nina\n2,D'Angelo\n3,Björk\n");
  await server.put('shop', 'outside.csv', 'id,name\n666,outside\n');
  const address = (port: number, container = 'shop') => ({
    storageAccountUrl: `http://127.0.0.1:${port}/${server.accountName}`,
    container,
    blobPath: 'tables',
  });
  const { accountName, accountKey } = server;
  return {
    port: server.port,
    address,
    credentials: { accountName, accountKey },
    refusals: [
      {
        refusal: 'AUTHENTICATION_FAILED',
        credentials: {
          accountName,
          accountKey: Buffer.from('Jd8wAzureWrongKey').toString('base64'),
        },
      },
      { refusal: 'AUTHENTICATION_FAILED', credentials: { accountName: 'nobody', accountKey } },
      { refusal: 'DATABASE_NOT_FOUND', address: address(server.port, 'nocontainer') },
      {
        refusal: 'TLS_FAILED',
        address: {
          ...address(server.port),
          storageAccountUrl: `https://127.0.0.1:${server.port}/${accountName}`,
        },
      },
    ],
    modes: { MANAGED_CREDENTIALS: { remoteTables: [{ name: 'artist', path: 'artist.csv' }] } },
    table: {
      remoteName: 'artist.csv',
      fields: 'id name',
      orderBy: '[{ id: ASC }]',
      rows: ROWS,
      where: '{ id: { _gte: "2" } }',
      matching: ROWS.slice(1),
    },
    readLog: async () => JSON.stringify(await server.readRequests()),
    remove: () => server.remove(),
  };
}
