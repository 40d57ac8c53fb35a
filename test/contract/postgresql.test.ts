import { readFileSync } from 'node:fs';
import { postgresqlConnector } from '../../src/connectors/postgresql/postgresql-connector';
import { postgresqlString } from '../../src/sql/postgresql-quoting';
import { sql, joinSql } from '../../src/sql/sql';
import { startPostgresql } from '../servers/postgresql-server';
import { connectorContract } from './connector-contract';
import type { ContractService } from './suite/contract-terms';

const KEY = readFileSync(require.resolve('../fixtures/tls/server.key'), 'utf8');
const PASSWORD = `it's \\a "Qz7kPostgresReader" ü名`;
const ROWS = [
  { id: 1, name: 'Nina' },
  { id: 2, name: "D'Angelo" },
  { id: 3, name: 'Björk' },
];

connectorContract({
  connector: postgresqlConnector,
  member: 'postgresql',
  address: {
    completed: {
      input: { host: 'db.example.com', port: undefined },
      parsed: {
        host: 'db.example.com',
        port: 5432,
        database: 'defaultdb',
        sslMode: 'PREFER',
        sslRootCert: null,
      },
      rendered: 'db.example.com:5432/defaultdb',
      hosts: ['db.example.com'],
    },
    refused: [
      ['host', { host: '' }],
      ['host', {}],
      ['host', { host: 'a b' }],
      ['host', { host: 'a,b' }],
      ['host', { host: '/run/postgresql' }],
      ['host', { host: '@abstract' }],
      ['host', { host: 'a/b' }],
      ['host', { host: 'a\nb' }],
      ['host', { host: "a' user='b" }],
      ['host', { host: 'db:5432' }],
      ['port', { host: 'h', port: 0 }],
      ['port', { host: 'h', port: 65536 }],
      ['port', { host: 'h', port: 1.5 }],
      ['port', { host: 'h', port: '5432' }],
      ['database', { host: 'h', database: '' }],
      ['database', { host: 'h', database: 'é'.repeat(32) }],
      ['database', { host: 'h', database: 'a\0b' }],
      ['sslMode', { host: 'h', sslMode: 'ALLOW' }],
      ['sslRootCert', { host: 'h', sslRootCert: 'not PEM' }],
      ['sslRootCert', { host: 'h', sslRootCert: KEY }],
    ],
  },
  overridable: ['database'],
  catalog: 'native',
  capabilities: [
    'accounts',
    'addressEntries',
    'databaseEngine',
    'encryptionProof',
    'keptEngine',
    'passthroughSource',
  ],
  start: startService,
});

async function startService(): Promise<ContractService> {
  const server = await startPostgresql({ logStatements: true });
  await server.createDatabase('shop');
  await server.execute(
    joinSql(
      [
        sql`CREATE ROLE reader LOGIN PASSWORD ${postgresqlString(PASSWORD)}; CREATE ROLE next`,
        sql`LOGIN PASSWORD 'Vb2mPostgresNext'; GRANT pg_read_all_data TO reader, next`,
      ],
      ' ',
    ),
  );
  await server.execute(
    joinSql(
      [
        sql`CREATE TABLE artist (id int PRIMARY KEY,`,
        sql`name text NOT NULL); INSERT INTO artist VALUES (1, 'Nina'), (2, 'D''Angelo'),`,
        sql`(3, 'Björk')`,
      ],
      ' ',
    ),
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
    nextCredentials: { username: 'next', password: 'Vb2mPostgresNext' },
    administrator: { adminUsername: server.username, adminPassword: server.password },
    refusals: [
      {
        refusal: 'AUTHENTICATION_FAILED',
        credentials: { username: 'reader', password: 'Jd8wPostgresWrong' },
      },
      {
        refusal: 'DATABASE_NOT_FOUND',
        address: address(server.port, { database: 'no such "db"' }),
      },
      { refusal: 'TLS_FAILED', address: address(server.port, { sslMode: 'REQUIRE' }) },
    ],
    modes: { MANAGED_CREDENTIALS: { remoteTables: [{ name: 'artist' }] }, MANAGED_DATABASES: {} },
    table: {
      remoteName: 'artist',
      fields: 'id name',
      orderBy: '[{ id: ASC }]',
      rows: ROWS,
      where: '{ id: { _gte: 2 } }',
      matching: ROWS.slice(1),
      pushed: /"id" >= (2|'2')/,
    },
    readLog: () => server.readLog(),
    remove: () => server.remove(),
  };
}
