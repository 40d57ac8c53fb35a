import { parseClickhouseType } from '../../../src/connectors/clickhouse-columns/clickhouse-type';
import { columnPredicate } from '../../../src/connectors/clickhouse-columns/column-predicate';
import { columnValue } from '../../../src/connectors/clickhouse-columns/column-value';
import { declareColumn } from '../../../src/connectors/clickhouse-columns/declare-column';
import { describeColumn } from '../../../src/connectors/clickhouse-columns/describe-column';
import { renderClickhouseType } from '../../../src/connectors/clickhouse-columns/render-clickhouse-type';
import type { Comparison, Literal } from '../../../src/model/predicate/predicate';
import type { RemoteColumn } from '../../../src/model/remote-table';
import { sql } from '../../../src/sql/sql';
import { thrownBy } from '../../helpers/thrown-by';

const column = (type: string): RemoteColumn => ({ ...declareColumn('c', type), fieldName: 'c' });
const read = (type: string): unknown[] => {
  const found = describeColumn({ name: 'c', type, comment: null });
  return found === null ? [] : [found.scalar, found.list, found.nullable];
};

describe('a type', () => {
  test.each([
    'UInt8',
    'Decimal(10, 2)',
    "Enum8('b' = 1, 'it\\'s' = -2)",
    "DateTime64(3, 'Asia/Kathmandu')",
    'LowCardinality(Nullable(String))',
    'Map(String, Array(Tuple(`a` UInt8, `b ``c` Nullable(String))))',
    'Nested(`x` UInt8, `y` String)',
    'JSON(max_dynamic_paths = 8, `a.b` UInt32)',
    'SimpleAggregateFunction(sum, Double)',
    'AggregateFunction(quantiles(0.5, 0.9), Float64)',
    'Tuple()',
    'Variant(String, UInt64)',
  ])('%s is read and written', (text) => {
    const type = parseClickhouseType(text);
    expect(type === null ? null : renderClickhouseType(type).text.replaceAll('\\`', '``')).toBe(
      text,
    );
  });

  test.each([
    '',
    'Decimal(',
    'Decimal(10,',
    'UInt8)',
    'UInt8 DEFAULT 1',
    'String; DROP TABLE x',
    "Enum8('a' = 1",
    'Array(,)',
    'x`y',
    '1',
    "'a'",
  ])('%j is none', (text) => {
    expect(parseClickhouseType(text)).toBeNull();
  });
});

test.each([
  ['UInt8', 'Int', false, false],
  ['UInt32', 'BigInt', false, false],
  ['LowCardinality(Nullable(String))', 'String', false, true],
  ['SimpleAggregateFunction(max, UInt64)', 'BigInt', false, false],
  ['Array(Nullable(DateTime))', 'DateTime', true, false],
  ['Array(Array(Int8))', 'JSON', false, false],
  ['Array(Tuple(a Int8))', 'JSON', false, false],
  ['Map(String, UInt8)', 'JSON', false, false],
  ['IPv6', 'String', false, false],
  ['IntervalDay', 'String', false, false],
  ['SomethingNew(3)', 'String', false, false],
  ['Nullable(Decimal256(3))', 'Decimal', false, true],
  ['Point', 'JSON', false, false],
])('%s is read as %s', (type, ...expected) => {
  expect(read(type)).toEqual(expected);
});

test('a state of an aggregate function is not read, wherever it is', () => {
  for (const type of [
    'AggregateFunction(sum, UInt64)',
    'Array(AggregateFunction(uniq, String))',
    'Tuple(a AggregateFunction(count))',
    'Map(String, AggregateFunction(avg, UInt8))',
  ]) {
    expect(read(type)).toEqual([]);
    expect(thrownBy(() => declareColumn('c', type))).toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('AggregateFunction is a state') as string,
    });
  }
});

test.each(['Nonsense', 'Array(Nonsense)', 'INT', 'String) ENGINE = Memory --', "DateTime('UTC'"])(
  '%s cannot be declared',
  (type) => {
    expect(thrownBy(() => declareColumn('c', type)).code).toBe('INVALID_INPUT');
  },
);

test.each([
  ['UInt8', 'EQ', 5, 'c = 5'],
  ['UInt8', 'GT', -1, '1'],
  ['UInt8', 'LT', -1, '0'],
  ['Nullable(UInt8)', 'EQ', 256, 'if(c IS NULL, NULL, 0)'],
  ['Nullable(UInt8)', 'NEQ', 256, 'if(c IS NULL, NULL, 1)'],
  ['UInt64', 'LTE', '18446744073709551615', 'c <= 18446744073709551615'],
  ['UInt64', 'LTE', '18446744073709551616', '1'],
  [
    'Int256',
    'GTE',
    '-57896044618658097711785492504343953926634992332820282019728792003956564819968',
    "c >= CAST('-57896044618658097711785492504343953926634992332820282019728792003956564819968', 'Int256')",
  ],
  ['Decimal(10, 2)', 'EQ', '1.5', "c = CAST('1.50', 'Decimal(10, 2)')"],
  ['Decimal(10, 2)', 'EQ', '1.005', '0'],
  ['Decimal(10, 2)', 'GTE', '1.005', "c > CAST('1.00', 'Decimal(10, 2)')"],
  ['Decimal(10, 2)', 'LT', '-0.001', "c <= CAST('-0.01', 'Decimal(10, 2)')"],
  ['Decimal(4, 2)', 'LT', '100', '1'],
  ['Decimal(4, 2)', 'LT', '99.999', '1'],
  ['Decimal(4, 2)', 'GT', '99.999', '0'],
  ['Decimal(4, 2)', 'GT', '-99.999', '1'],
  ['Date', 'GTE', '2024-02-29', "c >= CAST('2024-02-29', 'Date')"],
  ['Date', 'EQ', '1969-12-31', '0'],
  ['Date32', 'EQ', '1969-12-31', "c = CAST('1969-12-31', 'Date32')"],
  ['Date', 'LTE', '9999-12-31', '1'],
  ['DateTime', 'GT', '1970-01-01T00:00:01.5Z', "c > toDateTime(1, 'UTC')"],
  ['DateTime', 'EQ', '1970-01-01T00:00:01.5Z', '0'],
  [
    'DateTime64(3)',
    'LT',
    '1969-12-31T23:59:59.75Z',
    "c < CAST(fromUnixTimestamp64Micro(toInt64('-250000'), 'UTC'), 'DateTime64(3, \\'UTC\\')')",
  ],
  ['DateTime64(9)', 'LT', '9999-12-31T23:59:59Z', '1'],
  [
    'UUID',
    'EQ',
    '61f0c404-5cb3-11e7-907b-a6006ad3dba0',
    "c = toUUID('61f0c404-5cb3-11e7-907b-a6006ad3dba0')",
  ],
  [
    'UUID',
    'LT',
    '61f0c404-5cb3-11e7-907b-a6006ad3dba0',
    "toString(c) < '61f0c404-5cb3-11e7-907b-a6006ad3dba0'",
  ],
  ['String', 'EQ', "it's \\", "c = 'it\\'s \\\\'"],
  ["Enum8('a' = 1)", 'EQ', 'b', "toString(c) = 'b'"],
  ['Float64', 'GT', 0.1, "(c > toFloat64('0.1') OR isNaN(c))"],
] satisfies [string, Comparison, Literal, string][])(
  '%s %s %s is compared exactly',
  (type, operator, value, expected) => {
    expect(
      columnPredicate({ kind: 'compare', column: column(type), operator, value }, sql`c`).text,
    ).toBe(expected);
  },
);

test('literals that a type cannot hold are left out of a list', () => {
  expect(
    columnPredicate({ kind: 'in', column: column('Int8'), values: [1, 128, -128] }, sql`c`).text,
  ).toBe('c IN (1, -128)');
  expect(
    columnPredicate({ kind: 'in', column: column('Nullable(Int8)'), values: [128] }, sql`c`).text,
  ).toBe('if(c IS NULL, NULL, 0)');
});

test('structures are printed by their types, and not by settings', () => {
  expect(columnValue(column('Map(String, Array(UInt64))'), sql`c`).text).toBe(
    "concat('{', arrayStringConcat(arrayMap((k0, v0) -> concat(toJSONString(toString(toValidUTF8(k0))), ':', concat('[', arrayStringConcat(arrayMap(x1 -> ifNull(toJSONString(toString(x1)), 'null'), v0), ','), ']')), mapKeys(c), mapValues(c)), ','), '}')",
  );
  expect(columnValue(column('Tuple(a Int8, b Decimal(3, 1))'), sql`c`).text).toBe(
    `concat('{', '"a":', ifNull(toJSONString(tupleElement(c, 1)), 'null'), ',"b":', ` +
      `ifNull(toJSONString(toDecimalString(tupleElement(c, 2), 1)), 'null'), '}')`,
  );
});
