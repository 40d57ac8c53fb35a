import {
  execute, getOperationAST, getVariableValues, Kind, OperationTypeNode,
  type DocumentNode, type ExecutionArgs, type ExecutionResult, type FieldNode, type FragmentDefinitionNode,
  type OperationDefinitionNode, type SelectionSetNode,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields';
import type { GraphSchemas } from '../graph/graph-schemas';

export type Operation = Omit<ExecutionArgs, 'schema'>;

type RootFields = ReadonlyMap<string, readonly FieldNode[]>;

/**
 * Runs a validated operation: its data on the execution schema, its introspection on the public one. An operation
 * that has both is run in two parts, whose answers are put together in the order that was asked for.
 */
export async function executeOperation(schemas: GraphSchemas, operation: Operation): Promise<ExecutionResult> {
  const definition = getOperationAST(operation.document, operation.operationName);
  const fragments = mapFragments(operation.document);
  if (!definition || !mentionsIntrospection(definition.selectionSet, fragments, new Set())) {
    return execute({ ...operation, schema: schemas.executionSchema });
  }
  const introspectionSchema = schemas.introspectionSchema ?? schemas.publicSchema;
  const rootFields = collectRootFields(schemas, operation, definition, fragments);
  if (rootFields === null) return execute({ ...operation, schema: schemas.publicSchema });
  const [introspection, data] = split(rootFields);
  if (data.size === 0) return execute({ ...operation, schema: introspectionSchema });
  const run = (schema: GraphSchemas['publicSchema'], fields: RootFields) =>
    execute({ ...operation, schema, document: selectOnly(operation.document, definition, fields) });
  const parts = await Promise.all([
    run(introspectionSchema, introspection),
    run(schemas.executionSchema, data),
  ]);
  return merge(parts, [...rootFields.keys()]);
}

/** The document with only those root fields of the query whose names are chosen. Null: there is no such query, or its variables are not usable. */
export function selectRootFields(schemas: GraphSchemas, operation: Operation, isChosen: (name: string) => boolean): DocumentNode | null {
  const definition = getOperationAST(operation.document, operation.operationName);
  if (definition?.operation !== OperationTypeNode.QUERY) return null;
  const fields = collectRootFields(schemas, operation, definition, mapFragments(operation.document));
  if (fields === null) return null;
  return selectOnly(operation.document, definition, new Map([...fields].filter(([, nodes]) => isChosen(nodes[0]?.name.value ?? ''))));
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
  selectionSet: SelectionSetNode, fragments: Readonly<Record<string, FragmentDefinitionNode>>, seen: Set<string>,
): boolean {
  return selectionSet.selections.some((selection) => {
    if (selection.kind === Kind.FIELD) return isIntrospection(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) return mentionsIntrospection(selection.selectionSet, fragments, seen);
    const fragment = fragments[selection.name.value];
    if (fragment === undefined || seen.has(selection.name.value)) return false;
    seen.add(selection.name.value);
    return mentionsIntrospection(fragment.selectionSet, fragments, seen);
  });
}

/** Root fields by response key, in response order, directives applied. Null when the variables are not usable. */
function collectRootFields(
  { publicSchema }: GraphSchemas, operation: Operation, definition: OperationDefinitionNode, fragments: Record<string, FragmentDefinitionNode>,
): RootFields | null {
  const rootType = publicSchema.getRootType(definition.operation);
  const variables = getVariableValues(publicSchema, definition.variableDefinitions ?? [], operation.variableValues ?? {}, { maxErrors: 1 });
  if (!rootType || variables.coerced === undefined) return null;
  return collectFields(publicSchema, fragments, variables.coerced, rootType, definition.selectionSet);
}

function split(rootFields: RootFields): readonly [introspection: RootFields, data: RootFields] {
  const introspection = new Map<string, readonly FieldNode[]>();
  const data = new Map<string, readonly FieldNode[]>();
  for (const [key, nodes] of rootFields) {
    (isIntrospection(nodes[0]?.name.value ?? '') ? introspection : data).set(key, nodes);
  }
  return [introspection, data];
}

/** The document with the operation reduced to the given root fields; the fragments stay for the fields below. */
function selectOnly(document: DocumentNode, definition: OperationDefinitionNode, fields: RootFields): DocumentNode {
  const reduced: OperationDefinitionNode = {
    ...definition,
    selectionSet: { kind: Kind.SELECTION_SET, selections: [...fields.values()].flat() },
  };
  return { ...document, definitions: document.definitions.map((each) => (each === definition ? reduced : each)) };
}

function merge(parts: readonly ExecutionResult[], keys: readonly string[]): ExecutionResult {
  const errors = parts.flatMap((part) => part.errors ?? []);
  const all = new Map<string, unknown>(parts.flatMap((part) => Object.entries(part.data ?? {})));
  const isNull = parts.some((part) => !part.data);
  const data = isNull ? null : Object.fromEntries(keys.filter((key) => all.has(key)).map((key) => [key, all.get(key)]));
  return { ...(errors.length > 0 ? { errors } : {}), data };
}
