import { getMetadataStorage, type ClassType } from 'type-graphql';

/**
 * The class of an object type by its name in GraphQL, for a field that leads back to a type which
 * leads here. Looked up when the schema is built, so that the files of the two classes need not
 * import each other.
 *
 * @throws Error when no class of that name was declared
 */
export function refTo(name: string): ClassType {
  const found = getMetadataStorage().objectTypes.find((type) => type.name === name);
  if (found === undefined) throw new Error(`There is no object type ${name}.`);
  return found.target as ClassType;
}
