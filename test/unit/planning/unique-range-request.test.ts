import { connectorFor } from '../../../src/connectors/list';
import type { ColumnPredicate, Predicate } from '../../../src/model/predicate/predicate';
import type { RemoteColumn, RemoteTable } from '../../../src/model/remote-table';
import type { DataRequest } from '../../../src/model/selection/data-request';
import { type RowSet, rowSet } from '../../../src/model/selection/row-set';
import {
  planUniqueRanges,
  uniqueRangeRequest,
  type UniqueRangeRequest,
} from '../../../src/planning/strategy/unique-range-request';
import { SHOP_SNAPSHOT } from '../../fixtures/shop-snapshot';

const table = SHOP_SNAPSHOT.exposedTables.find(({ name }) => name === 'customer');
const service = SHOP_SNAPSHOT.service('service-shop');
if (table === undefined || service === undefined) throw new Error('no table');
const customer: RemoteTable = table;
const { queries } = connectorFor('POSTGRESQL');

function column(name: string): RemoteColumn {
  const found = customer.columns.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no column ${name}`);
  return found;
}

const compare = (
  name: string,
  operator: 'EQ' | 'NEQ' | 'GT' | 'GTE' | 'LT' | 'LTE',
  value: number | string,
): ColumnPredicate => ({ kind: 'compare', column: column(name), operator, value });
const both = (...operands: readonly Predicate[]): Predicate => ({ kind: 'and', operands });
const fields: RowSet['fields'] = [
  { kind: 'column', key: 'id', column: column('id') },
  { kind: 'column', key: 'name', column: column('city') },
];
const range = (
  where: Predicate | null,
  parts: Partial<RowSet> = {},
  result: DataRequest['result'] = 'LIST',
): UniqueRangeRequest | null =>
  uniqueRangeRequest(
    {
      kind: 'rows',
      field: 'f',
      result,
      rows: rowSet(parts.table ?? customer, { fields, where, ...parts }),
    },
    100,
    () => queries.dialect,
  );
const bounds = (where: Predicate, parts: Partial<RowSet> = {}): string => {
  const found = range(where, parts);
  return found === null
    ? 'alone'
    : `${found.range.first} to ${found.range.last}, ${found.maxRows} rows`;
};

test.each<[string, Predicate]>([
  ['5 to 9, 5 rows', both(compare('id', 'GTE', 5), compare('id', 'LT', 10))],
  ['6 to 10, 5 rows', both(compare('id', 'LTE', 10), compare('id', 'GT', 5))],
  [
    '6 to 9, 4 rows',
    both(
      both(compare('id', 'GTE', 5), compare('id', 'LTE', 20)),
      compare('id', 'GTE', 6),
      compare('id', 'LTE', 9),
    ),
  ],
  [
    '1 to 100, 100 rows',
    both(compare('id', 'GTE', 1), compare('id', 'LTE', 100), compare('city', 'EQ', 'Oslo')),
  ],
  ['alone', both(compare('id', 'GTE', 1), compare('id', 'LTE', 101))],
  ['alone', both(compare('id', 'GTE', 5), compare('id', 'LT', 5))],
  ['alone', both(compare('id', 'GTE', 5), compare('id', 'LTE', 5))],
  ['alone', compare('id', 'GTE', 5)],
  ['alone', both(compare('points', 'GTE', '5'), compare('points', 'LTE', '9'))],
  ['alone', { kind: 'not', operand: both(compare('id', 'GTE', 5), compare('id', 'LT', 10)) }],
  ['alone', both(compare('id', 'GTE', 5), compare('id', 'LT', 10), compare('score', 'GT', 1))],
])('%s', (expected, where) => {
  expect(bounds(where)).toBe(expected);
});

const five = both(compare('id', 'GTE', 5), compare('id', 'LT', 10));

test('what is ordered, cut or more than columns is read alone', () => {
  expect(bounds(five)).toBe('5 to 9, 5 rows');
  expect(range(five, {}, 'ONE')).toBeNull();
  expect(range(five, { limit: 10 })).toBeNull();
  expect(
    range(five, {
      orderBy: [
        { value: { kind: 'column', column: column('id') }, direction: 'ASC', nulls: 'LAST' },
      ],
    }),
  ).toBeNull();
  expect(
    range(five, { fields: [{ kind: 'column', key: 'profile', column: column('profile') }] }),
  ).toBeNull();
  expect(range(five, { table: { ...customer, primaryKey: ['id', 'city'] } })).toBeNull();
});

test('questions have one shape when they differ in the range only', () => {
  const shape = (where: Predicate, parts: Partial<RowSet> = {}): string | undefined =>
    range(where, parts)?.shape;
  const inOslo = both(five, compare('city', 'EQ', 'Oslo'));
  expect(shape(both(compare('id', 'GT', -3), compare('id', 'LTE', 8)))).toBe(shape(five));
  expect(
    shape(both(compare('city', 'EQ', 'Oslo'), compare('id', 'LT', 10), compare('id', 'GT', 1))),
  ).toBe(shape(inOslo));
  const others = [
    five,
    inOslo,
    both(five, compare('city', 'EQ', 'Bergen')),
    both(five, compare('city', 'NEQ', 'Oslo')),
    both(five, compare('name', 'EQ', 'Oslo')),
  ].map((where) => shape(where));
  expect(
    new Set([
      ...others,
      shape(five, { fields: fields.slice(1) }),
      shape(five, { fields: [...fields].reverse() }),
    ]).size,
  ).toBe(7);
});

test('one statement reads each row once, in parts that end where a range does', () => {
  const questions = [
    both(compare('id', 'GTE', 1), compare('id', 'LT', 10)),
    both(compare('id', 'GTE', 5), compare('id', 'LT', 20)),
    both(compare('id', 'GTE', 90), compare('id', 'LTE', 99)),
  ].map((where) => range(both(where, compare('city', 'EQ', 'Oslo'))));
  const plan = planUniqueRanges(questions as [UniqueRangeRequest, ...UniqueRangeRequest[]], {
    service,
    queries,
    collection: 'service_shop',
    passthrough: true,
  });
  expect(plan.statement.text).toContain(
    "roundDown(t0.`id`, CAST([1, 5, 10, 20, 90], 'Array(Int64)'))",
  );
  // A name would hide the column of the table that has it.
  expect(plan.statement.text.match(/ AS /g)).toHaveLength(1);
  expect(plan.received).toEqual([
    `SELECT "id", "city" FROM "public"."customer" WHERE ("city" = 'Oslo') AND ` +
      '((("id" >= 1) AND ("id" <= 19)) OR (("id" >= 90) AND ("id" <= 99)))',
  ]);
  expect(plan.remaining).toEqual([]);
});
