/**
 * Takes Nullable and LowCardinality off a ClickHouse type, in any order, and tells whether it was
 * Nullable.
 */
export function unwrapClickhouseType(type: string): {
  readonly type: string;
  readonly nullable: boolean;
} {
  const [name, argument] = splitClickhouseType(type.trim());
  if (argument === null || (name !== 'Nullable' && name !== 'LowCardinality'))
    return { type: type.trim(), nullable: false };
  const inner = unwrapClickhouseType(argument);
  return { type: inner.type, nullable: inner.nullable || name === 'Nullable' };
}

/** Splits `Decimal(10, 2)` into `Decimal` and `10, 2`. */
export function splitClickhouseType(type: string): readonly [string, string | null] {
  const match = /^([A-Za-z0-9]+)\s*\((.*)\)$/s.exec(type);
  return match === null ? [type, null] : [match[1] ?? '', match[2]?.trim() ?? ''];
}
