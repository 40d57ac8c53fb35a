import { randomUUID } from 'node:crypto';
import { graphql } from 'graphql';
import type { ManagementRequestContext } from '../../resolvers/management-request-context';
import { buildManagementSchema, managementNames } from '../../schema/build-management-schema';
import { CONNECTORS } from '../../src/connectors/list';
import {
  createManagementContext,
  type ManagementContext,
} from '../../src/management/context/management-context';
import { reconcile } from '../../src/management/recovery/reconcile';
import type { RemoteTable } from '../../src/model/remote-table';
import { RequestUsage } from '../../src/reading/request/request-usage';
import { createRegistry } from '../../src/registry/registry';
import {
  putIntegration,
  putRelationship,
  putRemoteTable,
  putService,
} from '../../src/registry/registry-change';
import { SHOP_SNAPSHOT } from '../fixtures/shop-snapshot';
import { startTestClickHouse, type TestClickHouse } from '../helpers/gateway/start-test-clickhouse';

/** Declared relationships as records: nothing here asks a service. */
let engine: TestClickHouse;
let management: ManagementContext;
const schema = buildManagementSchema();

const [customer, orders] = SHOP_SNAPSHOT.remoteTables as readonly [RemoteTable, RemoteTable];
const [service] = SHOP_SNAPSHOT.services;
const [integration] = SHOP_SNAPSHOT.integrations;

beforeAll(async () => {
  engine = await startTestClickHouse();
  await open();
  await management.registry.write([
    putService(service!),
    putIntegration(integration!),
    putRemoteTable(customer),
    putRemoteTable(orders),
  ]);
}, 30_000);

afterAll(() => engine.stop());

/** As another gateway over the same ClickHouse. */
async function open(): Promise<void> {
  const registry = createRegistry(engine.clickhouse);
  await registry.ensure();
  await registry.load();
  management = createManagementContext({
    registry,
    clickhouse: engine.clickhouse,
    features: await engine.clickhouse.readFeatures(),
    connectors: CONNECTORS,
    settings: { allowedHosts: null, sourcePoolSize: 4, connectTimeoutMs: 5_000 },
    reservedNames: managementNames(schema),
    now: () => new Date(),
    newId: randomUUID,
  });
}

async function run(source: string, variableValues: Record<string, unknown> = {}) {
  const contextValue: ManagementRequestContext = {
    management,
    explain: () => Promise.reject(new Error('not here')),
    caller: { role: 'ADMIN' },
    requestId: 'test',
    signal: new AbortController().signal,
    planRequested: false,
    plans: [],
    usage: new RequestUsage(),
  };
  const { data, errors } = await graphql({ schema, source, variableValues, contextValue });
  const code = (errors?.[0]?.originalError as { code?: string } | undefined)?.code ?? null;
  return {
    code,
    message: errors?.[0]?.message ?? null,
    value: Object.values(data ?? {})[0] as Record<string, unknown>,
  };
}

const CREATE = `mutation ($input: CreateRelationshipInput!) { createRelationship(input: $input) {
  id name kind discovered from { fieldName } to { fieldName } columns { from to castTo } } }`;
const create = (input: Record<string, unknown>) =>
  run(CREATE, {
    input: {
      name: 'buyer',
      kind: 'OBJECT',
      fromTable: orders.id,
      toTable: customer.id,
      columns: [{ from: 'customer_id', to: 'id' }],
      ...input,
    },
  });
const fieldsOf = async (id: string) => {
  const { value } = await run(
    'query ($id: ID!) { remoteTable(id: $id) { relationships { name kind discovered } } }',
    { id },
  );
  return (value['relationships'] as { name: string; kind: string; discovered: boolean }[]).map(
    ({ name, kind, discovered }) => `${name} ${kind} ${discovered ? 'discovered' : 'declared'}`,
  );
};

test('a relationship is declared, kept, seen by another gateway, counted in the impact of a deletion, and deleted', async () => {
  const { value } = await create({});
  expect(value).toEqual({
    id: expect.any(String) as string,
    name: 'buyer',
    kind: 'OBJECT',
    discovered: false,
    from: { fieldName: 'shopOrders' },
    to: { fieldName: 'shopCustomer' },
    columns: [{ from: 'customer_id', to: 'id', castTo: null }],
  });
  await open();
  expect(await fieldsOf(orders.id)).toEqual([
    'buyer OBJECT declared',
    'customer OBJECT discovered',
  ]);
  expect(await fieldsOf(customer.id)).toEqual(['orders ARRAY discovered']);
  const impact = await run(
    'query ($id: ID!) { integration(id: $id) { deletionImpact { relationships } } }',
    { id: integration!.id },
  );
  expect(impact.value).toEqual({
    deletionImpact: {
      relationships: ['ShopOrders.buyer', 'ShopOrders.customer', 'ShopCustomer.orders'],
    },
  });
  expect(
    (await run('mutation ($id: ID!) { deleteRelationship(id: $id) { name } }', { id: value['id'] }))
      .value,
  ).toEqual({ name: 'buyer' });
  await open();
  expect(await fieldsOf(orders.id)).toEqual(['customer OBJECT discovered']);
  expect(
    (await run('mutation ($id: ID!) { deleteRelationship(id: $id) { name } }', { id: value['id'] }))
      .code,
  ).toBe('NOT_FOUND');
});

test('one that follows from a foreign key cannot be deleted', async () => {
  const { id } = management.registry.current().relationshipsFrom(orders.id)[0]!;
  expect(
    (await run('mutation ($id: ID!) { deleteRelationship(id: $id) { name } }', { id })).code,
  ).toBe('INVALID_INPUT');
});

test.each([
  ['an unknown table', { fromTable: 'none' }, 'NOT_FOUND'],
  ['an unknown column', { columns: [{ from: 'customer', to: 'id' }] }, 'NOT_FOUND'],
  ['no columns', { columns: [] }, 'INVALID_INPUT'],
  [
    'too many columns',
    { columns: Array.from({ length: 17 }, () => ({ from: 'customer_id', to: 'id' })) },
    'INVALID_INPUT',
  ],
  ['no GraphQL name', { name: '1st' }, 'INVALID_INPUT'],
  ['a name of introspection', { name: '__type' }, 'INVALID_INPUT'],
  ['a word of filters', { name: '_not' }, 'INVALID_INPUT'],
  ['the name of a column', { name: 'amount' }, 'ALREADY_EXISTS'],
  ['the name of another relationship', { name: 'customer' }, 'ALREADY_EXISTS'],
  [
    'the name of the aggregate of a list',
    {
      name: 'ordersAggregate',
      fromTable: customer.id,
      toTable: orders.id,
      columns: [{ from: 'id', to: 'customer_id' }],
    },
    'ALREADY_EXISTS',
  ],
  [
    'types that differ, without a cast',
    { columns: [{ from: 'note', to: 'token' }] },
    'INVALID_INPUT',
  ],
  ['numbers that differ', { columns: [{ from: 'amount', to: 'id' }] }, 'INVALID_INPUT'],
  [
    'a cast of a type that has several texts for one value',
    { columns: [{ from: 'amount', to: 'name', castTo: 'STRING' }] },
    'INVALID_INPUT',
  ],
  ['lists', { fromTable: customer.id, columns: [{ from: 'tags', to: 'tags' }] }, 'INVALID_INPUT'],
  [
    'documents',
    { fromTable: customer.id, columns: [{ from: 'profile', to: 'profile' }] },
    'INVALID_INPUT',
  ],
  [
    'floating point',
    { fromTable: customer.id, columns: [{ from: 'score', to: 'score' }] },
    'INVALID_INPUT',
  ],
])('refuses %s', async (_title, input, code) => {
  const before = management.registry.current().declaredRelationships.length;
  const answer = await create(input);
  expect(answer.code).toBe(code);
  expect(management.registry.current().declaredRelationships).toHaveLength(before);
});

test('integers of different widths compare without a cast', async () => {
  const { code, value } = await create({
    name: 'scorer',
    columns: [{ from: 'customer_id', to: 'points' }],
  });
  expect(code).toBeNull();
  await run('mutation ($id: ID!) { deleteRelationship(id: $id) { name } }', { id: value['id'] });
});

test('what a foreign key brings later gives way to a declared name', async () => {
  const { value } = await create({ name: 'product', kind: 'ARRAY' });
  const product: RemoteTable = {
    ...customer,
    id: 'table-product',
    name: 'product',
    remote: { ...customer.remote, table: 'product' },
    fieldName: 'shopProduct',
    typeName: 'ShopProduct',
    createdAt: '2026-02-01T00:00:00.000000Z',
  };
  const key = {
    name: 'fk',
    columns: ['id'],
    toSchema: 'public',
    toTable: 'product',
    toColumns: ['id'],
  };
  await management.registry.write([
    putRemoteTable(product),
    putRemoteTable({ ...orders, foreignKeys: [...orders.foreignKeys, key] }),
  ]);
  expect(await fieldsOf(orders.id)).toEqual([
    'product ARRAY declared',
    'customer OBJECT discovered',
    'productById OBJECT discovered',
  ]);
  await management.registry.write([putRemoteTable(orders)]);
  await run('mutation ($id: ID!) { deleteRelationship(id: $id) { name } }', { id: value['id'] });
});

test('it goes with either of its tables, and reconciliation takes away one that was left behind', async () => {
  await create({ name: 'one' });
  await create({
    name: 'other',
    fromTable: customer.id,
    toTable: orders.id,
    columns: [{ from: 'id', to: 'customer_id' }],
  });
  await run('mutation ($id: ID!) { deleteRemoteTable(id: $id) { id } }', { id: orders.id });
  await open();
  expect(management.registry.current().declaredRelationships).toEqual([]);
  await management.registry.write([
    putRelationship({
      id: 'left',
      name: 'left',
      kind: 'OBJECT',
      fromTableId: customer.id,
      toTableId: 'gone',
      columns: [{ from: 'id', to: 'id' }],
      createdAt: '',
    }),
  ]);
  expect(await fieldsOf(customer.id)).toEqual([]);
  // Its readers are not made again, which would need the service.
  await management.registry.write([putIntegration({ ...integration!, state: 'PAUSED' })]);
  await reconcile(management);
  await open();
  expect(management.registry.current().declaredRelationships).toEqual([]);
});
