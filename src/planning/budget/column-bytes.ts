const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/^(Bool|U?Int8|Enum8)\b/, 1],
  [/^(U?Int16|Date$|Enum16)/, 2],
  [/^(U?Int32|Float32|Date32|IPv4|DateTime($|\())/, 4],
  [/^(U?Int64|Float64|DateTime64)/, 8],
  [/^(U?Int128|UUID|IPv6)/, 16],
  [/^U?Int256/, 32],
];

/**
 * The bytes of one value in ClickHouse's memory; null where they depend on the value.
 * https://clickhouse.com/docs/sql-reference/data-types
 */
export function columnBytes(clickhouseType: string): number | null {
  const nullable = /^Nullable\((.*)\)$/.exec(clickhouseType)?.[1];
  if (nullable !== undefined) return addOne(columnBytes(nullable));
  const precision = /^Decimal\((\d+)/.exec(clickhouseType)?.[1];
  if (precision !== undefined) return decimalBytes(Number(precision));
  return WIDTHS.find(([pattern]) => pattern.test(clickhouseType))?.[1] ?? null;
}

function addOne(width: number | null): number | null {
  return width === null ? null : width + 1;
}

function decimalBytes(precision: number): number {
  if (precision <= 9) return 4;
  if (precision <= 18) return 8;
  return precision <= 38 ? 16 : 32;
}
