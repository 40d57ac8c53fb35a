/**
 * Settings without which CREATE TABLE refuses types that another ClickHouse or a file may have
 * (tried on 26.7.2): FixedString of more than 256 bytes, LowCardinality of numbers, variants of
 * similar types, Nullable(Tuple). With flatten_nested = 0, Nested stays one column, as it is in the
 * source.
 */
export const TABLE_SETTINGS: Readonly<Record<string, number>> = {
  allow_suspicious_fixed_string_types: 1,
  allow_suspicious_low_cardinality_types: 1,
  allow_suspicious_variant_types: 1,
  allow_experimental_nullable_tuple_type: 1,
  flatten_nested: 0,
};
