import { execute, getIntrospectionQuery, GraphQLObjectType, GraphQLSchema, parse } from 'graphql';
import { buildManagementSchema } from '../../../schema/build-management-schema';
import { buildGraphSchemas } from '../../../src/graph/schema/build-graph-schemas';
import type { GraphSchemas } from '../../../src/graph/schema/graph-schemas';
import { executeOperation } from '../../../src/server/graphql/execute-operation';
import { spliceResponse } from '../../../src/server/reply/splice-response';
import { wideSnapshot } from '../../fixtures/wide-snapshot';

/** Introspection is told in slices, and is what graphql-js tells at once. */
interface Named {
  readonly name?: string;
  readonly n?: string;
}

/** `Query` has more fields than one slice holds, and there are more types than that too. */
const SNAPSHOT = wideSnapshot(9);
const build = (): GraphSchemas =>
  buildGraphSchemas(buildManagementSchema(), SNAPSHOT, () =>
    Promise.reject(new Error('nothing is read')),
  );

function eager(): GraphQLSchema {
  const schema = build().newListedSchema?.();
  const query = schema?.getQueryType()?.toConfig();
  if (schema === undefined || query === undefined)
    throw new Error('no schema that lists its types');
  return new GraphQLSchema({
    ...schema.toConfig(),
    query: new GraphQLObjectType(query),
    types: [],
  });
}

async function told(
  schemas: GraphSchemas,
  query: string,
  variableValues: Record<string, unknown> = {},
): Promise<{ readonly text: string; readonly data: unknown }> {
  const result = await executeOperation(schemas, {
    document: parse(query),
    variableValues,
    contextValue: { caller: { role: 'ADMIN' } },
  });
  expect(result.errors).toBeUndefined();
  const text = Buffer.concat(spliceResponse(result) as readonly Buffer[]).toString('utf8');
  return { text, data: sorted((JSON.parse(text) as { readonly data: unknown }).data) };
}

/** Lists of what has a name in the order of the names. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(sorted) as readonly Named[];
    return items.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)));
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, sorted(member)]))
    : value;
}

const nameOf = (item: Named | null): string => item?.name ?? item?.n ?? '';

const QUERIES: Readonly<Record<string, string>> = {
  'the usual one': getIntrospectionQuery({
    inputValueDeprecation: true,
    specifiedByUrl: true,
    oneOf: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
  }),
  names: '{ __schema { types { name } } }',
  'aliases, fragments and directives': `query ($no: Boolean = false, $yes: Boolean!) {
    a: __schema { ...Types __typename mutationType { fields { name } } t: types { n: name all: fields(includeDeprecated: $yes) { n: name args { name } } fields { name } } }
    b: __schema { ... on __Schema @include(if: $yes) { types { name possibleTypes { name } } } }
    c: __schema @skip(if: $yes) { types { name } }
    __typename
    d: __type(name: "ShopWide7") { fields { name } }
    e: __schema { types @include(if: $no) { name } queryType { name } }
  }
  fragment Types on __Schema { types { ...Type } directives { name } }
  fragment Type on __Type { kind name fields { name type { kind name ofType { name } } } inputFields { name } enumValues { name } interfaces { name } }`,
};

test.each(Object.entries(QUERIES))('%s', async (_name, query) => {
  const variableValues = { yes: true };
  const expected = await execute({ schema: eager(), document: parse(query), variableValues });
  expect(expected.errors).toBeUndefined();
  const { data } = await told(build(), query, variableValues);
  expect(data).toEqual(sorted(expected.data));
});

test('members come in the order that was asked for, and there is nothing between them', async () => {
  const { text } = await told(
    build(),
    '{ b: __schema { queryType { name } types { name } __typename } a: __typename }',
  );
  expect(text).toMatch(
    /^\{"data":\{"b":\{"queryType":\{"name":"Query"\},"types":\[\{"name":"[A-Za-z_]+"\},.*\],"__typename":"__Schema"\},"a":"Query"\}\}$/,
  );
});

test('others have their turn between the slices', async () => {
  let [turns, isOver] = [0, false];
  const others = (): void => {
    turns += 1;
    if (!isOver) setImmediate(others);
  };
  setImmediate(others);
  const { data } = await told(build(), getIntrospectionQuery());
  isOver = true;
  const { types } = (data as { readonly __schema: { readonly types: readonly unknown[] } })
    .__schema;
  expect(types.length).toBeGreaterThan(200);
  expect(turns).toBeGreaterThan(types.length / 20);
});

test('who asks the same again, or meanwhile, gets the same bytes; another schema tells anew', async () => {
  const schemas = build();
  const ask = (of: GraphSchemas, text: string): Promise<unknown> =>
    executeOperation(of, { document: parse(text) }).then((result) => result.data?.['__schema']);
  const [first, meanwhile] = await Promise.all([
    ask(schemas, QUERIES['names'] ?? ''),
    ask(schemas, QUERIES['names'] ?? ''),
  ]);
  expect(meanwhile).toBe(first);
  expect(await ask(schemas, QUERIES['names'] ?? '')).toBe(first);
  expect(await ask(schemas, '{ __schema { types { kind } } }')).not.toEqual(first);
  const other = await ask(build(), QUERIES['names'] ?? '');
  expect(other).not.toBe(first);
  expect(other).toEqual(first);
});
