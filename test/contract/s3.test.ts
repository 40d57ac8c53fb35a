import { s3Connector } from '../../src/connectors/s3/s3-connector';
import { startS3 } from '../servers/s3-server';
import { connectorContract } from './connector-contract';
import type { ContractService } from './suite/contract-terms';

const ROWS = [
  { id: '1', name: 'Nina' },
  { id: '2', name: "D'Angelo" },
  { id: '3', name: 'Björk' },
];

connectorContract({
  connector: s3Connector,
  member: 's3',
  address: {
    completed: {
      input: { url: 'https://lake.s3.eu-west-1.amazonaws.com/events' },
      parsed: { url: 'https://lake.s3.eu-west-1.amazonaws.com/events/' },
      rendered: 'https://lake.s3.eu-west-1.amazonaws.com/events/',
      hosts: ['lake.s3.eu-west-1.amazonaws.com'],
    },
    refused: [
      ['url', {}],
      ['url', { url: 3 }],
      ['url', { url: 'lake' }],
      ['url', { url: 's3://lake/' }],
      ['url', { url: 'https://s3.amazonaws.com/' }],
      ['url', { url: 'https://s3.amazonaws.com/ab/' }],
      ['url', { url: 'https://u:p@h/lake/' }],
      ['url', { url: 'https://h/lake/?versionId=1' }],
      ['url', { url: 'https://h/lake/#x' }],
      ['url', { url: 'https://a,b/lake/' }],
      ['url', { url: 'https://h/lake/../other/' }],
      ['url', { url: 'https://h/lake/%2e%2e/other/' }],
      ['url', { url: 'https://h\\lake\\..\\other' }],
      ['url', { url: 'https://h/lake//x/' }],
      ['url', { url: 'https://h/lake/{a,b}/' }],
      ['url', { url: 'https://h/lake/%7Ba%7D/' }],
      ['url', { url: 'https://h/lake/a*/' }],
      ['url', { url: 'https://h/lake/%00/' }],
      ['url', { url: 'https://h/lake/%zz/' }],
    ],
  },
  overridable: [],
  catalog: 'statements',
  capabilities: ['addressEntries'],
  start: startService,
});

async function startService(): Promise<ContractService> {
  const server = await startS3({ closedBuckets: ['closed'] });
  await server.createBucket('shop');
  await server.put('shop', 'tables/artist.csv', "id,name\n1,Nina\n2,D'Angelo\n3,Björk\n");
  await server.put('shop', 'outside.csv', 'id,name\n666,outside\n');
  const address = (port: number, bucket = 'shop') => ({
    url: `http://127.0.0.1:${port}/${bucket}/tables`,
  });
  const { accessKeyId, secretAccessKey } = server;
  return {
    port: server.port,
    address,
    credentials: { accessKeyId, secretAccessKey },
    refusals: [
      {
        refusal: 'AUTHENTICATION_FAILED',
        credentials: { accessKeyId: 'AKIANOBODY', secretAccessKey },
      },
      {
        refusal: 'AUTHENTICATION_FAILED',
        credentials: { accessKeyId, secretAccessKey: 'Jd8wS3WrongSecret' },
      },
      { refusal: 'DATABASE_NOT_FOUND', address: address(server.port, 'nobucket') },
      { refusal: 'PERMISSION_DENIED', address: address(server.port, 'closed') },
      { refusal: 'TLS_FAILED', address: { url: `https://127.0.0.1:${server.port}/shop/` } },
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
