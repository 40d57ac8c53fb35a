import { setImmediate as breathe } from 'node:timers/promises';
import {
  execute,
  __Schema,
  __Type,
  Kind,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { RawJson } from '../../model/raw-json';
import { cachedListing } from './listing-cache';
import { slicesOf } from './slice-schema';
import { TypeListing, type TypeEntry } from './type-listing';

/** An operation as far as a part of it is run. */
export interface PartialOperation {
  /** Fields by response key, fragments and directives resolved. */
  collect(
    type: GraphQLObjectType,
    nodes: readonly FieldNode[],
  ): ReadonlyMap<string, readonly FieldNode[]>;
  /** The arguments of `execute` for an operation with these root fields. */
  only(fields: readonly FieldNode[]): Omit<Parameters<typeof execute>[0], 'schema'>;
  /**
   * Equal for operations of one text, name and variables; undefined when the text is not known.
   */
  readonly identity: string | undefined;
}

/**
 * `__schema` is asked for all types: of a thousand tables graphql-js would tell for two seconds,
 * and nobody else would be answered.
 */
export function listsTypes(operation: PartialOperation, nodes: readonly FieldNode[]): boolean {
  return (
    nodes[0]?.name.value === '__schema' &&
    [...operation.collect(__Schema, nodes).values()].some(isTypes)
  );
}

export interface ListedSchema {
  readonly publicSchema: GraphQLSchema;
  /** A schema with the types of the public one, made anew each time. */
  readonly newSchema: () => GraphQLSchema;
}

/**
 * Answers `__schema` in slices of some milliseconds, between which others are answered. An
 * operation that was answered before gets the bytes that are kept of it.
 * @param key the response key of the field
 * @param nodes its selections
 */
export async function listTypes(
  schema: ListedSchema,
  operation: PartialOperation,
  key: string,
  nodes: readonly FieldNode[],
): Promise<RawJson> {
  const list = (): Promise<RawJson> => printSchemaField(schema, operation, nodes);
  return operation.identity === undefined
    ? list()
    : cachedListing(schema.publicSchema, `${key} ${operation.identity}`, list);
}

async function printSchemaField(
  { publicSchema, newSchema }: ListedSchema,
  operation: PartialOperation,
  nodes: readonly FieldNode[],
): Promise<RawJson> {
  const members = [...operation.collect(__Schema, nodes)];
  const types = members.filter(([, member]) => isTypes(member));
  const others = members.filter(([, member]) => !isTypes(member));
  const listings = new Map(
    types.map(([key, member]) => [key, new TypeListing(fieldKeys(operation, member))]),
  );
  for (const { schema, continues } of slicesOf(newSchema)) {
    for (const [key, entries] of Object.entries(tell(schema, operation, types)))
      listings.get(key)?.add(entries as readonly TypeEntry[], continues);
    await breathe();
  }
  const told = others.length === 0 ? {} : tell(publicSchema, operation, others);
  const parts = members.flatMap(([key], index) => [
    Buffer.from(`${index === 0 ? '{' : ','}${JSON.stringify(key)}:`),
    ...(listings.get(key)?.end() ?? [Buffer.from(JSON.stringify(told[key]))]),
  ]);
  return new RawJson(Buffer.concat([...parts, Buffer.from('}')]));
}

const isTypes = (member: readonly FieldNode[]): boolean => member[0]?.name.value === 'types';

function fieldKeys(operation: PartialOperation, member: readonly FieldNode[]): ReadonlySet<string> {
  return new Set(
    [...operation.collect(__Type, member)]
      .filter(([, [node]]) => node?.name.value === 'fields')
      .map(([key]) => key),
  );
}

/** Runs the introspection of some members of `__schema`. @returns them by response key */
function tell(
  schema: GraphQLSchema,
  operation: PartialOperation,
  members: readonly (readonly [string, readonly FieldNode[]])[],
): Readonly<Record<string, unknown>> {
  const root: FieldNode = {
    kind: Kind.FIELD,
    name: { kind: Kind.NAME, value: '__schema' },
    selectionSet: { kind: Kind.SELECTION_SET, selections: members.flatMap(([, nodes]) => nodes) },
  };
  const result = execute({ ...operation.only([root]), schema });
  if (result instanceof Promise) throw new Error('introspection waits for nothing');
  const [error] = result.errors ?? [];
  if (error !== undefined) throw error;
  return (result.data as { readonly __schema: Readonly<Record<string, unknown>> }).__schema;
}
