import type { RemoteColumn, ScalarName } from '../../model/remote-table';
import { parseClickhouseType, typeArguments, type ClickhouseType } from './clickhouse-type';

/**
 * The encodings, which say how a value is printed and compared, and the scalar of each. `printed`
 * is compared as the text that toString makes of it.
 */
const SCALAR_OF_ENCODING = {
  int: 'Int',
  big: 'BigInt',
  decimal: 'Decimal',
  float32: 'Float',
  float64: 'Float',
  bool: 'Boolean',
  uuid: 'UUID',
  text: 'String',
  fixed: 'String',
  enum: 'String',
  printed: 'String',
  date: 'Date',
  datetime: 'DateTime',
  json: 'JSON',
} as const satisfies Record<string, ScalarName>;
export type Encoding = keyof typeof SCALAR_OF_ENCODING;

/**
 * Encodings by type. Types that are not here, intervals and addresses among them, are read as their
 * text.
 */
const ENCODING_OF_TYPE: Readonly<Record<string, Encoding>> = {
  Int8: 'int',
  Int16: 'int',
  Int32: 'int',
  UInt8: 'int',
  UInt16: 'int',
  UInt32: 'big',
  Int64: 'big',
  UInt64: 'big',
  Int128: 'big',
  UInt128: 'big',
  Int256: 'big',
  UInt256: 'big',
  Float32: 'float32',
  BFloat16: 'float32',
  Float64: 'float64',
  Bool: 'bool',
  UUID: 'uuid',
  String: 'text',
  FixedString: 'fixed',
  Decimal: 'decimal',
  Decimal32: 'decimal',
  Decimal64: 'decimal',
  Decimal128: 'decimal',
  Decimal256: 'decimal',
  Enum: 'enum',
  Enum8: 'enum',
  Enum16: 'enum',
  Date: 'date',
  Date32: 'date',
  DateTime: 'datetime',
  DateTime32: 'datetime',
  DateTime64: 'datetime',
  Array: 'json',
  Map: 'json',
  Tuple: 'json',
  Nested: 'json',
  JSON: 'json',
  Object: 'json',
  Variant: 'json',
  Dynamic: 'json',
  Point: 'json',
  Ring: 'json',
  LineString: 'json',
  MultiLineString: 'json',
  Polygon: 'json',
  MultiPolygon: 'json',
  Geometry: 'json',
};

/** Types that print null without being Nullable: some hold NULL, and JSON has no NaN. */
const PRINTS_NULL: ReadonlySet<string> = new Set([
  'Variant',
  'Dynamic',
  'Geometry',
  'Float32',
  'Float64',
  'BFloat16',
]);

/** What a column of a type is in the data API. */
export interface ColumnType {
  readonly scalar: ScalarName;
  readonly encoding: Encoding;
  /** True for an array of one dimension, of values that are no structures themselves. */
  readonly list: boolean;
  /** Whether it may print null. */
  readonly nullable: boolean;
  /** The type of the value, or of a list's element, without what is wrapped around it. */
  readonly value: ClickhouseType;
}

/**
 * Tells how a type is read; null where nothing reads it. A state of an aggregate function is bytes
 * that only its own function understands.
 */
export function readColumnType(type: ClickhouseType): ColumnType | null {
  if (holdsAggregateState(type)) return null;
  const { type: value, nullable: isWrapped } = unwrapType(type);
  const nullable = isWrapped || PRINTS_NULL.has(value.name);
  if (value.name === 'Array') {
    const element = unwrapType(typeArguments(value)[0]?.type ?? value).type;
    const encoding = ENCODING_OF_TYPE[element.name] ?? 'printed';
    if (encoding !== 'json')
      return {
        scalar: SCALAR_OF_ENCODING[encoding],
        encoding,
        list: true,
        nullable,
        value: element,
      };
  }
  const encoding = ENCODING_OF_TYPE[value.name] ?? 'printed';
  return { scalar: SCALAR_OF_ENCODING[encoding], encoding, list: false, nullable, value };
}

/** Tells how a column that was described before is read. */
export function columnTypeOf(column: Pick<RemoteColumn, 'name' | 'clickhouseType'>): ColumnType {
  const type = parseClickhouseType(column.clickhouseType);
  const read = type === null ? null : readColumnType(type);
  if (read === null)
    throw new Error(
      `the column ${column.name} has a type that is not read: ${column.clickhouseType}`,
    );
  return read;
}

/** True for a type that a caller may declare: known types, and intervals. */
export function isKnownType({ name }: ClickhouseType): boolean {
  return (
    name in ENCODING_OF_TYPE ||
    ['IPv4', 'IPv6', 'Time', 'Time64'].includes(name) ||
    /^Interval[A-Z][a-z]+$/.test(name)
  );
}

/**
 * Takes Nullable and LowCardinality away, in any order, and answers the type of the values that a
 * SimpleAggregateFunction keeps.
 */
export function unwrapType(type: ClickhouseType): {
  readonly type: ClickhouseType;
  readonly nullable: boolean;
} {
  const inner = typeArguments(type).at(-1)?.type;
  if (
    inner === undefined ||
    !['Nullable', 'LowCardinality', 'SimpleAggregateFunction'].includes(type.name)
  )
    return { type, nullable: false };
  const unwrapped = unwrapType(inner);
  return { type: unwrapped.type, nullable: unwrapped.nullable || type.name === 'Nullable' };
}

function holdsAggregateState(type: ClickhouseType): boolean {
  return (
    type.name === 'AggregateFunction' ||
    typeArguments(type).some((argument) => holdsAggregateState(argument.type))
  );
}
