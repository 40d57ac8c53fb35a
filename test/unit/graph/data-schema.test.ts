import {
  execute,
  getIntrospectionQuery,
  GraphQLObjectType,
  GraphQLSchema,
  isAbstractType,
  isInputType,
  isObjectType,
  lexicographicSortSchema,
  parse,
  printSchema,
  specifiedRules,
  validate,
  validateSchema,
  type DocumentNode,
  type GraphQLNamedType,
} from 'graphql';
import { buildManagementSchema } from '../../../schema/build-management-schema';
import { buildGraphSchemas } from '../../../src/graph/schema/build-graph-schemas';
import type { GraphSchemas } from '../../../src/graph/schema/graph-schemas';
import { ValidationSchema } from '../../../src/graph/schema/validation-schema';
import { tableMembers } from '../../../src/graph/types/table-members';
import { derivedNames } from '../../../src/model/graphql-names';
import { createSnapshot, type RegistrySnapshot } from '../../../src/registry/snapshot';
import { GOLDEN_SNAPSHOT } from '../../fixtures/golden-snapshot';
import { readerContext } from '../../fixtures/reader-context';
import { SHOP_SNAPSHOT } from '../../fixtures/shop-snapshot';
import { TWO_SERVICES_SNAPSHOT } from '../../fixtures/two-services-snapshot';
import { wideSnapshot } from '../../fixtures/wide-snapshot';

/**
 * Schemas that make their types when they are asked for are the ones that graphql-js makes of the
 * same parts at once: they print the same, are valid, and every rule of validation says the same.
 */
const [customer, orders] = SHOP_SNAPSHOT.remoteTables;
if (customer === undefined || orders === undefined) throw new Error('the shop has two tables');

const only = (...tables: readonly RegistrySnapshot['remoteTables'][number][]): RegistrySnapshot =>
  createSnapshot({ ...SHOP_SNAPSHOT, remoteTables: tables });
const columnsOf = (...names: readonly string[]) =>
  customer.columns.filter((column) => names.includes(column.name));

const SNAPSHOTS: Readonly<Record<string, RegistrySnapshot>> = {
  nothing: only(),
  'a shop': SHOP_SNAPSHOT,
  'several services': GOLDEN_SNAPSHOT,
  'relationships between services': TWO_SERVICES_SNAPSHOT,
  'a chain of tables': wideSnapshot(7),
  'no primary key': only({ ...orders, primaryKey: [] }),
  'documents only': only({ ...customer, columns: columnsOf('profile'), primaryKey: [] }),
  'lists only': only({ ...customer, columns: columnsOf('tags'), primaryKey: [] }),
  'columns that no enum can hold': only({
    ...customer,
    columns: columnsOf('id').map((column) => ({ ...column, fieldName: 'true' })),
  }),
  'a column that is called like the id of a row': only({
    ...customer,
    columns: [
      ...columnsOf('id'),
      ...columnsOf('name').map((column) => ({ ...column, fieldName: 'nodeId' })),
    ],
  }),
};

type Federation = NonNullable<
  NonNullable<Parameters<typeof buildGraphSchemas>[3]>['federation']
> | null;
const FEDERATION: Federation = { sdlNeedsAdmin: false, maxKeys: 10 };

const CASES: readonly (readonly [string, RegistrySnapshot, Federation])[] = [
  ...Object.entries(SNAPSHOTS).map(([name, snapshot]) => [name, snapshot, null] as const),
  ...Object.entries(SNAPSHOTS)
    .slice(1, 4)
    .map(([name, snapshot]) => [`${name}, as a subgraph`, snapshot, FEDERATION] as const),
];

const build = (snapshot: RegistrySnapshot, federation: Federation = null): GraphSchemas =>
  buildGraphSchemas(
    buildManagementSchema(),
    snapshot,
    () => Promise.reject(new Error('nothing is read')),
    { federation },
  );

function introspected(schemas: GraphSchemas): GraphQLSchema {
  if (schemas.newListedSchema === undefined) throw new Error('no schema that lists its types');
  return schemas.newListedSchema();
}

/**
 * Made by graphql-js, which walks all types. Given the types of tables, because some of them may
 * have no use.
 */
function eager(schema: GraphQLSchema, names: readonly string[]): GraphQLSchema {
  const query = schema.getQueryType()?.toConfig();
  if (query === undefined) throw new Error('no query type');
  return new GraphQLSchema({
    ...schema.toConfig(),
    query: new GraphQLObjectType(query),
    assumeValid: false,
    types: names
      .map((name) => schema.getType(name))
      .filter((type) => type !== undefined && type !== null),
  });
}

const tableTypes = (snapshot: RegistrySnapshot): readonly string[] =>
  snapshot.exposedTables.flatMap(({ typeName }) =>
    [
      '',
      'Filter',
      'OrderBy',
      'Column',
      'Aggregate',
      'AggregateFilter',
      'AggregateOrderBy',
      'Group',
      'GroupKey',
      'GroupBy',
      'GroupsOrderBy',
      'Connection',
      'Edge',
    ].map((suffix) => typeName + suffix),
  );

const kindOf = (type: GraphQLNamedType | undefined): string | undefined =>
  type?.constructor.name.replace('Lazy', 'GraphQL');

const eagerOf = (snapshot: RegistrySnapshot, federation: Federation = null): GraphQLSchema =>
  eager(introspected(build(snapshot, federation)), tableTypes(snapshot));

describe.each(CASES)('of %s', (_name, snapshot, federation) => {
  test('prints as graphql-js would print it, and is valid', () => {
    const schema = introspected(build(snapshot, federation));
    const expected = eagerOf(snapshot, federation);
    expect(validateSchema(expected)).toEqual([]);
    expect(Object.keys(schema.getTypeMap()).toSorted()).toEqual(
      Object.keys(expected.getTypeMap()).toSorted(),
    );
    expect(printSchema(lexicographicSortSchema(schema))).toBe(
      printSchema(lexicographicSortSchema(expected)),
    );
  });

  test('is introspected as graphql-js would introspect it', () => {
    const ask = (schema: GraphQLSchema): unknown =>
      execute({
        schema: lexicographicSortSchema(schema),
        document: parse(
          getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true }),
        ),
      });
    expect(ask(introspected(build(snapshot, federation)))).toEqual(
      ask(eagerOf(snapshot, federation)),
    );
  });

  test('the schema that data is read with is valid too, and has the inputs of the public one', () => {
    const { executionSchema } = build(snapshot, federation);
    const expected = eager(executionSchema, tableTypes(snapshot));
    expect(validateSchema(expected)).toEqual([]);
    for (const type of Object.values(introspected(build(snapshot, federation)).getTypeMap())) {
      if (isInputType(type)) expect(executionSchema.getType(type.name)?.toString()).toBe(type.name);
    }
  });

  test('finds each type by its name, before all are listed, and no others', () => {
    const { publicSchema } = build(snapshot, federation);
    for (const [name, type] of Object.entries(eagerOf(snapshot, federation).getTypeMap())) {
      const found = publicSchema.getType(name);
      expect([name, found?.name, kindOf(found)]).toEqual([name, type.name, kindOf(type)]);
      expect(publicSchema.getTypeMap()[name]).toBe(found);
    }
    for (const name of ['constructor', '__proto__', 'toString', 'ShopNothing', 'Filter', '']) {
      expect(publicSchema.getType(name)).toBeUndefined();
      expect(publicSchema.getTypeMap()[name]).toBeUndefined();
      expect(publicSchema.getQueryType()?.getFields()[name]).toBeUndefined();
    }
  });

  test('knows which types implement which', () => {
    const [{ publicSchema }, expected] = [
      build(snapshot, federation),
      eagerOf(snapshot, federation),
    ];
    const namesOf = (types: readonly { readonly name: string }[]): readonly string[] =>
      types.map((type) => type.name).toSorted();
    for (const abstract of Object.values(expected.getTypeMap()).filter(isAbstractType)) {
      const own = publicSchema.getType(abstract.name);
      if (!isAbstractType(own)) throw new Error(`${abstract.name} is not abstract`);
      for (const type of Object.values(expected.getTypeMap()).filter(isObjectType)) {
        const ownType = publicSchema.getType(type.name);
        if (!isObjectType(ownType)) throw new Error(`${type.name} is no object`);
        expect([type.name, publicSchema.isSubType(own, ownType)]).toEqual([
          type.name,
          expected.isSubType(abstract, type),
        ]);
      }
      expect(namesOf(publicSchema.getPossibleTypes(own))).toEqual(
        namesOf(expected.getPossibleTypes(abstract)),
      );
    }
  });
});

const OPERATIONS: readonly string[] = [
  '{ shopCustomer { id name orders(where: { amount: { _gt: "1" } }, ' +
    'limit: 2) { id customer { id } } ordersAggregate { _count } } }',
  'query ($where: ShopOrdersFilter, $by: [ShopOrdersOrderBy!]) { ' +
    'shopOrders(where: $where, orderBy: $by) { ...row } } fragment row on ShopOrders { id ' +
    'nodeId amount }',
  'query ($id: ID!) { node(id: $id) { nodeId ... ' +
    'on ShopCustomer { id } ... on ShopOrders { id } ... ' +
    'on Node { __typename } } }',
  '{ shopOrdersGroups(by: [{ column: customerId }], ' +
    'having: { _count: { _gt: 1 } }) { key { customerId } aggregate { _count ' +
    'amount { _sum } } } }',
  '{ shopOrdersConnection(first: 1) { edges { cursor node { id } } ' +
    'pageInfo { hasNextPage } totalCount } services { name } }',
  'mutation { deleteService(name: "x") { name } }',
  '{ __schema { types { name } } __type(name: "ShopOrders") { fields { name } } }',
  // No such field, argument, type, fragment, directive; most of them with suggestions.
  '{ shopCustomers { id } }',
  '{ shopCustomer { nam orders { idd } } }',
  '{ service { x } constructor { id } }',
  '{ shopCustomer(wher: {}) { id } }',
  'query ($where: ShopOrdersFiltre) { shopOrders(where: $where) { id } }',
  'query ($a: IntFiltr, $b: constructor) { shopOrders { id } }',
  '{ shopOrders { ...gone } }',
  '{ shopOrders { id @skipp(if: true) } }',
  'fragment x on ShopCustomr { id } { shopCustomer { ...x } }',
  'fragment x on ShopOrdersFilter { id } { shopCustomer { ...x } }',
  '{ shopOrders { ... on ShopCustomer { id } } }',
  '{ node(id: "a") { ... on Service { id } ... on ShopOrdersAggregate { _count } } }',
  '{ node(id: "a") { id amount name } }',
  '{ node }',
  '{ shopOrders }',
  '{ shopOrders { id { x } } }',
  // Values and variables.
  '{ shopOrders(where: { amount: { _gt: true } }, limit: "x") { id } }',
  '{ shopOrders(where: { amoun: { _gt: "1" } }, orderBy: [{ id: UP }]) { id } }',
  '{ shopOrders(where: { _and: [{ customer: { nam: { ' +
    '_eq: "x" } } }] }, distinctOn: [idd]) { id } }',
  'query ($a: ShopOrders) { shopOrders { id } }',
  'query ($a: Int, $b: Int!) { shopOrders(limit: $c) { id } shopOrdersByPk(id: $a) { id } }',
  'query ($a: IntFilter) { shopOrders(where: $a) { id } }',
  'query ($a: ShopOrdersFilter = { id: { _eq: "x" } }) { shopOrders(where: $a) { id } }',
  '{ shopOrdersByPk { id } }',
  '{ shopOrdersGroups { key { id } } }',
  '{ a: shopOrders { id } a: shopCustomer { id } }',
  '{ shopOrders(limit: 1) { id } shopOrders(limit: 2) { id } }',
  'query A { shopOrders { id } } query A { shopOrders { id } }',
  'mutation { shopOrders { id } deleteServices { name } }',
  'subscription { shopOrders { id } }',
  'type New { id: ID } { shopOrders { id } }',
];

function said(schema: GraphQLSchema, document: DocumentNode): readonly unknown[] {
  const end = schema instanceof ValidationSchema ? schema.listTypesFor(document) : null;
  const errors = validate(schema, document, specifiedRules);
  end?.();
  return errors.map((error) => error.toJSON());
}

const ENTITIES: readonly string[] = [
  'query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... ' +
    'on ShopCustomer { id orders { id } } ... on ShopOrders { amount } ... ' +
    'on _Entity { __typename } ... on Node { nodeId } } _service { sdl } }',
  'query ($r: [_Any]) { _entities(representations: $r) { id ... ' +
    'on ShopOrdersAggregate { _count } ... on Service { id } } ' +
    '_service { sld } }',
  '{ _entities { __typename } _service }',
  '{ _entities(representations: [null]) { ... on ShopNothing { id } } _entitie { id } }',
];

describe('of a subgraph, every rule of validation', () => {
  const whole = eagerOf(SHOP_SNAPSHOT, FEDERATION);
  test.each([...ENTITIES, ...OPERATIONS.slice(0, 12)])('says the same of %s', (operation) => {
    const schema = build(SHOP_SNAPSHOT, FEDERATION).publicSchema;
    const document = parse(operation);
    expect(said(schema, document)).toEqual(said(whole, document));
  });
});

describe('of a shop, every rule of validation', () => {
  const whole = eagerOf(SHOP_SNAPSHOT);
  const warm = build(SHOP_SNAPSHOT).publicSchema;

  test.each(OPERATIONS)('says the same of %s', (operation) => {
    const document = parse(operation);
    const expected = said(whole, document);
    expect(said(build(SHOP_SNAPSHOT).publicSchema, document)).toEqual(expected);
    expect(said(warm, document)).toEqual(expected);
  });

  test('of which most find something', () => {
    expect(
      OPERATIONS.filter((operation) => said(whole, parse(operation)).length > 0).length,
    ).toBeGreaterThan(25);
  });
});

test.each([
  ['', null],
  [', as a subgraph', FEDERATION],
] as const)(
  'a thousand tables cost nothing until they are asked for%s',
  async (_name, federation) => {
    const snapshot = wideSnapshot(1_000);
    const used = new Set<string>();
    const watched: RegistrySnapshot = {
      ...snapshot,
      relationshipsFrom: (id) => {
        used.add(id);
        return snapshot.relationshipsFrom(id);
      },
    };
    const { publicSchema, executionSchema } = build(watched, federation);
    const ask = (text: string) => {
      const document = parse(text);
      expect(validate(publicSchema, document)).toEqual([]);
      return execute({
        schema: executionSchema,
        document,
        contextValue: readerContext(),
        variableValues: { where: {} },
      });
    };
    // The first table, because the field `node` exists where one of them has global ids.
    const first = [...used];
    expect(first).toHaveLength(1);
    const { errors } = await ask(
      'query ($where: ShopWide500Filter) { shopWide500(where: $where) { id customer { id } } }',
    );
    expect(errors?.map((error) => error.message)).toEqual(['nothing is read']);
    // The chain breaks at every third table: 498 - 499 - 500 - 501.
    expect([...used].filter((id) => !first.includes(id)).toSorted()).toEqual(
      ['table-wide-498', 'table-wide-499', 'table-wide-500'].toSorted(),
    );
    if (federation === null) return;
    const found = await ask(
      'query { _entities(representations: [{ __typename: "ShopWide9", ' +
        'id: 1 }]) { __typename ... on ShopWide9 { id } ... on _Entity { ... ' +
        'on ShopWide3 { id } } } }',
    );
    expect(found.errors?.map((error) => error.message)).toEqual(['nothing is read']);
    expect(used.size).toBeLessThan(12);
  },
);

test('what tables are found to have was reserved when they were named', () => {
  for (const table of Object.values(SNAPSHOTS).flatMap((snapshot) => snapshot.exposedTables)) {
    const { fields, types } = tableMembers(table);
    expect(derivedNames(table)).toEqual(expect.arrayContaining([...fields, ...types]));
  }
});

test('two tables whose types have the same names are refused', () => {
  const twice = only(customer, { ...orders, typeName: 'ShopCustomerAggregate' });
  expect(() => build(twice)).toThrow(
    'two remote tables have types of the name ShopCustomerAggregate',
  );
  expect(() => build(only({ ...orders, typeName: 'Service' }))).toThrow(
    'a remote table and the gateway have types of the name Service',
  );
});
