import { GatewayError } from '../../../errors/gateway-error';
import type { DescribedColumn } from '../../../model/remote-table';
import { splitClickhouseType, unwrapClickhouseType } from '../../relational/clickhouse-type';
import { type Encoding, ENCODINGS, isDecimal, type ValueType } from './encodings';

/** Encodings by ClickHouse type, for types without arguments that matter. */
const ENCODING_OF_TYPE: Readonly<Record<string, Encoding>> = {
  Int8: 'tinyint',
  UInt8: 'tinyint_unsigned',
  Int16: 'smallint',
  UInt16: 'smallint_unsigned',
  Int32: 'int',
  UInt32: 'int_unsigned',
  Int64: 'bigint',
  UInt64: 'bigint_unsigned',
  Float32: 'float',
  Float64: 'double',
  Bool: 'bool',
  String: 'text_foreign',
  FixedString: 'text_foreign',
  UUID: 'uuid',
  Date: 'date',
  Date32: 'date',
  DateTime: 'datetime',
  DateTime64: 'datetime',
};
/** The precision that a Decimal32(s) and its like imply. */
const DIGITS_OF_DECIMAL: Readonly<Record<string, number>> = {
  Decimal32: 9,
  Decimal64: 18,
  Decimal128: 38,
};

/**
 * Describes a column whose ClickHouse type the caller declared, by the nearest encoding: Bool for a
 * TINYINT that holds 0 and 1, a DateTime with a time zone for a TIMESTAMP, without one for a
 * DATETIME, String for text of any character set.
 * @throws GatewayError INVALID_INPUT
 */
export function declareColumn(name: string, clickhouseType: string): DescribedColumn {
  const outer = unwrapClickhouseType(clickhouseType);
  const value = valueType(outer.type, clickhouseType);
  const type = outer.nullable ? `Nullable(${value.clickhouseType})` : value.clickhouseType;
  return {
    name,
    remoteType: null,
    description: null,
    clickhouseType: type,
    scalar: value.scalar,
    list: false,
    nullable: outer.nullable,
    encoding: value.encoding,
  };
}

function valueType(type: string, asDeclared: string): ValueType {
  const [name, argument] = splitClickhouseType(type);
  if (name.startsWith('Decimal')) return decimalType(name, argument) ?? refuse(asDeclared);
  const encoding = ENCODING_OF_TYPE[name];
  if (encoding === undefined || !isArgumentOf(name, argument)) return refuse(asDeclared);
  return encoding === 'datetime' && argument?.includes("'")
    ? ENCODINGS.timestamp
    : ENCODINGS[encoding];
}

function isArgumentOf(name: string, argument: string | null): boolean {
  if (name === 'FixedString') return argument !== null && /^[0-9]+$/.test(argument);
  if (name === 'DateTime') return argument === null || /^'[^']*'$/.test(argument);
  if (name === 'DateTime64') return argument === null || /^[0-9](\s*,\s*'[^']*')?$/.test(argument);
  return argument === null;
}

/** Reads Decimal(p), Decimal(p, s) or Decimal64(s); null for a decimal that MySQL does not have. */
function decimalType(name: string, argument: string | null): ValueType | null {
  const numbers = /^([0-9]+)(?:\s*,\s*([0-9]+))?$/.exec(argument ?? '');
  if (numbers === null) return null;
  const [, first, second] = numbers;
  const digits = DIGITS_OF_DECIMAL[name];
  if (name !== 'Decimal' && (digits === undefined || second !== undefined)) return null;
  const [precision, scale] =
    name === 'Decimal' ? [Number(first), Number(second ?? 0)] : [digits ?? 0, Number(first)];
  return isDecimal(precision, scale)
    ? { ...ENCODINGS.decimal, clickhouseType: `Decimal(${precision}, ${scale})` }
    : null;
}

function refuse(type: string): never {
  throw new GatewayError(
    'INVALID_INPUT',
    `columns: a column of MySQL cannot be declared as ${type}. Use Bool, Int*, UInt* up to ` +
      '64 bits, Float*, Decimal up to 65 digits, String, FixedString, UUID, Date, DateTime ' +
      'or DateTime64, or Nullable of them.',
  );
}
