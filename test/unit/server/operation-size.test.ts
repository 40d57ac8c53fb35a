import {
  GraphQLError,
  Kind,
  parse,
  validate,
  buildSchema,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql';
import { GatewayError } from '../../../src/errors/gateway-error';
import {
  createOperationLimits,
  type LimitSettings,
} from '../../../src/server/graphql/operation-limits';
import {
  countMembers,
  measureOperation,
  type OperationSize,
} from '../../../src/server/graphql/operation-size';
import { thrownBy } from '../../helpers/thrown-by';

const SCHEMA = buildSchema(`
  input Filter { a: Filter b: [Filter!] n: [Int!] }
  type Row { id: Int inner(where: Filter, limit: Int): Row }
  type Query { row(where: Filter): Row other: Int }
`);
const LIMITS: LimitSettings = { maxDepth: 12, maxRootFields: 3, maxAliases: 2, maxCost: 60 };

function measure(query: string): OperationSize {
  const { definitions } = parse(query);
  const fragments = definitions.filter(
    (each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION,
  );
  return measureOperation(operationOf(query), (name) =>
    fragments.find((each) => each.name.value === name),
  );
}

function operationOf(query: string): OperationDefinitionNode {
  const operation = parse(query).definitions.find(
    (each) => each.kind === Kind.OPERATION_DEFINITION,
  );
  if (operation === undefined) throw new Error('no operation');
  return operation;
}

test.each<[string, string, OperationSize]>([
  ['a root field, and what it has', '{ other }', { rootFields: 1, aliases: 0, cost: 11 }],
  [
    'a relationship costs more than a column',
    '{ row { id inner { id } } }',
    { rootFields: 1, aliases: 0, cost: 10 + 6 + 1 + 6 + 1 },
  ],
  [
    'members of arguments, not their values',
    '{ row(where: {a: {n: [1, 2, 3]}, b: [{n: []}, {}]}) { id } }',
    { rootFields: 1, aliases: 0, cost: 10 + 6 + 4 + 1 },
  ],
  [
    'aliases of what has a selection, at any depth',
    '{ a: other b: row { c: id d: inner { id } } }',
    { rootFields: 2, aliases: 2, cost: 11 + 10 + 6 + 1 + 6 + 1 },
  ],
  [
    'fields of one name as one root field',
    '{ row { id } row { id } ... { row { id } } }',
    { rootFields: 1, aliases: 0, cost: 10 + 3 * 7 },
  ],
  [
    'fragments as often as they are spread',
    '{ ...F ...F } fragment F on Query { x: other }',
    { rootFields: 1, aliases: 0, cost: 12 },
  ],
  [
    'inline fragments',
    '{ ... on Query { other } ... { a: other } }',
    { rootFields: 2, aliases: 0, cost: 22 },
  ],
  [
    'no introspection',
    '{ __typename __schema { types { x: name } } }',
    { rootFields: 0, aliases: 0, cost: 0 },
  ],
])('%s', (_title, query, size) => {
  expect(measure(query)).toEqual(size);
});

test('fragments that double at each level are measured in no time', () => {
  const levels = Array.from(
    { length: 60 },
    (_, level) =>
      `fragment F${level} on Row { ${level === 59 ? 'id' : `a: inner { ...F${level + 1} } b: inner { ...F${level + 1} }`} }`,
  );
  expect(measure(`{ row { ...F0 } } ${levels.join(' ')}`).cost).toBeGreaterThan(1e15);
});

test('members of variables', () => {
  expect(countMembers({ where: { a: { n: [1, 2] }, b: [{}, { n: null }] }, limit: 3 })).toBe(6);
  const deep: unknown = JSON.parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`);
  expect(countMembers(deep)).toBeLessThan(1_000);
  expect([countMembers(null), countMembers('text'), countMembers(undefined)]).toEqual([0, 0, 0]);
});

test.each([
  ['{ a: other b: other }', null, null],
  ['{ row { id } other x: other y: other }', 'QUERY_TOO_COMPLEX', 'TRIBUTARY_MAX_ROOT_FIELDS'],
  ['{ a: row { id } b: row { c: inner { id } } }', 'QUERY_TOO_COMPLEX', 'TRIBUTARY_MAX_ALIASES'],
  [
    `{ row(where: {a: ${'{a: '.repeat(50)}{}${'}'.repeat(50)}}) { id } }`,
    'QUERY_TOO_COSTLY',
    'TRIBUTARY_MAX_COST',
  ],
])('%s', (query, code, setting) => {
  const [error] = validate(SCHEMA, parse(query), createOperationLimits(LIMITS).rules);
  const known = error instanceof GraphQLError ? error.originalError : undefined;
  expect(
    known instanceof GatewayError
      ? [known.code, known.details['setting'], known.message.includes(String(setting))]
      : null,
  ).toEqual(code === null ? null : [code, setting, true]);
});

test('what variables hold costs as much as if it stood in the text, each time it is sent', () => {
  const limits = createOperationLimits(LIMITS);
  const document = parse('query ($where: Filter) { row(where: $where) { id } }');
  expect(validate(SCHEMA, document, limits.rules)).toEqual([]);
  const [operation] = document.definitions as [OperationDefinitionNode];
  const nested = (levels: number): unknown => (levels === 0 ? {} : { a: nested(levels - 1) });
  expect(() => {
    limits.assertCost(operation, { where: nested(43) });
  }).not.toThrow();
  expect(
    thrownBy(() => {
      limits.assertCost(operation, { where: nested(44) });
    }),
  ).toMatchObject({ code: 'QUERY_TOO_COSTLY', details: { cost: 61 } });
});
