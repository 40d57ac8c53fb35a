import type { DescribedColumn } from '../../../model/remote-table';
import { type Encoding, ENCODINGS, isDecimal, type ValueType } from '../types/encodings';
import type { CollationFacts, ColumnFacts, TypeFacts } from './catalog-document';

/**
 * Encodings by base type of pg_catalog; text, numeric and enums are decided by more than their
 * name.
 */
const ENCODING_OF_TYPE: Readonly<Record<string, Encoding>> = {
  int2: 'int2',
  int4: 'int4',
  int8: 'int8',
  oid: 'oid',
  float4: 'float4',
  float8: 'float8',
  bool: 'bool',
  uuid: 'uuid',
  timestamptz: 'timestamptz',
  timestamp: 'timestamp',
  date: 'date',
  json: 'json',
  jsonb: 'jsonb',
  bpchar: 'text_folded',
};
const TEXT_TYPES: ReadonlySet<string> = new Set(['text', 'varchar', 'name']);

/**
 * Describes how a column is read: by its type under all domains, its modifier and its collation.
 */
export function describeColumn(facts: ColumnFacts): DescribedColumn {
  const nullable = !facts.notNull;
  const named = { name: facts.name, remoteType: facts.type, nullable };
  if (facts.element !== null && facts.dimensions <= 1) {
    const element = valueType(facts.element, facts.collation);
    // ClickHouse has no Nullable(Array): a null list is an empty one there.
    const clickhouseType = `Array(Nullable(${element.clickhouseType}))`;
    const description = withNote(
      facts.comment,
      `A value of more than one dimension ${nullable ? 'is null' : 'cannot be read'} here. ` +
        'Expose the column declared as String to read it.',
    );
    return {
      ...named,
      description,
      clickhouseType,
      scalar: element.scalar,
      list: true,
      encoding: `array:${element.encoding}`,
    };
  }
  const value = facts.element === null ? valueType(facts.base, facts.collation) : ENCODINGS.other;
  const clickhouseType = nullable ? `Nullable(${value.clickhouseType})` : value.clickhouseType;
  const description =
    facts.element === null
      ? facts.comment
      : withNote(
          facts.comment,
          `Declared with ${facts.dimensions} dimensions: PostgreSQL's text of it.`,
        );
  return {
    ...named,
    description,
    clickhouseType,
    scalar: value.scalar,
    list: false,
    encoding: value.encoding,
  };
}

/** Puts under the column's own comment what PostgreSQL's type does not say. */
function withNote(comment: string | null, note: string): string {
  return comment === null ? note : `${comment}\n\n${note}`;
}

function valueType(type: TypeFacts, collation: CollationFacts | null): ValueType {
  if (type.kind === 'e') return ENCODINGS.enum;
  if (type.kind !== 'b') return ENCODINGS.other;
  // The extension may live in any schema.
  if (type.name === 'citext') return ENCODINGS.text_folded;
  if (type.schema !== 'pg_catalog') return ENCODINGS.other;
  if (type.name === 'numeric') return numericType(type.typmod);
  if (TEXT_TYPES.has(type.name)) return ENCODINGS[textEncoding(collation)];
  return ENCODINGS[ENCODING_OF_TYPE[type.name] ?? 'other'];
}

/**
 * Reads the modifier of numeric(p, s): ((p << 16) | (s & 0x7ff)) + 4, the scale signed since
 * PostgreSQL 15 (numeric.c, make_numeric_typmod).
 */
function numericType(typmod: number): ValueType {
  const packed = typmod - 4;
  const precision = (packed >> 16) & 0xffff;
  const scale = ((packed & 0x7ff) ^ 0x400) - 0x400;
  if (typmod < 4 || !isDecimal(precision, scale)) return ENCODINGS.numeric_text;
  return { ...ENCODINGS.numeric, clickhouseType: `Decimal(${precision}, ${scale})` };
}

/**
 * The encoding of text, by whether PostgreSQL orders and compares it byte by byte, as ClickHouse
 * does.
 */
function textEncoding(collation: CollationFacts | null): Encoding {
  if (collation === null) return 'text';
  if (!collation.deterministic) return 'text_folded';
  // The builtin provider (PostgreSQL 17) orders by code point, which is the order of UTF-8's bytes.
  const bytewise =
    collation.provider === 'b' ||
    (collation.provider === 'c' && /^(C|POSIX|C\.UTF-?8)$/i.test(collation.locale ?? ''));
  return bytewise && collation.serverEncoding === 'UTF8' ? 'text_c' : 'text';
}
