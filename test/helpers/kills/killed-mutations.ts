import { Client } from 'pg';
import { postgresqlIdentifier } from '../../../src/sql/postgresql-quoting';
import { sql } from '../../../src/sql/sql';
import type { PostgresqlServer } from '../../servers/postgresql-server';
import type { Answer, TestGateway } from '../gateway/start-test-gateway';

export type Ask = TestGateway['ask'];

/** One mutation that a gateway is killed in, on a service of its own. */
export interface KilledMutation {
  /** Also the name of the service. */
  readonly name: string;
  /** Brings the service, through a gateway that lives, to where the mutation can begin. */
  prepare(ask: Ask): Promise<void>;
  /** The mutation. May be repeated after whatever became of it. */
  run(ask: Ask): Promise<Answer>;
  /** What repeating it may answer beside data, because it was complete. */
  readonly orCode?: string;
  /** Takes back what it did outside of the gateway, before the next round. */
  cleanUp?(): Promise<void>;
}

/**
 * A type of service whose mutations are to be killed. Another connector joins with one of these.
 */
export interface KillableService {
  /** The address, as `createService` takes it; `moved` is another way to the same server. */
  address(moved: boolean): Readonly<Record<string, unknown>>;
  readonly credentials: Readonly<Record<string, unknown>>;
  readonly otherCredentials: Readonly<Record<string, unknown>>;
  /** Null where the gateway makes no accounts. */
  readonly administrator: Readonly<Record<string, unknown>> | null;
  /** Those on the server that gateways made. */
  accounts(): Promise<readonly string[]>;
  dropAccounts(): Promise<void>;
  /** Null where there are no managed databases; the second list is what they are changed to. */
  readonly databases:
    | readonly [
        readonly Readonly<Record<string, string>>[],
        readonly Readonly<Record<string, string>>[],
      ]
    | null;
  /** A table that can be exposed, and one whose columns change. */
  readonly table: string;
  changeTable(): Promise<void>;
  changeTableBack(): Promise<void>;
}

/** Two schemas, two roles that may read, and an administrator. */
export async function createKillablePostgresql(server: PostgresqlServer): Promise<KillableService> {
  await server.createDatabase('shop');
  await server.execute(
    sql`
    CREATE TABLE customer (id int PRIMARY KEY, name text NOT NULL); INSERT INTO customer VALUES (1, 'a'), (2, 'b');
    CREATE SCHEMA sales; CREATE TABLE sales.orders (id int PRIMARY KEY, note text); CREATE TABLE sales.item (id int PRIMARY KEY);
    CREATE ROLE one LOGIN PASSWORD 'password-of-one'; CREATE ROLE two LOGIN PASSWORD 'password-of-two'; GRANT pg_read_all_data TO one, two`,
    'shop',
  );
  const accounts = async (): Promise<readonly string[]> => {
    const client = new Client({
      host: server.host,
      port: server.port,
      user: server.username,
      password: server.password,
      database: 'shop',
    });
    await client.connect();
    const { rows } = await client
      .query<{ readonly name: string }>(
        "SELECT rolname AS name FROM pg_roles WHERE rolname LIKE 'tributary\\_%\\_%'",
      )
      .finally(() => client.end());
    return rows.map(({ name }) => name);
  };
  return {
    address: (moved) => ({
      postgresql: {
        host: moved ? 'localhost' : '127.0.0.1',
        port: server.port,
        database: 'shop',
        sslMode: 'DISABLE',
      },
    }),
    credentials: { username: 'one', password: 'password-of-one' },
    otherCredentials: { username: 'two', password: 'password-of-two' },
    administrator: {
      provision: { adminUsername: server.username, adminPassword: server.password },
    },
    accounts,
    dropAccounts: async () => {
      for (const name of await accounts())
        await server.execute(
          sql`DROP OWNED BY ${postgresqlIdentifier(name)}; DROP ROLE ${postgresqlIdentifier(name)}`,
          'shop',
        );
    },
    databases: [[{ database: 'shop', schema: 'public' }], [{ database: 'shop', schema: 'sales' }]],
    table: 'customer',
    changeTable: () =>
      server.execute(sql`ALTER TABLE customer ADD COLUMN IF NOT EXISTS more text`, 'shop'),
    changeTableBack: () =>
      server.execute(sql`ALTER TABLE customer DROP COLUMN IF EXISTS more`, 'shop'),
  };
}

/**
 * Every mutation that changes more than one record, for one type of service. `prefix` starts the
 * names of the services.
 */
export function listKilledMutations(
  prefix: string,
  kind: KillableService,
): readonly KilledMutation[] {
  const nameOf = (name: string): string =>
    `${prefix}-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const create =
    (name: string) =>
    async (ask: Ask): Promise<void> =>
      void data(
        await ask(CREATE_SERVICE, { input: { name: nameOf(name), ...kind.address(false) } }),
      );
  const withTable =
    (name: string) =>
    async (ask: Ask): Promise<void> => {
      await create(name)(ask);
      data(
        await ask(SET_UP, {
          input: {
            service: nameOf(name),
            credentials: kind.credentials,
            remoteTables: [{ name: kind.table }],
          },
        }),
      );
    };
  const withDatabases =
    (name: string, databases: readonly object[]) =>
    async (ask: Ask): Promise<void> => {
      await create(name)(ask);
      data(
        await ask(SET_UP_DATABASES, {
          input: { service: nameOf(name), credentials: kind.credentials, databases },
        }),
      );
    };
  const paused =
    (name: string) =>
    async (ask: Ask): Promise<void> => {
      await withTable(name)(ask);
      data(await onIntegration(nameOf(name), PAUSE)(ask));
    };
  const ofTable =
    (name: string) =>
    async (ask: Ask): Promise<Answer> => {
      const tables = await findIds(ask, nameOf(name), 'remoteTables');
      return tables[0] === undefined
        ? gone
        : ask(name.startsWith('refresh') ? REFRESH : DELETE_TABLE, { id: tables[0] });
    };
  const managed: readonly KilledMutation[] =
    kind.databases === null
      ? []
      : [
          {
            name: nameOf('setUpManagedDatabases'),
            prepare: create('setUpManagedDatabases'),
            orCode: 'ALREADY_EXISTS',
            run: (ask) =>
              ask(SET_UP_DATABASES, {
                input: {
                  service: nameOf('setUpManagedDatabases'),
                  credentials: kind.credentials,
                  databases: kind.databases?.[0],
                },
              }),
          },
          {
            name: nameOf('updateManagedDatabases'),
            prepare: withDatabases('updateManagedDatabases', kind.databases[0]),
            run: onIntegration(nameOf('updateManagedDatabases'), UPDATE_DATABASES, {
              databases: kind.databases[1],
            }),
          },
          {
            name: nameOf('pauseManagedDatabases'),
            prepare: withDatabases('pauseManagedDatabases', kind.databases[0]),
            run: onIntegration(nameOf('pauseManagedDatabases'), PAUSE),
          },
        ];
  const accounts: readonly KilledMutation[] =
    kind.administrator === null
      ? []
      : [
          {
            name: nameOf('provision'),
            prepare: withTable('provision'),
            run: (ask) =>
              ask(ROTATE, { service: nameOf('provision'), credentials: kind.administrator }),
            cleanUp: () => kind.dropAccounts(),
          },
        ];
  return [
    ...managed,
    ...accounts,
    {
      name: nameOf('setUpManagedCredentials'),
      prepare: create('setUpManagedCredentials'),
      orCode: 'ALREADY_EXISTS',
      run: (ask) =>
        ask(SET_UP, {
          input: {
            service: nameOf('setUpManagedCredentials'),
            credentials: kind.credentials,
            remoteTables: [{ name: kind.table }],
          },
        }),
    },
    {
      name: nameOf('updateService'),
      prepare: withTable('updateService'),
      run: (ask) =>
        ask(UPDATE_SERVICE, {
          name: nameOf('updateService'),
          input: { name: nameOf('updateService'), ...kind.address(true) },
        }),
    },
    {
      name: nameOf('rotateCredentials'),
      prepare: withTable('rotateCredentials'),
      run: (ask) =>
        ask(ROTATE, { service: nameOf('rotateCredentials'), credentials: kind.otherCredentials }),
    },
    // The embedded server has no place for users that SQL makes, so nobody is granted anything; the
    // records are written all the same.
    {
      name: nameOf('updateGrants'),
      prepare: withTable('updateGrants'),
      run: onIntegration(nameOf('updateGrants'), GRANTS),
    },
    {
      name: nameOf('pauseIntegration'),
      prepare: withTable('pauseIntegration'),
      run: onIntegration(nameOf('pauseIntegration'), PAUSE),
    },
    {
      name: nameOf('resumeIntegration'),
      prepare: paused('resumeIntegration'),
      run: onIntegration(nameOf('resumeIntegration'), RESUME),
    },
    {
      name: nameOf('createRemoteTable'),
      prepare: withTable('createRemoteTable'),
      orCode: 'ALREADY_EXISTS',
      run: (ask) =>
        ask(CREATE_TABLE, {
          input: { service: nameOf('createRemoteTable'), name: 'second', table: kind.table },
        }),
    },
    {
      name: nameOf('refreshRemoteTable'),
      prepare: async (ask) => {
        await withTable('refreshRemoteTable')(ask);
        await kind.changeTable();
      },
      run: ofTable('refreshRemoteTable'),
      cleanUp: () => kind.changeTableBack(),
    },
    {
      name: nameOf('deleteRemoteTable'),
      prepare: withTable('deleteRemoteTable'),
      orCode: 'NOT_FOUND',
      run: ofTable('deleteRemoteTable'),
    },
    {
      name: nameOf('deleteIntegration'),
      prepare: withTable('deleteIntegration'),
      orCode: 'NOT_FOUND',
      run: onIntegration(nameOf('deleteIntegration'), DELETE_INTEGRATION),
    },
    {
      name: nameOf('deleteService'),
      prepare: withTable('deleteService'),
      orCode: 'NOT_FOUND',
      run: (ask) => ask(DELETE_SERVICE, { name: nameOf('deleteService') }),
    },
  ];
}

const CREATE_SERVICE =
  'mutation ($input: CreateServiceInput!) { createService(input: $input) { id } }';
const UPDATE_SERVICE =
  'mutation ($name: String!, $input: CreateServiceInput!) { ' +
  'updateService(name: $name, input: $input) { id } }';
const SET_UP =
  'mutation ($input: SetUpManagedCredentialsInput!) { ' +
  'setUpManagedCredentials(input: $input) { id } }';
const SET_UP_DATABASES =
  'mutation ($input: SetUpManagedDatabasesInput!) { setUpManagedDatabases(input: $input) { id } }';
const UPDATE_DATABASES =
  'mutation ($id: ID!, $databases: [RemoteDatabaseInput!]) { ' +
  'updateManagedDatabases(id: $id, databases: $databases) { id } }';
const ROTATE =
  'mutation ($service: String!, $credentials: CredentialsInput!) { ' +
  'rotateCredentials(service: $service, credentials: $credentials) { id } }';
const GRANTS = 'mutation ($id: ID!) { updateGrants(id: $id, grants: []) { id } }';
const PAUSE = 'mutation ($id: ID!) { pauseIntegration(id: $id) { state } }';
const RESUME = 'mutation ($id: ID!) { resumeIntegration(id: $id) { state } }';
const CREATE_TABLE =
  'mutation ($input: CreateRemoteTableInput!) { createRemoteTable(input: $input) { id } }';
const REFRESH = 'mutation ($id: ID!) { refreshRemoteTable(id: $id) { id } }';
const DELETE_TABLE = 'mutation ($id: ID!) { deleteRemoteTable(id: $id) { id } }';
const DELETE_INTEGRATION = 'mutation ($id: ID!) { deleteIntegration(id: $id) { id } }';
export const DELETE_SERVICE =
  'mutation ($name: String!) { deleteService(name: $name, force: true) { name } }';

/** Accounts on the server that no service's record names: nobody would ever drop them. */
export async function findForgottenAccounts(
  ask: Ask,
  kind: KillableService,
): Promise<readonly string[]> {
  const { services } = data(await ask('{ services { accounts } }')) as {
    readonly services: readonly { readonly accounts: readonly string[] }[];
  };
  const known = new Set(services.flatMap(({ accounts }) => accounts));
  return (await kind.accounts()).filter((name) => !known.has(name));
}

const gone: Answer = {
  status: 200,
  text: '',
  data: null,
  errors: [{ message: 'It is gone already.', extensions: { code: 'NOT_FOUND' } }],
  extensions: undefined,
};

function onIntegration(service: string, mutation: string, more: object = {}) {
  return async (ask: Ask): Promise<Answer> => {
    const [id] = await findIds(ask, service, 'integrations');
    return id === undefined ? gone : ask(mutation, { id, ...more });
  };
}

async function findIds(
  ask: Ask,
  service: string,
  field: 'integrations' | 'remoteTables',
): Promise<readonly string[]> {
  const found = data(
    await ask(`query ($name: String!) { service(name: $name) { ${field} { id } } }`, {
      name: service,
    }),
  );
  return (
    (found['service'] as Readonly<Record<string, readonly { readonly id: string }[]>> | null)?.[
      field
    ] ?? []
  ).map(({ id }) => id);
}

function data(answer: Answer): Readonly<Record<string, unknown>> {
  if (answer.errors !== undefined || answer.data === null || answer.data === undefined)
    throw new Error(answer.text);
  return answer.data;
}
