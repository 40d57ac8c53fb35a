import {
  execute,
  getOperationAST,
  getVariableValues,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields';
import type { GraphSchemas } from '../../graph/schema/graph-schemas';
import { listsTypes, listTypes, type PartialOperation } from './list-types';

export type Operation = Omit<ExecutionArgs, 'schema'>;

type VariableValues = Readonly<Record<string, unknown>>;
type RootFields = ReadonlyMap<string, readonly FieldNode[]>;

/**
 * Runs a validated operation: its data on the execution schema, its introspection on the public
 * one. An operation that has both is run in parts, whose answers are put together in the order that
 * was asked for.
 */
export async function executeOperation(
  schemas: GraphSchemas,
  operation: Operation,
): Promise<ExecutionResult> {
  const definition = getOperationAST(operation.document, operation.operationName);
  const fragments = mapFragments(operation.document);
  if (!definition || !mentionsIntrospection(definition.selectionSet, fragments, new Set())) {
    return execute({ ...operation, schema: schemas.executionSchema });
  }
  const rootFields = collectRootFields(schemas, operation, definition, fragments);
  if (rootFields === null) return execute({ ...operation, schema: schemas.publicSchema });
  const partial = partOf(schemas, { operation, definition, fragments }, rootFields.variables);
  const [introspection, data] = split(rootFields.fields);
  const { publicSchema, newListedSchema } = schemas;
  const listings =
    newListedSchema === undefined
      ? []
      : [...introspection].filter(([, nodes]) => listsTypes(partial, nodes));
  for (const [key] of listings) introspection.delete(key);
  const run = (
    schema: GraphSchemas['publicSchema'],
    fields: RootFields,
  ): ReturnType<typeof execute>[] =>
    fields.size === 0 ? [] : [execute({ ...partial.only([...fields.values()].flat()), schema })];
  const parts = await Promise.all([
    ...run(schemas.publicSchema, introspection),
    ...run(schemas.executionSchema, data),
    ...listings.map(async ([key, nodes]) => ({
      data: {
        [key]: await listTypes({ publicSchema, newSchema: newListedSchema! }, partial, key, nodes),
      },
    })),
  ]);
  return merge(parts, [...rootFields.fields.keys()]);
}

interface ReadOperation {
  readonly operation: Operation;
  readonly definition: OperationDefinitionNode;
  readonly fragments: Record<string, FragmentDefinitionNode>;
}

function partOf(
  { publicSchema }: GraphSchemas,
  { operation, definition, fragments }: ReadOperation,
  variables: VariableValues,
): PartialOperation {
  const text = operation.document.loc?.source.body;
  return {
    collect: (type, nodes) => collectSubfields(publicSchema, fragments, variables, type, nodes),
    only: (fields) => ({
      ...operation,
      document: selectOnly(operation.document, definition, fields),
    }),
    identity:
      text === undefined ? undefined : JSON.stringify([text, operation.operationName, variables]),
  };
}

/**
 * The document with only those root fields of the query whose names are chosen.
 * @returns null where there is no such query, or its variables are not usable
 */
export function selectRootFields(
  schemas: GraphSchemas,
  operation: Operation,
  isChosen: (name: string) => boolean,
): DocumentNode | null {
  const definition = getOperationAST(operation.document, operation.operationName);
  if (definition?.operation !== OperationTypeNode.QUERY) return null;
  const rootFields = collectRootFields(
    schemas,
    operation,
    definition,
    mapFragments(operation.document),
  );
  if (rootFields === null) return null;
  return selectOnly(
    operation.document,
    definition,
    [...rootFields.fields.values()].filter(([node]) => isChosen(node?.name.value ?? '')).flat(),
  );
}

const isIntrospection = (name: string): boolean => name === '__schema' || name === '__type';

function mapFragments(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  // Without a prototype, because `__proto__` is a name that a caller may use.
  const fragments = Object.create(null) as Record<string, FragmentDefinitionNode>;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  return fragments;
}

/** Quick and without variables: true also when a directive leaves the field out. */
function mentionsIntrospection(
  selectionSet: SelectionSetNode,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
  seen: Set<string>,
): boolean {
  return selectionSet.selections.some((selection) => {
    if (selection.kind === Kind.FIELD) return isIntrospection(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return mentionsIntrospection(selection.selectionSet, fragments, seen);
    const fragment = fragments[selection.name.value];
    if (fragment === undefined || seen.has(selection.name.value)) return false;
    seen.add(selection.name.value);
    return mentionsIntrospection(fragment.selectionSet, fragments, seen);
  });
}

/**
 * Root fields by response key, in response order, directives applied. Null when the variables are
 * not usable.
 */
function collectRootFields(
  { publicSchema }: GraphSchemas,
  operation: Operation,
  definition: OperationDefinitionNode,
  fragments: Record<string, FragmentDefinitionNode>,
): { readonly fields: RootFields; readonly variables: VariableValues } | null {
  const rootType = publicSchema.getRootType(definition.operation);
  const variables = getVariableValues(
    publicSchema,
    definition.variableDefinitions ?? [],
    operation.variableValues ?? {},
    { maxErrors: 1 },
  );
  if (!rootType || variables.coerced === undefined) return null;
  return {
    fields: collectFields(
      publicSchema,
      fragments,
      variables.coerced,
      rootType,
      definition.selectionSet,
    ),
    variables: variables.coerced,
  };
}

function split(
  rootFields: RootFields,
): readonly [introspection: Map<string, readonly FieldNode[]>, data: RootFields] {
  const introspection = new Map<string, readonly FieldNode[]>();
  const data = new Map<string, readonly FieldNode[]>();
  for (const [key, nodes] of rootFields) {
    (isIntrospection(nodes[0]?.name.value ?? '') ? introspection : data).set(key, nodes);
  }
  return [introspection, data];
}

/**
 * The document with the operation reduced to the given root fields; the fragments stay for the
 * fields below.
 */
function selectOnly(
  document: DocumentNode,
  definition: OperationDefinitionNode,
  fields: readonly FieldNode[],
): DocumentNode {
  const reduced: OperationDefinitionNode = {
    ...definition,
    selectionSet: { kind: Kind.SELECTION_SET, selections: fields },
  };
  return {
    ...document,
    definitions: document.definitions.map((each) => (each === definition ? reduced : each)),
  };
}

function merge(parts: readonly ExecutionResult[], keys: readonly string[]): ExecutionResult {
  const errors = parts.flatMap((part) => part.errors ?? []);
  const all = new Map<string, unknown>(parts.flatMap((part) => Object.entries(part.data ?? {})));
  const isNull = parts.some((part) => !part.data);
  const data = isNull
    ? null
    : Object.fromEntries(keys.filter((key) => all.has(key)).map((key) => [key, all.get(key)]));
  return { ...(errors.length > 0 ? { errors } : {}), data };
}
