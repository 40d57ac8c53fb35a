import {
  buildASTSchema,
  execute,
  isObjectType,
  Kind,
  parse,
  print,
  printSchema,
  printType,
  validateSchema,
  type GraphQLSchema,
} from 'graphql';
import { buildManagementSchema } from '../../../schema/build-management-schema';
import { GatewayError } from '../../../src/errors/gateway-error';
import { buildGraphSchemas } from '../../../src/graph/schema/build-graph-schemas';
import type { GraphSchemas } from '../../../src/graph/schema/graph-schemas';
import type { Predicate } from '../../../src/model/predicate/predicate';
import { RawJson } from '../../../src/model/raw-json';
import type { DataRequest } from '../../../src/model/selection/data-request';
import type { ReadData } from '../../../src/reading/request/read-data';
import type { RequestContext } from '../../../src/reading/request/request-context';
import { createSnapshot, type RegistrySnapshot } from '../../../src/registry/snapshot';
import { spliceResponse } from '../../../src/server/reply/splice-response';
import { GOLDEN_SNAPSHOT } from '../../fixtures/golden-snapshot';
import { readerContext } from '../../fixtures/reader-context';
import { SHOP_SNAPSHOT } from '../../fixtures/shop-snapshot';
import { TWO_SERVICES_SNAPSHOT } from '../../fixtures/two-services-snapshot';
import { wideSnapshot } from '../../fixtures/wide-snapshot';

/**
 * The data API as a subgraph of Apollo Federation: its SDL, and what `_entities` asks for. Whether
 * it composes was tried with Apollo's own packages (docs/guide/federation.md).
 */
const nothing: ReadData = () => Promise.reject(new Error('nothing is read'));

const build = (
  snapshot: RegistrySnapshot,
  read: ReadData = nothing,
  sdlNeedsAdmin = false,
): GraphSchemas =>
  buildGraphSchemas(buildManagementSchema(), snapshot, read, {
    federation: { sdlNeedsAdmin, maxKeys: 5 },
  });

interface Result {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly {
    readonly path: readonly unknown[];
    readonly message: string;
    readonly code: string | undefined;
  }[];
}

async function ask(
  { executionSchema }: GraphSchemas,
  text: string | ReturnType<typeof parse>,
  variableValues: Record<string, unknown> = {},
  context: Partial<RequestContext> = {},
): Promise<Result> {
  const document = typeof text === 'string' ? parse(text) : text;
  const { data, errors = [] } = await execute({
    schema: executionSchema,
    document,
    variableValues,
    contextValue: readerContext(context),
  });
  return {
    data: JSON.parse(
      Buffer.concat(spliceResponse(data ?? null) as readonly Buffer[]).toString('utf8'),
    ) as Result['data'],
    errors: errors.map(({ path, message, originalError }) => ({
      path: path ?? [],
      message,
      code: originalError instanceof GatewayError ? originalError.code : undefined,
    })),
  };
}

async function sdlOf(schemas: GraphSchemas): Promise<string> {
  const { data, errors } = await ask(schemas, '{ _service { sdl } }');
  expect(errors).toEqual([]);
  return (data?.['_service'] as { readonly sdl: string }).sdl;
}

describe('the SDL', () => {
  const DEFINITIONS =
    'directive @key(fields: String!) repeatable on OBJECT directive @shareable on OBJECT';
  const HEADER =
    'extend schema\n  ' +
    '@link(url: "https://specs.apollo.dev/federation/v2.3", ' +
    'import: ["@key", "@shareable"])\n';

  /** As graphql-js understands it, without the header. */
  function understood(sdl: string): GraphQLSchema {
    expect(sdl.startsWith(HEADER)).toBe(true);
    return buildASTSchema(parse(`${DEFINITIONS} ${sdl.slice(HEADER.length)}`));
  }

  test.each(
    Object.entries({
      'a shop': SHOP_SNAPSHOT,
      'several services': GOLDEN_SNAPSHOT,
      'two services': TWO_SERVICES_SNAPSHOT,
      'many tables': wideSnapshot(7),
    }),
  )('of %s has the types of the data API as they are, and no others', async (_name, snapshot) => {
    const schemas = build(snapshot);
    const schema = understood(await sdlOf(schemas));
    expect(validateSchema(schema)).toEqual([]);
    const listed = schemas.newListedSchema?.();
    const own = Object.keys(schema.getTypeMap()).filter(
      (name) => !name.startsWith('__') && name !== 'Query',
    );
    for (const name of own)
      expect(printType(schema.getType(name)!)).toBe(
        printType(listed!.getType(name)!).replace(' implements Node', ''),
      );
    expect(own).toEqual(
      expect.arrayContaining(
        snapshot.exposedTables.flatMap(({ typeName }) =>
          ['', 'Filter', 'Aggregate'].map((suffix) => typeName + suffix),
        ),
      ),
    );
    expect(
      own.filter((name) =>
        [
          'Node',
          'Service',
          'Integration',
          'RemoteTable',
          '_Service',
          '_Any',
          '_Entity',
          'Mutation',
        ].includes(name),
      ),
    ).toEqual([]);
    const fields = Object.keys(schema.getQueryType()?.getFields() ?? {});
    expect(fields).toEqual(
      expect.arrayContaining(
        snapshot.exposedTables.flatMap(({ fieldName }) => [fieldName, `${fieldName}Aggregate`]),
      ),
    );
    expect(
      fields.filter((name) => ['node', '_service', '_entities', 'services'].includes(name)),
    ).toEqual([]);
  });

  test('has each key of each row, and says what subgraphs share', async () => {
    const [customer, orders, ...others] = SHOP_SNAPSHOT.remoteTables;
    const own = customer!.columns.filter((column) => ['id', 'name'].includes(column.name));
    const tables = [
      customer!,
      { ...orders!, primaryKey: [] },
      ...others,
      {
        ...customer!,
        id: 'pair',
        fieldName: 'shopPair',
        typeName: 'ShopPair',
        name: 'pair',
        primaryKey: ['name', 'id'],
      },
      {
        ...customer!,
        id: 'named',
        fieldName: 'shopNamed',
        typeName: 'ShopNamed',
        name: 'named',
        columns: own.map((column) =>
          column.name === 'id' ? column : { ...column, fieldName: 'nodeId' },
        ),
      },
    ];
    const sdl = await sdlOf(build(createSnapshot({ ...SHOP_SNAPSHOT, remoteTables: tables })));
    const directives = new Map(
      parse(sdl).definitions.flatMap((definition) =>
        definition.kind === Kind.OBJECT_TYPE_DEFINITION
          ? [[definition.name.value, (definition.directives ?? []).map(print)] as const]
          : [],
      ),
    );
    expect(directives.get('ShopCustomer')).toEqual([
      '@key(fields: "id")',
      '@key(fields: "nodeId")',
    ]);
    expect(directives.get('ShopPair')).toEqual([
      '@key(fields: "name id")',
      '@key(fields: "nodeId")',
    ]);
    expect(directives.get('ShopNamed')).toEqual(['@key(fields: "id")']);
    expect(directives.get('ShopOrders')).toEqual([]);
    for (const [name, given] of directives) {
      const isShared =
        name === 'PageInfo' ||
        /^(Int|BigInt|Float|String|Boolean|Decimal|UUID|DateTime|Date)Aggregate$/.test(name);
      expect([name, given.includes('@shareable')]).toEqual([name, isShared]);
    }
  });

  test('of no table is a subgraph still', async () => {
    const schemas = build(createSnapshot({ ...SHOP_SNAPSHOT, remoteTables: [] }));
    expect(await sdlOf(schemas)).toBe(HEADER);
    expect(schemas.publicSchema.getQueryType()?.getFields()['_entities']).toBeUndefined();
    expect(schemas.publicSchema.getType('_Entity')).toBeUndefined();
  });

  test('is printed once, when it is asked for, and others have their turn meanwhile', async () => {
    let asked = 0;
    const snapshot = wideSnapshot(40);
    const watched: RegistrySnapshot = {
      ...snapshot,
      relationshipsFrom: (id) => {
        asked += 1;
        return snapshot.relationshipsFrom(id);
      },
    };
    const schemas = build(watched);
    expect(asked).toBeLessThan(3);
    let [turns, isOver] = [0, false];
    const others = (): void => {
      turns += 1;
      if (!isOver) setImmediate(others);
    };
    setImmediate(others);
    const { data } = await ask(schemas, '{ a: _service { text: sdl __typename sdl } }');
    isOver = true;
    expect(turns).toBeGreaterThan(39);
    const told = asked;
    expect(data?.['a']).toEqual({
      text: await sdlOf(schemas),
      __typename: '_Service',
      sdl: await sdlOf(schemas),
    });
    expect(asked).toBe(told);
  });

  test('needs the admin key where the schema is not to be seen', async () => {
    const schemas = build(SHOP_SNAPSHOT, nothing, true);
    expect(await ask(schemas, '{ _service { sdl } }')).toMatchObject({
      data: { _service: null },
      errors: [{ code: 'FORBIDDEN', path: ['_service'] }],
    });
    expect(
      (await ask(schemas, '{ _service { sdl } }', {}, { caller: { role: 'ADMIN' } })).errors,
    ).toEqual([]);
  });
});

test('without the setting nothing of it is there', () => {
  const { newListedSchema } = buildGraphSchemas(buildManagementSchema(), SHOP_SNAPSHOT, nothing);
  expect(printSchema(newListedSchema!())).not.toMatch(/_service|_entities|_Entity|_Any|_Service/);
});

/** Answers what is asked for from rows that hold nothing but their keys. */
function watchedRead(): {
  readonly read: ReadData;
  readonly requests: DataRequest[];
  readonly keysOf: (request: DataRequest | undefined) => unknown;
} {
  const requests: DataRequest[] = [];
  const keysOf = (request: DataRequest | undefined): unknown =>
    request?.kind === 'rows' ? valuesOf(request.rows.where) : null;
  const read: ReadData = async (request) => {
    requests.push(request);
    await new Promise(setImmediate);
    if (request.kind !== 'rows') throw new Error('no rows');
    const slot = request.rows.fields.at(-1);
    if (slot?.kind !== 'slot') throw new Error('no slot');
    const found = (keysOf(request) as number[]).filter((id) => id < 100);
    return new RawJson(
      Buffer.from(
        JSON.stringify(found.toReversed().map((id) => ({ id, key: [slot.mark, id, slot.mark] }))),
      ),
    );
  };
  return { read, requests, keysOf };
}

function valuesOf(where: Predicate | null): unknown {
  return where?.kind === 'in' ? where.values : where;
}

const customers = (...ids: readonly unknown[]): unknown =>
  ids.map((id) => ({ __typename: 'ShopCustomer', id }));
const ENTITIES =
  'query ($r: [_Any!]!) { _entities(representations: $r) { ' +
  '__typename ... on ShopCustomer { id } ... on ShopOrders { id } } }';

describe('entities', () => {
  test('come in the order of their representations, of each type by one request', async () => {
    const { read, requests, keysOf } = watchedRead();
    const r = [...(customers(7, 300, 5, 7) as unknown[]), { __typename: 'ShopOrders', id: 9 }];
    const { data, errors } = await ask(build(SHOP_SNAPSHOT, read), ENTITIES, { r });
    expect(errors).toEqual([]);
    expect(data).toEqual({ _entities: [{ id: 7 }, null, { id: 5 }, { id: 7 }, { id: 9 }] });
    expect(requests.map(keysOf)).toEqual([[7, 300, 5], [9]]);
    expect(requests.map(({ field, result }) => [field, result])).toEqual([
      ['_entities', 'LIST'],
      ['_entities', 'LIST'],
    ]);
  });

  test('of several requests that arrive while others are read share one', async () => {
    const { read, requests, keysOf } = watchedRead();
    const [schemas, document] = [build(SHOP_SNAPSHOT, read), parse(ENTITIES)];
    const answers = await Promise.all(
      [[1], [2, 3], [3, 4], [2, 3]].map((ids) => ask(schemas, document, { r: customers(...ids) })),
    );
    expect(answers.map(({ data }) => data)).toEqual(
      [[1], [2, 3], [3, 4], [2, 3]].map((ids) => ({ _entities: ids.map((id) => ({ id })) })),
    );
    // What arrives in one go is one round.
    expect(requests.map(keysOf)).toEqual([[1, 2, 3, 4]]);
    const alone = await ask(schemas, document, { r: customers(1) }, { planRequested: true });
    expect(alone.data).toEqual({ _entities: [{ id: 1 }] });
    expect(requests.map(keysOf).at(-1)).toEqual([1]);
  });

  test('of requests that differ in another variable, or have lists below, are read apart', async () => {
    const { read, requests, keysOf } = watchedRead();
    const schemas = build(SHOP_SNAPSHOT, read);
    const skipping = parse(
      'query ($r: [_Any!]!, $s: Boolean!) { ' +
        '_entities(representations: $r) { ... on ShopCustomer { id ' +
        'name @skip(if: $s) } } }',
    );
    await Promise.all(
      [
        [1, true],
        [2, false],
        [3, true],
      ].map(([id, s]) => ask(schemas, skipping, { r: customers(id), s })),
    );
    expect(requests.map(keysOf)).toEqual([[1, 3], [2]]);
    const lists = parse(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ' +
        '... on ShopCustomer { orders(limit: 1) { id } } } }',
    );
    await Promise.all([1, 2].map((id) => ask(schemas, lists, { r: customers(id) })));
    expect(requests.map(keysOf).slice(2)).toEqual([[1], [2]]);
  });

  test('that fail together because of one are read alone', async () => {
    const { read, requests, keysOf } = watchedRead();
    const failing: ReadData = async (request, context) => {
      const answer = await read(request, context);
      if ((keysOf(request) as number[]).includes(13))
        throw new GatewayError('SERVICE_QUERY_FAILED', 'no');
      return answer;
    };
    const [schemas, document] = [build(SHOP_SNAPSHOT, failing), parse(ENTITIES)];
    const [first, second] = await Promise.all(
      [[12], [13]].map((ids) => ask(schemas, document, { r: customers(...ids) })),
    );
    expect(first).toEqual({ data: { _entities: [{ id: 12 }] }, errors: [] });
    expect(second).toMatchObject({
      data: null,
      errors: [{ path: ['_entities'], code: 'SERVICE_QUERY_FAILED' }],
    });
    expect(requests.map(keysOf)).toEqual([[12, 13], [12], [13]]);
  });

  test('of a type that cannot be read do not take the others along', async () => {
    const { read } = watchedRead();
    const failing: ReadData = (request, context) =>
      request.kind === 'rows' && request.rows.table.typeName === 'ShopOrders'
        ? Promise.reject(new GatewayError('SERVICE_UNREACHABLE', 'gone'))
        : read(request, context);
    const r = [
      { __typename: 'ShopOrders', id: 1 },
      ...(customers(5) as unknown[]),
      { __typename: 'ShopOrders', id: 2 },
    ];
    const { data, errors } = await ask(build(SHOP_SNAPSHOT, failing), ENTITIES, { r });
    expect(data).toEqual({ _entities: [null, { id: 5 }, null] });
    expect(errors.map(({ path, code }) => [path, code])).toEqual([
      [['_entities', 0], 'SERVICE_UNREACHABLE'],
      [['_entities', 2], 'SERVICE_UNREACHABLE'],
    ]);
  });

  const id = (...parts: readonly unknown[]): string =>
    Buffer.from(JSON.stringify(parts)).toString('base64url');

  test.each([
    [7, 'a `__typename`'],
    ['secret', 'a `__typename`'],
    [['secret'], 'a `__typename`'],
    [{ id: 'secret' }, 'a `__typename`'],
    [{ __typename: 7, id: 1 }, 'a `__typename`'],
    [{ __typename: 'Secret', id: 1 }, 'no entity'],
    [{ __typename: 'Service', id: 1 }, 'no entity'],
    [{ __typename: 'ShopCustomerFilter', id: 1 }, 'no entity'],
    [{ __typename: '__proto__', id: 1 }, 'no entity'],
    [{ __typename: 'ShopCustomer' }, 'lacks a key of ShopCustomer: `id`'],
    [{ __typename: 'ShopCustomer', name: 'secret' }, 'lacks a key'],
    [{ __typename: 'ShopCustomer', id: 'secret' }, 'does not fit'],
    [{ __typename: 'ShopCustomer', id: null }, 'does not fit'],
    [{ __typename: 'ShopCustomer', id: { secret: 1 } }, 'does not fit'],
    [{ __typename: 'ShopCustomer', id: [1] }, 'does not fit'],
    [{ __typename: 'ShopCustomer', id: 2 ** 31 }, 'does not fit'],
    [{ __typename: 'ShopCustomer', nodeId: 'secret' }, 'not one that this gateway made'],
    [{ __typename: 'ShopCustomer', nodeId: 7 }, 'not one that this gateway made'],
    [{ __typename: 'ShopCustomer', nodeId: id('ShopOrders', 1) }, 'another type'],
    [{ __typename: 'ShopCustomer', nodeId: id('ShopCustomer', 1, 2) }, 'another type'],
    [{ __typename: 'ShopCustomer', nodeId: id('ShopCustomer', 'secret') }, 'does not fit'],
  ])(
    'that %j does not stand for are an error of its own, without what was given',
    async (representation, words) => {
      const { read } = watchedRead();
      const { data, errors } = await ask(build(SHOP_SNAPSHOT, read), ENTITIES, {
        r: [representation, ...(customers(5) as unknown[])],
      });
      expect(data).toEqual({ _entities: [null, { id: 5 }] });
      expect(errors).toEqual([
        {
          path: ['_entities', 0],
          code: 'INVALID_INPUT',
          message: expect.stringContaining(words) as string,
        },
      ]);
      expect(JSON.stringify(errors).toLowerCase()).not.toContain('secret');
    },
  );

  test('may be named by their global ids', async () => {
    const { read, requests, keysOf } = watchedRead();
    const r = [
      { __typename: 'ShopCustomer', nodeId: id('ShopCustomer', 4) },
      { __typename: 'ShopCustomer', id: 6 },
    ];
    expect((await ask(build(SHOP_SNAPSHOT, read), ENTITIES, { r })).data).toEqual({
      _entities: [{ id: 4 }, { id: 6 }],
    });
    expect(requests.map(keysOf)).toEqual([[4, 6]]);
  });

  test('are bounded in number, and none is nothing to be read', async () => {
    const { read, requests } = watchedRead();
    const refused = await ask(build(SHOP_SNAPSHOT, read), ENTITIES, {
      r: customers(1, 2, 3, 4, 5, 6),
    });
    expect(refused.errors).toEqual([
      {
        path: ['_entities'],
        code: 'QUERY_TOO_COSTLY',
        message:
          '`representations` has 6 entries; TRIBUTARY_MAX_JOIN_KEYS ' +
          'allows 5. Send several operations, or raise the setting.',
      },
    ]);
    expect((await ask(build(SHOP_SNAPSHOT, read), ENTITIES, { r: [] })).data).toEqual({
      _entities: [],
    });
    expect(requests).toEqual([]);
  });

  test('are of a type that the public schema has, whose members are the rows with keys', () => {
    const { publicSchema } = build(SHOP_SNAPSHOT);
    const entity = publicSchema.getType('_Entity');
    expect(printType(entity!)).toBe(
      '"""A row of a table with a primary key."""\nunion _Entity = ShopCustomer | ShopOrders',
    );
    expect(isObjectType(publicSchema.getType('_Service'))).toBe(true);
  });
});
