import { join } from 'node:path';
import { unable, type BenchCase, type ContenderName, type Unable } from '../cases/bench-case';
import { pointCase } from '../cases/point-case';
import { prepareGraphql, type Contender } from '../contenders/contender';
import { mustSucceed, type ManagementApi } from '../contenders/gateway/management-api';
import { startGatewayServer, type GatewayServer } from '../contenders/gateway/start-gateway-server';
import type { Sources } from '../sources/start-sources';
import type { StartedServers } from '../sources/started-servers';
import { fillWide } from './fill-wide';

/** How many tables more than those of the shop. */
const TABLES = { 'schema-1000': 1_000, 'schema-5000': 5_000 } as const;

export type SchemaCaseName = keyof typeof TABLES;

export const SCHEMA_CASES = Object.keys(TABLES) as readonly SchemaCaseName[];

/** Look-ups in a gateway with many tables more, while its schema is swapped. */
export function schemaCase(name: SchemaCaseName): BenchCase {
  const tables = TABLES[name].toLocaleString('en');
  return {
    ...pointCase,
    name,
    title: `one customer by primary key, with ${tables} more tables in the schema and swaps of it`,
    target: 'build and swap <= 100 ms, no request lost',
  };
}

/** Why only the gateway has a schema that changes while it serves. */
export const OTHERS: Readonly<Record<Exclude<ContenderName, 'gateway'>, Unable>> = {
  limit: unable('ClickHouse has no GraphQL schema'),
  naive: unable('its schema is code: another table is another release'),
  postgraphile: unable('its schema is made at start: another table is a restart'),
};

export interface WideGateway {
  readonly tables: number;
  readonly server: GatewayServer;
  readonly contender: Contender;
  /** To expose all tables, reading the catalog included. */
  readonly setUpMs: number;
}

const CREATE_SERVICE =
  'mutation ($input: CreateServiceInput!) { createService(input: $input) { name } }';

/**
 * Starts one more gateway, whose schema has many tables. The gateway of the other cases keeps the
 * schema that it is measured with.
 */
export async function startWideGateway(
  name: SchemaCaseName,
  folder: string,
  { shop }: Sources,
  started: StartedServers,
): Promise<WideGateway> {
  const wide = await fillWide(shop, TABLES[name], `wide_${TABLES[name]}`);
  const server = await startGatewayServer({
    folder: join(folder, name),
    logFile: join(folder, `${name}.log`),
  });
  started.keep(server, () => server.stop());
  const setUpMs = await registerWide(server.api, shop, wide);
  const contender: Contender = {
    name: 'gateway',
    description: '',
    processes: [{ role: 'server', pid: server.pid }],
    prepare: (_case, variant, size) =>
      prepareGraphql(
        server.url,
        { authorization: `Bearer ${server.readKey}` },
        pointCase.ask(variant, size).gateway,
      ),
  };
  return { server, contender, setUpMs, tables: TABLES[name] };
}

/** @returns how long it took to expose all tables, in milliseconds */
async function registerWide(
  api: ManagementApi,
  shop: Sources['shop'],
  wide: Sources['shop'],
): Promise<number> {
  const credentials = { username: shop.username, password: shop.password };
  for (const [name, { host, port, database }] of [
    ['shop', shop],
    ['wide', wide],
  ] as const) {
    await mustSucceed(
      api(CREATE_SERVICE, {
        input: {
          name,
          location: 'MANAGED',
          postgresql: { host, port, database, sslMode: 'DISABLE' },
        },
      }),
    );
  }
  await mustSucceed(
    api(
      'mutation ($input: SetUpManagedCredentialsInput!) { ' +
        'setUpManagedCredentials(input: $input) { state } }',
      { input: { service: 'shop', credentials, remoteTables: [{ name: 'customer' }] } },
    ),
  );
  const startedAt = performance.now();
  await mustSucceed(
    api(
      'mutation ($input: SetUpManagedDatabasesInput!) { ' +
        'setUpManagedDatabases(input: $input) { state } }',
      { input: { service: 'wide', credentials } },
    ),
  );
  return performance.now() - startedAt;
}
