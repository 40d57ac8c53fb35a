import { GatewayError } from '../../../errors/gateway-error';
import type { DescribedColumn } from '../../../model/remote-table';
import { splitClickhouseType, unwrapClickhouseType } from '../../relational/clickhouse-type';
import { type Encoding, ENCODINGS, isDecimal, type ValueType } from './encodings';

/**
 * Encodings by ClickHouse type, for types without arguments that matter. Wider integers are read as
 * Decimal.
 */
const ENCODING_OF_TYPE: Readonly<Record<string, Encoding>> = {
  Int8: 'int2',
  UInt8: 'int2',
  Int16: 'int2',
  UInt16: 'int4',
  Int32: 'int4',
  UInt32: 'int8',
  Int64: 'int8',
  Float32: 'float4',
  Float64: 'float8',
  Bool: 'bool',
  UUID: 'uuid',
  String: 'text_declared',
  FixedString: 'text_folded',
  Date: 'date',
  Date32: 'date',
  DateTime: 'timestamp',
  DateTime64: 'timestamp',
};
const DIGITS_OF_INTEGER: Readonly<Record<string, number>> = { UInt64: 20, Int128: 39, UInt128: 39 };
/** The precision that a Decimal32(s) and its like imply. */
const DIGITS_OF_DECIMAL: Readonly<Record<string, number>> = {
  Decimal32: 9,
  Decimal64: 18,
  Decimal128: 38,
  Decimal256: 76,
};

/**
 * Describes a column whose ClickHouse type the caller declared, by the nearest encoding: Date and
 * DateTime types as text (a DateTime with a time zone is a timestamptz), FixedString as char(n).
 * @throws GatewayError INVALID_INPUT
 */
export function declareColumn(name: string, clickhouseType: string): DescribedColumn {
  const outer = unwrapClickhouseType(clickhouseType);
  const [typeName, argument] = splitClickhouseType(outer.type);
  const declared = { name, remoteType: null, description: null };
  if (typeName === 'Array') {
    const element = valueType(unwrapClickhouseType(argument ?? '').type, clickhouseType);
    const encoding = `array:${element.encoding}`;
    return {
      ...declared,
      clickhouseType: `Array(Nullable(${element.clickhouseType}))`,
      scalar: element.scalar,
      list: true,
      nullable: true,
      encoding,
    };
  }
  const value = valueType(outer.type, clickhouseType);
  const type = outer.nullable ? `Nullable(${value.clickhouseType})` : value.clickhouseType;
  return {
    ...declared,
    clickhouseType: type,
    scalar: value.scalar,
    list: false,
    nullable: outer.nullable,
    encoding: value.encoding,
  };
}

function valueType(type: string, asDeclared: string): ValueType {
  const [name, argument] = splitClickhouseType(type);
  const digits = DIGITS_OF_INTEGER[name];
  if (digits !== undefined && argument === null) return decimal(digits, 0);
  if (name.startsWith('Decimal')) return decimalType(name, argument) ?? refuse(asDeclared);
  const encoding = ENCODING_OF_TYPE[name];
  if (encoding === undefined || !isArgumentOf(name, argument)) return refuse(asDeclared);
  return encoding === 'timestamp' && argument?.includes("'")
    ? ENCODINGS.timestamptz
    : ENCODINGS[encoding];
}

function isArgumentOf(name: string, argument: string | null): boolean {
  if (name === 'FixedString') return argument !== null && /^[0-9]+$/.test(argument);
  if (name === 'DateTime') return argument === null || /^'[^']*'$/.test(argument);
  if (name === 'DateTime64') return argument === null || /^[0-9](\s*,\s*'[^']*')?$/.test(argument);
  return argument === null;
}

/** Reads Decimal(p), Decimal(p, s) or Decimal64(s); null for other types. */
function decimalType(name: string, argument: string | null): ValueType | null {
  const numbers = /^([0-9]+)(?:\s*,\s*([0-9]+))?$/.exec(argument ?? '');
  if (numbers === null) return null;
  const [, first, second] = numbers;
  if (name === 'Decimal') return decimal(Number(first), Number(second ?? 0));
  const digits = DIGITS_OF_DECIMAL[name];
  return digits === undefined || second !== undefined ? null : decimal(digits, Number(first));
}

function decimal(precision: number, scale: number): ValueType {
  if (!isDecimal(precision, scale)) return refuse(`Decimal(${precision}, ${scale})`);
  return { ...ENCODINGS.numeric, clickhouseType: `Decimal(${precision}, ${scale})` };
}

function refuse(type: string): never {
  throw new GatewayError(
    'INVALID_INPUT',
    `columns: a column of PostgreSQL cannot be declared as ${type}. Use Bool, Int*, UInt* ` +
      'up to 128 bits, Float*, Decimal, String, FixedString, UUID, Date, DateTime or ' +
      'DateTime64, Nullable or an Array of them.',
  );
}
