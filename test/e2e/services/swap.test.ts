import { sql } from '../../../src/sql/sql';
import {
  CreateRemoteTableDocument,
  CreateServiceDocument,
  DeleteRemoteTableDocument,
  SetUpManagedCredentialsDocument,
} from '../../generated/operations';
import { runOperation } from '../../helpers/gateway/run-operation';
import { startTestGateway, type TestGateway } from '../../helpers/gateway/start-test-gateway';
import { startPostgresql, type PostgresqlServer } from '../../servers/postgresql-server';

/**
 * Tables come and go under load: no request is lost, and what a mutation answered is there for the
 * next request.
 */
const CLIENTS = 4;
const SWAPS = 6;

let postgresql: PostgresqlServer;
let gateway: TestGateway;

beforeAll(async () => {
  postgresql = await startPostgresql();
  await postgresql.createDatabase('shop');
  await postgresql.execute(
    sql`
    CREATE TABLE steady (id int PRIMARY KEY, name text);
    INSERT INTO steady SELECT n, 'steady ' || n FROM generate_series(1, 50) n;
    CREATE TABLE visitor (id int PRIMARY KEY, steady_id int REFERENCES steady);
    INSERT INTO visitor VALUES (1, 7);`,
    'shop',
  );
  gateway = await startTestGateway({ TRIBUTARY_FEDERATION: 'on' });
  const { host, port, username, password } = postgresql;
  await runOperation(gateway, CreateServiceDocument, {
    input: {
      name: 'shop',
      location: 'MANAGED',
      postgresql: { host, port, database: 'shop', sslMode: 'DISABLE' },
    },
  });
  await runOperation(gateway, SetUpManagedCredentialsDocument, {
    input: {
      service: 'shop',
      credentials: { username, password },
      remoteTables: [{ name: 'steady', table: 'steady' }],
    },
  });
}, 60_000);

afterAll(async () => {
  await gateway.stop();
  await postgresql.remove();
});

/** Root fields and fields of one type, as introspection tells them. */
async function introspect(typeName: string): Promise<{
  readonly rootFields: readonly string[];
  readonly fields: readonly string[] | undefined;
}> {
  interface Named {
    readonly fields: readonly { readonly name: string }[];
  }
  const { query, type } = await gateway.data<{ query: Named; type: Named | null }>(
    '{ query: __type(name: "Query") { fields { name } } ' +
      `type: __type(name: "${typeName}") { fields { name } } }`,
  );
  return {
    rootFields: query.fields.map((field) => field.name),
    fields: type?.fields.map((field) => field.name),
  };
}

/** What the data API is to a supergraph that is composed now. */
async function subgraph(): Promise<string> {
  return (await gateway.data<{ _service: { sdl: string } }>('{ _service { sdl } }'))._service.sdl;
}

test('clients of one table lose nothing while another comes and goes', async () => {
  let isOver = false;
  let answered = 0;
  const client = async (number: number): Promise<void> => {
    while (!isOver) {
      const query =
        'query ($id: Int!) { shopSteadyByPk(id: $id) { id ' +
        'name } shopSteady(where: {id: {_gt: 48}}) { id } }';
      const { status, data, errors } = await gateway.ask(query, { id: number });
      expect({ status, errors, data }).toEqual({
        status: 200,
        errors: undefined,
        data: {
          shopSteadyByPk: { id: number, name: `steady ${number}` },
          shopSteady: [{ id: 49 }, { id: 50 }],
        },
      });
      answered += 1;
    }
  };
  const clients = Promise.all(Array.from({ length: CLIENTS }, (_, index) => client(index + 1)));
  try {
    for (let swap = 0; swap < SWAPS; swap += 1) {
      const field = `visitor${swap}`;
      const before = answered;
      const { createRemoteTable } = await runOperation(gateway, CreateRemoteTableDocument, {
        input: { service: 'shop', name: 'visitor', table: 'visitor', fieldName: field },
      });
      expect(createRemoteTable).toMatchObject({
        fieldName: field,
        relationships: [{ name: 'steady', kind: 'OBJECT' }],
      });
      expect(
        await gateway.data(
          `{ ${field} { id steady { name } } shopSteadyByPk(id: 7) { visitor { id } } }`,
        ),
      ).toEqual({
        [field]: [{ id: 1, steady: { name: 'steady 7' } }],
        shopSteadyByPk: { visitor: [{ id: 1 }] },
      });
      expect(await introspect(createRemoteTable.typeName)).toEqual({
        rootFields: expect.arrayContaining([field, `${field}ByPk`]) as unknown,
        fields: ['id', 'steadyId', 'nodeId', 'steady'],
      });

      expect(await subgraph()).toContain(
        `type ${createRemoteTable.typeName} @key(fields: "id") @key(fields: "nodeId") {`,
      );

      await runOperation(gateway, DeleteRemoteTableDocument, { id: createRemoteTable.id });
      const gone = await gateway.ask(`{ ${field} { id } }`);
      expect([gone.status, gone.errors?.[0]?.extensions['code']]).toEqual([
        400,
        'GRAPHQL_VALIDATION_FAILED',
      ]);
      expect(await introspect(createRemoteTable.typeName)).toEqual({
        rootFields: expect.not.arrayContaining([field]) as unknown,
        fields: undefined,
      });
      expect(await subgraph()).not.toContain(createRemoteTable.typeName);
      // The clients did go on meanwhile.
      while (answered < before + CLIENTS) await new Promise(setImmediate);
    }
  } finally {
    isOver = true;
    await clients;
  }
  expect(answered).toBeGreaterThan(SWAPS * CLIENTS);
}, 60_000);
