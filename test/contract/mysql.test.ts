import { readFileSync } from 'node:fs';
import { mysqlConnector } from '../../src/connectors/mysql/mysql-connector';
import { sql } from '../../src/sql/sql';
import { startMariadb } from '../servers/mariadb-server';
import { connectorContract } from './connector-contract';
import type { ContractService } from './suite/contract-terms';

const KEY = readFileSync(require.resolve('../fixtures/tls/server.key'), 'utf8');
const PASSWORD = `it's a "Qz7kMysqlReader" ü名`;
const ROWS = [
  { id: 1, name: 'Nina' },
  { id: 2, name: "D'Angelo" },
  { id: 3, name: 'Björk' },
];

connectorContract({
  connector: mysqlConnector,
  member: 'mysql',
  address: {
    completed: {
      input: { host: 'db.example.com', port: undefined },
      parsed: {
        host: 'db.example.com',
        port: 3306,
        database: 'defaultdb',
        sslMode: 'PREFER',
        sslRootCert: null,
      },
      rendered: 'db.example.com:3306/defaultdb',
      hosts: ['db.example.com'],
    },
    refused: [
      ['host', { host: '' }],
      ['host', {}],
      ['host', { host: 'a,b' }],
      ['host', { host: '/run/mysqld.sock' }],
      ['host', { host: 'db:3306' }],
      ['port', { host: 'h', port: 0 }],
      ['port', { host: 'h', port: '3306' }],
      ['database', { host: 'h', database: '' }],
      ['database', { host: 'h', database: 'é'.repeat(65) }],
      ['sslMode', { host: 'h', sslMode: 'ALLOW' }],
      ['sslRootCert', { host: 'h', sslRootCert: KEY }],
    ],
  },
  overridable: ['database'],
  catalog: 'native',
  capabilities: [
    'accounts',
    'addressEntries',
    'encryptionProof',
    'keptEngine',
    'passthroughSource',
  ],
  start: startService,
});

async function startService(): Promise<ContractService> {
  const server = await startMariadb({ logStatements: true });
  await server.createDatabase('shop');
  await server.execute(
    sql`
    CREATE TABLE artist (id int PRIMARY KEY, name varchar(50) NOT NULL);
    INSERT INTO artist VALUES (1, 'Nina'), (2, 'D''Angelo'), (3, 'Björk');
    CREATE USER reader@'%' IDENTIFIED BY 'it''s a "Qz7kMysqlReader" ü名';
    CREATE USER next@'%' IDENTIFIED BY 'Vb2mMysqlNext'; GRANT SELECT ON shop.* TO reader@'%',
    next@'%'; CREATE DATABASE closed`,
    'shop',
  );
  const address = (port: number, changes: object = {}) => ({
    host: server.host,
    port,
    database: 'shop',
    sslMode: 'DISABLE',
    ...changes,
  });
  return {
    port: server.port,
    address,
    credentials: { username: 'reader', password: PASSWORD },
    nextCredentials: { username: 'next', password: 'Vb2mMysqlNext' },
    administrator: { adminUsername: server.username, adminPassword: server.password },
    refusals: [
      {
        refusal: 'AUTHENTICATION_FAILED',
        credentials: { username: 'reader', password: 'Jd8wMysqlWrong' },
      },
      { refusal: 'PERMISSION_DENIED', address: address(server.port, { database: 'closed' }) },
      { refusal: 'TLS_FAILED', address: address(server.port, { sslMode: 'REQUIRE' }) },
    ],
    modes: { MANAGED_CREDENTIALS: { remoteTables: [{ name: 'artist' }] } },
    table: {
      remoteName: 'artist',
      fields: 'id name',
      orderBy: '[{ id: ASC }]',
      rows: ROWS,
      where: '{ id: { _gte: 2 } }',
      matching: ROWS.slice(1),
      pushed: /`id` >= 2/,
    },
    readLog: () => server.readLog(),
    remove: () => server.remove(),
  };
}
