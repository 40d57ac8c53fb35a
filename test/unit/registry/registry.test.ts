import { allocateColumnNames } from '../../../src/model/graphql-names';
import type { Integration, IntegrationState } from '../../../src/model/integration';
import type { ForeignKey, RemoteTable } from '../../../src/model/remote-table';
import { discoverRelationships } from '../../../src/registry/discover-relationships';
import {
  applyChanges,
  putService,
  parseRecords,
  remove,
  renderBody,
} from '../../../src/registry/registry-change';
import { createSnapshot } from '../../../src/registry/snapshot';

interface Options {
  readonly keys?: readonly ForeignKey[];
  readonly primaryKey?: readonly string[];
  readonly uniqueKeys?: readonly (readonly string[])[];
  readonly change?: Partial<RemoteTable>;
}

const table = (
  name: string,
  columns: readonly string[],
  { keys = [], primaryKey = ['id'], uniqueKeys = [], change = {} }: Options = {},
): RemoteTable => {
  const fieldNames = allocateColumnNames(columns.map((column) => ({ name: column })));
  return {
    id: `t-${name}`,
    serviceId: 's',
    integrationId: 'i',
    remote: { database: 'shop', schema: 'public', table: name },
    kind: 'TABLE',
    description: null,
    columns: columns.map((column, index) => ({
      name: column,
      fieldName: fieldNames[index] ?? '',
      remoteType: 'integer',
      clickhouseType: 'Int32',
      scalar: 'Int',
      list: false,
      nullable: false,
      description: null,
      encoding: 'int4',
    })),
    primaryKey,
    uniqueKeys,
    foreignKeys: keys,
    rowEstimate: null,
    database: 'service_shop',
    name,
    engine: 'PostgreSQL',
    reader: { database: 'service_shop', name },
    fieldName: `shop_${name}`,
    typeName: `Shop_${name}`,
    createdAt: '2026-01-01T00:00:00.000000Z',
    ...change,
  };
};
const key = (
  columns: string | readonly string[],
  toTable: string,
  toColumns: string | readonly string[] = 'id',
  toSchema = 'public',
): ForeignKey => ({
  name: `fk_${toTable}`,
  columns: [columns].flat(),
  toSchema,
  toTable,
  toColumns: [toColumns].flat(),
});
/** `customer.orders ARRAY orders` */
const edges = (tables: readonly RemoteTable[]): readonly string[] =>
  discoverRelationships(tables).map(
    (edge) => `${edge.fromTableId.slice(2)}.${edge.name} ${edge.kind} ${edge.toTableId.slice(2)}`,
  );

describe('discovered relationships', () => {
  const customer = table('customer', ['id', 'name']);
  const orders = table('orders', ['id', 'customer_id'], { keys: [key('customer_id', 'customer')] });

  test('lead both ways', () => {
    expect(edges([customer, orders])).toEqual([
      'orders.customer OBJECT customer',
      'customer.orders ARRAY orders',
    ]);
    const [forward, reverse] = discoverRelationships([customer, orders]);
    expect(forward?.columns).toEqual([{ from: 'customer_id', to: 'id' }]);
    expect(reverse?.columns).toEqual([{ from: 'id', to: 'customer_id' }]);
  });

  test('are the same whichever end is older, and keep their ids', () => {
    const ids = (tables: readonly RemoteTable[]): readonly string[] =>
      discoverRelationships(tables)
        .map((edge) => edge.id)
        .sort();
    expect(edges([orders, customer])).toEqual(edges([customer, orders]));
    expect(ids([orders, customer])).toEqual(ids([customer, orders]));
    expect(new Set(ids([customer, orders])).size).toBe(2);
  });

  test.each([
    ['customer_id', 'customer'],
    ['customerId', 'customer'],
    ['customerID', 'customer'],
    ['customer_fk', 'customer'],
    ['CUSTOMER_ID', 'customer'],
    ['buyer', 'account'],
    ['id', 'account'],
    ['paid', 'account'],
    ['_id', 'account'],
    ['first buyer_id', 'firstBuyer'],
  ])('over the column %s are called %s', (column, name) => {
    const source = table('deal', ['deal_no', column], {
      keys: [key(column, 'account')],
      primaryKey: ['deal_no'],
    });
    expect(edges([table('account', ['id']), source])[0]).toBe(`deal.${name} OBJECT account`);
  });

  test("of several columns take the target's name", () => {
    const line = table('line_item', ['order_no', 'country'], {
      keys: [key(['country', 'order_no'], 'big_order', ['country', 'no'])],
      primaryKey: [],
    });
    expect(edges([table('big_order', ['country', 'no']), line])).toEqual([
      'line_item.bigOrder OBJECT big_order',
      'big_order.lineItem ARRAY line_item',
    ]);
  });

  test('to one row where the key is unique in the source', () => {
    const profile = table('profile', ['customer_id', 'bio'], {
      keys: [key('customer_id', 'customer')],
      primaryKey: ['customer_id'],
    });
    const badge = table('badge', ['id', 'customer_id'], {
      keys: [key('customer_id', 'customer')],
      uniqueKeys: [['customer_id']],
    });
    expect(edges([customer, profile, badge])).toEqual([
      'profile.customer OBJECT customer',
      'customer.profile OBJECT profile',
      'badge.customer OBJECT customer',
      'customer.badge OBJECT badge',
    ]);
  });

  test('of a table to itself', () => {
    const node = table('node', ['id', 'parent_id'], { keys: [key('parent_id', 'node')] });
    expect(edges([node])).toEqual(['node.parent OBJECT node', 'node.node ARRAY node']);
    expect(new Set(discoverRelationships([node]).map((edge) => edge.id)).size).toBe(2);
  });

  test('get longer names when they clash with columns, with each other and with the aggregate of a list', () => {
    const match = table('match', ['id', 'home_id', 'away_id'], {
      keys: [key('home_id', 'team'), key('away_id', 'team')],
    });
    expect(edges([table('team', ['id', 'match_aggregate']), match])).toEqual([
      'match.home OBJECT team',
      'team.matchByHomeId ARRAY match',
      'match.away OBJECT team',
      'team.matchByAwayId ARRAY match',
    ]);
    const twice = table('visit', ['id', 'city', 'city_id', 'City_Id'], {
      keys: [key('city_id', 'city'), key('City_Id', 'city')],
    });
    expect(edges([table('city', ['id', 'visit', 'visitByCityId']), twice])).toEqual([
      'visit.cityByCityId OBJECT city',
      'city.visitByCityId2 ARRAY visit',
      'visit.cityByCityId2 OBJECT city',
      'city.visitByCityId3 ARRAY visit',
    ]);
  });

  test('keep their names when tables are added', () => {
    const tables = [
      customer,
      orders,
      table('invoice', ['id', 'orders_id', 'customer_id'], {
        keys: [key('orders_id', 'orders'), key('customer_id', 'customer')],
      }),
      table('Orders', ['id', 'customer_id'], { keys: [key('customer_id', 'customer')] }),
      table('customer_', ['id']),
    ];
    for (let count = 1; count < tables.length; count += 1) {
      const before = edges(tables.slice(0, count));
      expect(edges(tables)).toEqual(expect.arrayContaining([...before]));
    }
    expect(edges(tables)).toContain('customer.ordersByCustomerId ARRAY Orders');
  });

  test('need exposed columns, in the same service and remote database', () => {
    expect(edges([table('customer', ['name']), orders])).toEqual([]);
    expect(
      edges([customer, table('orders', ['id'], { keys: [key('customer_id', 'customer')] })]),
    ).toEqual([]);
    expect(edges([{ ...customer, serviceId: 'other' }, orders])).toEqual([]);
    expect(
      edges([{ ...customer, remote: { ...customer.remote, database: 'other' } }, orders]),
    ).toEqual([]);
    expect(
      edges([{ ...customer, remote: { ...customer.remote, schema: 'other' } }, orders]),
    ).toEqual([]);
    expect(edges([customer])).toEqual([]);
  });

  test("lead to the exposure of the source's own integration, else to the oldest", () => {
    const other = { ...customer, id: 't-other', integrationId: 'j' };
    expect(edges([other, customer, orders])[0]).toBe('orders.customer OBJECT customer');
    expect(edges([other, { ...customer, integrationId: 'k' }, orders])[0]).toBe(
      'orders.customer OBJECT other',
    );
  });

  test('count two constraints over the same columns once', () => {
    const doubled = table('orders', ['id', 'customer_id'], {
      keys: [key('customer_id', 'customer'), { ...key('customer_id', 'customer'), name: 'again' }],
    });
    expect(edges([customer, doubled])).toHaveLength(2);
  });

  test('of 5,000 tables are found in one pass', () => {
    const many = Array.from({ length: 5000 }, (_, index) =>
      table(`t${index}`, ['id', 'next_id'], { keys: [key('next_id', `t${(index + 1) % 5000}`)] }),
    );
    expect(discoverRelationships(many)).toHaveLength(10_000);
  });
});

describe('a snapshot', () => {
  const integration = (state: IntegrationState): Integration => ({
    id: 'i',
    serviceId: 's',
    type: 'MANAGED_CREDENTIALS',
    state,
    errors: [],
    namedCollection: 'service_shop',
    databases: [],
    grants: [],
    createdAt: '2026-01-01T00:00:00.000000Z',
    updatedAt: '2026-01-01T00:00:00.000000Z',
  });

  test.each([
    ['STARTING', 0],
    ['RUNNING', 1],
    ['FAILED', 1],
    ['REMOVING', 0],
  ] as const)('with an integration in state %s exposes %d table', (state, count) => {
    const snapshot = createSnapshot({
      services: [],
      integrations: [integration(state)],
      remoteTables: [table('customer', ['id'])],
    });
    expect(snapshot.exposedTables).toHaveLength(count);
    expect(snapshot.tablesOfIntegration('i')).toHaveLength(1);
  });

  test('orders by age, then by id', () => {
    const at = (id: string, createdAt: string): RemoteTable =>
      table(id, ['id'], { change: { id, createdAt } });
    const snapshot = createSnapshot({
      services: [],
      integrations: [],
      remoteTables: [
        at('c', '2026-01-01T00:00:00.000002Z'),
        at('b', '2026-01-01T00:00:00.000001Z'),
        at('a', '2026-01-01T00:00:00.000002Z'),
      ],
    });
    expect(snapshot.remoteTables.map(({ id }) => id)).toEqual(['b', 'a', 'c']);
  });
});

describe('records', () => {
  const service = {
    id: 's',
    name: 'shop',
    type: 'POSTGRESQL',
    location: 'MANAGED',
    address: {},
    createdAt: '',
    updatedAt: '',
  } as const;

  test('come back from their stored form', () => {
    expect(
      parseRecords([
        { kind: 'service', id: 's', body: renderBody({ kind: 'service', record: service }) },
      ]).services,
    ).toEqual([service]);
  });

  test('of a newer gateway are refused', () => {
    expect(() =>
      parseRecords([{ kind: 'service', id: 's', body: '{"schemaVersion":3,"record":{}}' }]),
    ).toThrow('newer Tributary');
  });

  test('that an older gateway knows keep the version that it reads', () => {
    expect(renderBody({ kind: 'service', record: service })).toContain('"schemaVersion":1');
    const relationship = {
      id: 'r',
      name: 'x',
      kind: 'OBJECT',
      fromTableId: 'a',
      toTableId: 'b',
      columns: [],
      createdAt: '',
    } as const;
    const body = renderBody({ kind: 'relationship', record: relationship });
    expect(body).toContain('"schemaVersion":2');
    expect(parseRecords([{ kind: 'relationship', id: 'r', body }]).declaredRelationships).toEqual([
      relationship,
    ]);
  });

  test('change in order', () => {
    const empty = { services: [], integrations: [], remoteTables: [] };
    expect(applyChanges(empty, [putService(service), remove('service', 's')]).services).toEqual([]);
    expect(applyChanges(empty, [remove('service', 's'), putService(service)]).services).toEqual([
      service,
    ]);
  });
});
