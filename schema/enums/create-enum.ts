import { registerEnumType } from 'type-graphql';

/** Registers a GraphQL enum over a list of the model; names and values are the same texts. */
export function createEnum<Value extends string>(
  name: string,
  description: string,
  values: Readonly<Record<Value, string>>,
): Readonly<Record<Value, Value>> {
  const object = Object.fromEntries(Object.keys(values).map((value) => [value, value])) as Record<
    Value,
    Value
  >;
  const valuesConfig = Object.fromEntries(
    Object.entries<string>(values).map(([value, text]) => [value, { description: text }]),
  ) as Record<Value, { description: string }>;
  registerEnumType(object, { name, description, valuesConfig });
  return object;
}
