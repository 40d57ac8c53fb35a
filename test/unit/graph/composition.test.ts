import { composeServices, type CompositionResult } from '@apollo/composition';
import { execute, parse } from 'graphql';
import { buildManagementSchema } from '../../../schema/build-management-schema';
import { buildGraphSchemas } from '../../../src/graph/schema/build-graph-schemas';
import { createSnapshot, type RegistrySnapshot } from '../../../src/registry/snapshot';
import { spliceResponse } from '../../../src/server/reply/splice-response';
import { readerContext } from '../../fixtures/reader-context';
import { SHOP_SNAPSHOT } from '../../fixtures/shop-snapshot';
import { TWO_SERVICES_SNAPSHOT } from '../../fixtures/two-services-snapshot';
import { wideSnapshot } from '../../fixtures/wide-snapshot';

/** Supergraphs, as Apollo's own package composes them. */
async function subgraph(
  name: string,
  snapshot: RegistrySnapshot,
): Promise<Parameters<typeof composeServices>[0][number]> {
  const { executionSchema } = buildGraphSchemas(
    buildManagementSchema(),
    snapshot,
    () => Promise.reject(new Error('nothing is read')),
    { federation: { sdlNeedsAdmin: false, maxKeys: 10 } },
  );
  const { data } = await execute({
    schema: executionSchema,
    document: parse('{ _service { sdl } }'),
    contextValue: readerContext(),
  });
  const told = JSON.parse(
    Buffer.concat(spliceResponse(data) as readonly Buffer[]).toString('utf8'),
  ) as { readonly _service: { readonly sdl: string } };
  return { name, typeDefs: parse(told._service.sdl) };
}

/** The same tables in a service of another name. */
function renamed(snapshot: RegistrySnapshot, name: string): RegistrySnapshot {
  const rename = (text: string): string =>
    text.replace(/^Shop/, name).replace(/^shop/, name.toLowerCase());
  return createSnapshot({
    ...snapshot,
    remoteTables: snapshot.remoteTables.map((table) => ({
      ...table,
      fieldName: rename(table.fieldName),
      typeName: rename(table.typeName),
    })),
  });
}

/** Has names of its own that gateways have too. */
const REVIEWS = {
  name: 'reviews',
  typeDefs: parse(`
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])
    type Query { reviews: [Review!]! node(id: ID!): Node }
    type Review { stars: Int! customer: ShopCustomer order: ShopOrders at: DateTime more: JSON }
    type ShopCustomer @key(fields: "id") { id: Int! reviews: [Review!]! }
    type ShopOrders @key(fields: "nodeId", resolvable: false) { nodeId: ID! }
    type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
    type Service { name: String }
    interface Node { id: ID! }
    type Product implements Node @key(fields: "id") { id: ID! service: Service }
    scalar DateTime
    scalar JSON`),
};

const problems = (result: Pick<CompositionResult, 'errors'>): readonly string[] =>
  (result.errors ?? []).map((error) => error.message);

test.each([
  ['a shop', SHOP_SNAPSHOT],
  ['two services', TWO_SERVICES_SNAPSHOT],
  ['many tables', wideSnapshot(20)],
])('%s, alone and with a subgraph that refers to its rows', async (_name, snapshot) => {
  const own = await subgraph('tributary', snapshot);
  expect(problems(composeServices([own]))).toEqual([]);
  const { supergraphSdl, ...result } = composeServices([own, REVIEWS]);
  expect(problems(result)).toEqual([]);
  expect(result.hints).toEqual([]);
  expect(supergraphSdl).toMatch(
    /type ShopCustomer\n.*@join__type\(graph: REVIEWS, key: "id"\)\n.*@join__type\(graph: TRIBUTARY, key: "id"\)\n.*@join__type\(graph: TRIBUTARY, key: "nodeId"\)/,
  );
});

test('two gateways with other services', async () => {
  const result = composeServices([
    await subgraph('one', SHOP_SNAPSHOT),
    await subgraph('two', renamed(wideSnapshot(9), 'Desk')),
    REVIEWS,
  ]);
  expect([problems(result), result.hints]).toEqual([[], []]);
});

test('a gateway without tables beside another', async () => {
  expect(
    problems(
      composeServices([
        await subgraph('one', SHOP_SNAPSHOT),
        await subgraph('two', createSnapshot({ ...SHOP_SNAPSHOT, remoteTables: [] })),
      ]),
    ),
  ).toEqual([]);
});

test('two gateways with one service are refused: each would have to answer for the other', async () => {
  expect(
    problems(
      composeServices([await subgraph('one', SHOP_SNAPSHOT), await subgraph('two', SHOP_SNAPSHOT)]),
    )[0],
  ).toContain('Non-shareable field "Query.shopCustomer"');
});
