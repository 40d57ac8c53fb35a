import type { ColumnPredicate, Predicate } from '../../../src/model/predicate/predicate';
import type { RemoteColumn, RemoteTable } from '../../../src/model/remote-table';
import { groupSet } from '../../../src/model/selection/group-set';
import { rowSet } from '../../../src/model/selection/row-set';
import { columnBytes } from '../../../src/planning/budget/column-bytes';
import { estimateAnswer, estimateScan } from '../../../src/planning/budget/estimate';
import { GOLDEN_SNAPSHOT } from '../../fixtures/golden-snapshot';

const found = GOLDEN_SNAPSHOT.exposedTables.find(({ primaryKey }) => primaryKey.length === 1);
if (found === undefined) throw new Error('no table');
const table: RemoteTable = { ...found, rowEstimate: 5000, uniqueKeys: [] };
const key = columnOf(table.primaryKey[0] ?? '');
const other = table.columns.find((column) => column !== key) ?? key;

function columnOf(name: string): RemoteColumn {
  const column = table.columns.find((each) => each.name === name);
  if (column === undefined) throw new Error(`no column ${name}`);
  return column;
}

const oneOf = (column: RemoteColumn, count: number): Predicate => ({
  kind: 'in',
  column,
  values: Array.from({ length: count }, (_, index) => index),
});
const compare = (column: RemoteColumn, operator: 'EQ' | 'GT'): ColumnPredicate => ({
  kind: 'compare',
  column,
  operator,
  value: 1,
});

/** Rows that a list answers. */
function rowsOf(where: Predicate | null, limit: number | null = null, of = table): number | null {
  return estimateAnswer({
    kind: 'rows',
    field: '',
    result: 'LIST',
    rows: rowSet(of, { where, limit }),
  }).rows;
}

test('all rows, by the statistics; unknown without them', () => {
  expect(rowsOf(null)).toBe(5000);
  expect(rowsOf(null, null, { ...table, rowEstimate: null })).toBeNull();
  expect(rowsOf(null, 10, { ...table, rowEstimate: null })).toBe(10);
});

test.each<[string, Predicate, number]>([
  ['a unique key is one row', compare(key, 'EQ'), 1],
  ['a list of unique keys', oneOf(key, 7), 7],
  ['either of two lists', { kind: 'or', operands: [oneOf(key, 7), compare(key, 'EQ')] }, 8],
  ['beside other conditions', { kind: 'and', operands: [compare(other, 'GT'), oneOf(key, 3)] }, 3],
  ['the shorter of two lists', { kind: 'and', operands: [oneOf(key, 9), oneOf(key, 4)] }, 4],
  ['nothing', { kind: 'constant', value: false }, 0],
  ['a range tells nothing', compare(key, 'GT'), 5000],
  ['nor does what is excluded', { kind: 'not', operand: oneOf(key, 3) }, 5000],
  ['nor does a column that is not unique', compare(other, 'EQ'), 5000],
  [
    'nor one of the alternatives alone',
    { kind: 'or', operands: [oneOf(key, 3), compare(other, 'GT')] },
    5000,
  ],
])('%s', (_title, where, rows) => {
  expect(rowsOf(where)).toBe(rows);
});

test('a key of two columns needs both', () => {
  const composite = { ...table, primaryKey: [key.name, other.name] };
  expect(rowsOf(compare(key, 'EQ'), null, composite)).toBe(5000);
  expect(rowsOf({ kind: 'and', operands: [oneOf(key, 3), oneOf(other, 2)] }, null, composite)).toBe(
    6,
  );
  const pairs: Predicate = {
    kind: 'or',
    operands: [1, 2, 3].map(() => ({
      kind: 'and',
      operands: [compare(key, 'EQ'), oneOf(other, 2)],
    })),
  };
  expect(rowsOf(pairs, null, composite)).toBe(6);
});

test('a limit, one row, groups and keyed rows', () => {
  expect(rowsOf(null, 20)).toBe(20);
  expect(estimateAnswer({ kind: 'rows', field: '', result: 'ONE', rows: rowSet(table) }).rows).toBe(
    1,
  );
  expect(
    estimateAnswer({ kind: 'groups', field: '', result: 'ONE', groups: groupSet(table) }).rows,
  ).toBe(1);
  expect(
    estimateAnswer({
      kind: 'groups',
      field: '',
      result: 'LIST',
      groups: groupSet(table, {
        by: [{ kind: 'value', value: { kind: 'column', column: other } }],
        limit: 12,
      }),
    }).rows,
  ).toBe(12);
  expect(
    estimateAnswer({
      kind: 'keyedRows',
      rows: rowSet(table, { where: oneOf(other, 40), limit: 2 }),
      keys: [other],
    }).rows,
  ).toBe(80);
  expect(
    estimateAnswer({
      kind: 'keyedRows',
      rows: rowSet(table, { where: oneOf(other, 40) }),
      keys: [other],
    }).rows,
  ).toBe(5000);
});

test('bytes of a scan, where every column has a fixed width', () => {
  const fixed = { ...key, clickhouseType: 'Int64' };
  expect(
    estimateScan(
      table,
      [fixed, { ...fixed, clickhouseType: 'Nullable(Decimal(18, 2))' }],
      null,
      100,
    ),
  ).toEqual({ rows: 100, bytes: 1700, isClose: true });
  expect(
    estimateScan(table, [fixed, { ...fixed, clickhouseType: 'String' }], null, 100).bytes,
  ).toBeNull();
  expect(estimateScan(table, [fixed], compare(other, 'GT'), null)).toEqual({
    rows: 5000,
    bytes: 40_000,
    isClose: false,
  });
});

test.each([
  ['Bool', 1],
  ['UInt16', 2],
  ['Date', 2],
  ['Date32', 4],
  ['DateTime', 4],
  ['DateTime64(6)', 8],
  ['Float32', 4],
  ['Int128', 16],
  ['UUID', 16],
  ['UInt256', 32],
  ['Decimal(9, 2)', 4],
  ['Decimal(38, 2)', 16],
  ['Decimal(76, 2)', 32],
  ['Nullable(Int32)', 5],
  ['String', null],
  ['Array(Int32)', null],
  ['Nullable(String)', null],
])('%s has %s bytes', (type, bytes) => {
  expect(columnBytes(type)).toBe(bytes);
});
