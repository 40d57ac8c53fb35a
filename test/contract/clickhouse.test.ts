import { clickhouseConnector } from '../../src/connectors/clickhouse/clickhouse-connector';
import { sql } from '../../src/sql/sql';
import { startClickhouse } from '../servers/clickhouse-server';
import { connectorContract } from './connector-contract';
import type { ContractService } from './suite/contract-terms';

const PASSWORD = `it's a "Hs3kClickhouseReader" ü名`;
const ROWS = [
  { id: '1', name: 'Nina' },
  { id: '2', name: "D'Angelo" },
  { id: '3', name: 'Björk' },
];

connectorContract({
  connector: clickhouseConnector,
  member: 'clickhouse',
  address: {
    completed: {
      input: { host: 'ch.example.com', port: undefined },
      parsed: { host: 'ch.example.com', port: 9440, database: 'default', secure: true },
      rendered: 'ch.example.com:9440/default',
      hosts: ['ch.example.com'],
    },
    refused: [
      ['host', { host: '' }],
      ['host', {}],
      ['host', { host: 'a,b' }],
      ['host', { host: 'a{1..3}' }],
      ['host', { host: 'ch:9440' }],
      ['port', { host: 'h', port: 0 }],
      ['port', { host: 'h', port: '9440' }],
      ['database', { host: 'h', database: '' }],
      ['secure', { host: 'h', secure: 'yes' }],
    ],
  },
  overridable: ['database'],
  catalog: 'statements',
  capabilities: ['addressEntries', 'passthroughSource'],
  start: startService,
});

async function startService(): Promise<ContractService> {
  const grants = ['GRANT SELECT ON shop.*'];
  const server = await startClickhouse({
    accounts: [
      { username: 'reader', password: PASSWORD, grants },
      { username: 'next', password: 'Wd5mClickhouseNext', grants, settings: { readonly: '1' } },
    ],
    logStatements: true,
  });
  await server.execute(sql`CREATE DATABASE shop`);
  await server.execute(
    sql`CREATE TABLE shop.artist (id UInt64, name String) ENGINE = MergeTree ORDER BY id`,
  );
  await server.execute(
    sql`INSERT INTO shop.artist VALUES (1, 'Nina'), (2, 'D\\'Angelo'), (3, 'Björk')`,
  );
  const address = (port: number, changes: object = {}) => ({
    host: server.host,
    port,
    database: 'shop',
    secure: false,
    ...changes,
  });
  return {
    port: server.port,
    address,
    credentials: { username: 'reader', password: PASSWORD },
    nextCredentials: { username: 'next', password: 'Wd5mClickhouseNext' },
    // Each of them ends the library's listener; see test/servers/clickhouse-front.ts. The others
    // are in clickhouse-specifics.test.ts.
    refusals: [
      {
        refusal: 'AUTHENTICATION_FAILED',
        credentials: { username: 'reader', password: 'Rz4vClickhouseWrong' },
      },
    ],
    modes: { MANAGED_CREDENTIALS: { remoteTables: [{ name: 'artist' }] } },
    table: {
      remoteName: 'artist',
      fields: 'id name',
      orderBy: '[{ id: ASC }]',
      rows: ROWS,
      where: '{ id: { _gte: "2" } }',
      matching: ROWS.slice(1),
      pushed: /`id` >= 2/,
    },
    readLog: () => server.readLog(),
    remove: () => server.remove(),
  };
}
