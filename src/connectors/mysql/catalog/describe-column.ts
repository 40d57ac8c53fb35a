import type { DescribedColumn } from '../../../model/remote-table';
import { type Encoding, ENCODINGS, isDecimal, type ValueType } from '../types/encodings';
import type { ColumnFacts } from './catalog-document';

/**
 * Encodings by DATA_TYPE, for types that one word decides; integers, text and BIT are decided by
 * more.
 */
const ENCODING_OF_TYPE: Readonly<Record<string, Encoding>> = {
  year: 'year',
  float: 'float',
  double: 'double',
  enum: 'enum',
  set: 'set',
  date: 'date',
  datetime: 'datetime',
  timestamp: 'timestamp',
  time: 'time',
  json: 'json',
  uuid: 'uuid',
  binary: 'binary',
  varbinary: 'binary',
  tinyblob: 'binary',
  blob: 'binary',
  mediumblob: 'binary',
  longblob: 'binary',
  geometry: 'binary',
  point: 'binary',
  linestring: 'binary',
  polygon: 'binary',
  multipoint: 'binary',
  multilinestring: 'binary',
  multipolygon: 'binary',
  geometrycollection: 'binary',
  geomcollection: 'binary',
  vector: 'binary',
};
const TEXT_TYPES: ReadonlySet<string> = new Set([
  'char',
  'varchar',
  'tinytext',
  'text',
  'mediumtext',
  'longtext',
]);
/** Collations that compare the bytes of UTF-8, and do not take trailing blanks for nothing. */
const BYTEWISE_COLLATIONS: ReadonlySet<string> = new Set(['utf8mb4_nopad_bin', 'utf8mb4_0900_bin']);

/** Describes how a column is read: by its type, its character set and its collation. */
export function describeColumn(facts: ColumnFacts): DescribedColumn {
  const value = valueType(facts);
  const clickhouseType = facts.nullable
    ? `Nullable(${value.clickhouseType})`
    : value.clickhouseType;
  return {
    name: facts.name,
    remoteType: facts.type,
    description: facts.comment,
    nullable: facts.nullable,
    clickhouseType,
    scalar: value.scalar,
    list: false,
    encoding: value.encoding,
  };
}

function valueType(facts: ColumnFacts): ValueType {
  if (facts.isJson) return ENCODINGS.json;
  if (TEXT_TYPES.has(facts.dataType)) return ENCODINGS[textEncoding(facts)];
  if (facts.dataType === 'decimal') return decimalType(facts);
  if (facts.dataType === 'bit') return facts.precision === 1 ? ENCODINGS.bit1 : ENCODINGS.bit;
  return ENCODINGS[integerEncoding(facts) ?? ENCODING_OF_TYPE[facts.dataType] ?? 'other'];
}

/**
 * The encoding of an integer; null for other types. TINYINT(1) is an integer like the others: it
 * holds -128 to 127, whatever an ORM takes it for.
 */
function integerEncoding({ dataType, type }: ColumnFacts): Encoding | null {
  const isUnsigned = type.includes('unsigned');
  switch (dataType) {
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      return isUnsigned ? `${dataType}_unsigned` : dataType;
    case 'mediumint':
      return 'int';
    default:
      return null;
  }
}

function decimalType({ precision, scale }: ColumnFacts): ValueType {
  if (precision === null || scale === null || !isDecimal(precision, scale)) return ENCODINGS.other;
  return { ...ENCODINGS.decimal, clickhouseType: `Decimal(${precision}, ${scale})` };
}

function textEncoding({ charset, collation }: ColumnFacts): Encoding {
  if (collation !== null && BYTEWISE_COLLATIONS.has(collation)) return 'text_c';
  return charset === 'utf8mb4' || charset === 'utf8mb3' || charset === 'utf8'
    ? 'text'
    : 'text_foreign';
}
