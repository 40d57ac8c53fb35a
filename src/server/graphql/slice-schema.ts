import {
  GraphQLObjectType,
  GraphQLSchema,
  isObjectType,
  type GraphQLAbstractType,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
} from 'graphql';

const TYPES_PER_SLICE = 20;
/** Fields of a large type in one slice. The fields of `Query` have many arguments each. */
const FIELDS_PER_SLICE = 50;
/** Types of one schema; then a new one is made, so that the fields of the last can be freed. */
const TYPES_PER_SCHEMA = 5_000;

/**
 * A schema that lists only some of its types: introspection tells of no others. All of them are
 * found by name.
 */
class SliceSchema extends GraphQLSchema {
  readonly #whole: GraphQLSchema;
  readonly #types: ReturnType<GraphQLSchema['getTypeMap']>;

  constructor(whole: GraphQLSchema, types: readonly GraphQLNamedType[]) {
    super({ assumeValid: true });
    this.#whole = whole;
    this.#types = Object.fromEntries(types.map((type) => [type.name, type]));
  }

  override getTypeMap(): ReturnType<GraphQLSchema['getTypeMap']> {
    return this.#types;
  }

  override getType(name: string): GraphQLNamedType | undefined {
    return this.#whole.getType(name);
  }

  override getQueryType(): ReturnType<GraphQLSchema['getQueryType']> {
    return this.#whole.getQueryType();
  }

  override getImplementations(
    type: GraphQLInterfaceType,
  ): ReturnType<GraphQLSchema['getImplementations']> {
    return this.#whole.getImplementations(type);
  }

  override isSubType(
    abstractType: GraphQLAbstractType,
    type: GraphQLObjectType | GraphQLInterfaceType,
  ): boolean {
    return this.#whole.isSubType(abstractType, type);
  }
}

/** An object type with some of its fields. */
class PartOfObjectType extends GraphQLObjectType {
  readonly #fields: ReturnType<GraphQLObjectType['getFields']>;

  constructor(whole: GraphQLObjectType, names: readonly string[]) {
    super({
      name: whole.name,
      description: whole.description,
      interfaces: whole.getInterfaces(),
      fields: {},
    });
    this.#fields = pick(whole.getFields(), names);
  }

  override getFields(): ReturnType<GraphQLObjectType['getFields']> {
    return this.#fields;
  }
}

export interface Slice {
  readonly schema: SliceSchema;
  /** True: the only type of this slice is the last one of the slice before, with more fields. */
  readonly continues: boolean;
}

/**
 * All types of a schema, a few at a time.
 * @param newSchema with the same types each time
 */
export function* slicesOf(newSchema: () => GraphQLSchema): Generator<Slice> {
  const names = namesOf(newSchema().getTypeMap());
  for (let from = 0; from < names.length; from += TYPES_PER_SCHEMA) {
    yield* slicesOfTypes(newSchema(), names.slice(from, from + TYPES_PER_SCHEMA));
  }
}

function* slicesOfTypes(schema: GraphQLSchema, names: readonly string[]): Generator<Slice> {
  for (const slice of chunks(names, TYPES_PER_SLICE)) {
    const small: GraphQLNamedType[] = [];
    for (const type of Object.values(pick(schema.getTypeMap(), slice))) {
      if (isObjectType(type) && namesOf(type.getFields()).length > FIELDS_PER_SLICE)
        yield* partsOf(schema, type);
      else small.push(type);
    }
    yield { schema: new SliceSchema(schema, small), continues: false };
  }
}

function* partsOf(schema: GraphQLSchema, type: GraphQLObjectType): Generator<Slice> {
  let continues = false;
  for (const names of chunks(namesOf(type.getFields()), FIELDS_PER_SLICE)) {
    yield { schema: new SliceSchema(schema, [new PartOfObjectType(type, names)]), continues };
    continues = true;
  }
}

/** `Object.keys` would look at each member too, of which a schema of many tables has many. */
function namesOf(record: Readonly<Record<string, unknown>>): readonly string[] {
  return Reflect.ownKeys(record).filter((name) => typeof name === 'string');
}

function* chunks<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}

function pick<T>(record: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(
    names
      .map((name) => [name, record[name]])
      .filter((entry): entry is [string, T] => entry[1] !== undefined),
  );
}
